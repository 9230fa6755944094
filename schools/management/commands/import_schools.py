"""`manage.py import_schools FILE`: bring the directory up to date with an official register. Safe to run twice."""

import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, transaction

from schools.register.england import England
from schools.register.importing import Outcome, busy_sentence, import_register
from schools.register.links import import_links
from schools.register.nations import NATIONS
from schools.register.reading import Refused
from schools.register.rules import Notices
from schools.register.trusts import import_trusts, tells_membership

LINES_SHOWN = 10
BAR_WIDTH = 30


class Command(BaseCommand):
    requires_system_checks = []  # loading every page to check it would take a fifth of the memory
    help = """Read an official register of schools into the directory: all of the file or, when it is refused, nothing.

England (and most of Wales): edubasealldata from Get Information About Schools, as downloaded: plain, .zip or .xz.
Scotland, Wales, Northern Ireland: their own lists, with --nation. Schools that close are marked, never deleted."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the register")
        parser.add_argument("--links", type=Path, help="links_edubasealldata: which school came after which")
        parser.add_argument(
            "--trusts", type=Path, action="append", default=[], metavar="FILE",
            help="allgroupsdata or academiesmatmembership; may be given once for each",
        )  # fmt: skip
        parser.add_argument("--nation", choices=NATIONS, help="the file is the list of this nation")
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen, change nothing")
        parser.add_argument(
            "--yes-close", type=int, metavar="N",
            help="take a file that closes many schools or has lost many rows: the number that the refusal named",
        )  # fmt: skip

    def handle(self, *, file, links, trusts, nation, dry_run, yes_close, **options):
        try:
            with transaction.atomic():
                self._import(file, links, trusts, nation, yes_close)
                transaction.set_rollback(dry_run)
        except Refused as refusal:
            raise CommandError(f"Refused, nothing was changed. {refusal}") from refusal
        except OperationalError as trouble:
            sentence = busy_sentence(trouble)
            if sentence is None:
                raise
            raise CommandError(sentence) from trouble
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")

    def _import(self, file, links, trusts, nation, yes_close):
        source = NATIONS[nation]() if nation else England(tells_trust=not tells_membership(trusts))
        bar = self._bar(file.name)
        outcome = import_register(file, source, yes_close=yes_close, progress=bar)
        self._report(outcome)
        notices = Notices()
        for path in trusts:
            done = import_trusts(path, notices, self._bar(path.name))
            self.stdout.write(
                f"Trusts ({path.name}): {done.new} new, {done.changed} changed, {done.unchanged} unchanged; "
                f"{done.moved} schools moved."
            )
        if links:
            done = import_links(links, notices, self._bar(links.name))
            self.stdout.write(
                f"Links ({links.name}): {done.new} new, {done.changed} changed, {done.unchanged} unchanged; "
                f"{done.refused} of {done.rows} rows make no successor."
            )
        self._tell(notices.told())

    def _report(self, outcome: Outcome) -> None:
        self.stdout.write(
            f"{outcome.rows} rows: {outcome.new} new, {outcome.changed} changed, {outcome.closed} closed, "
            f"{outcome.refused} refused, {outcome.unchanged} unchanged."
        )
        self._tell(outcome.notices.told())
        self._tell(outcome.troubles[:LINES_SHOWN])
        if outcome.vanished:
            shown = ", ".join(str(key) for key in outcome.vanished[:LINES_SHOWN])
            self.stdout.write(
                f"{len(outcome.vanished)} schools are no longer in the file and stay as they are: {shown}"
            )

    def _tell(self, lines: list[str]) -> None:
        for line in lines:
            self.stdout.write(f"  {line}")

    def _bar(self, name: str):
        """A progress bar on the error stream of a terminal; nothing in a log."""
        if not sys.stderr.isatty():
            return lambda share: None

        def draw(share: float) -> None:
            filled = round(share * BAR_WIDTH)
            end = "\n" if share >= 1 else ""
            sys.stderr.write(f"\r{name[:40]} [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {share:4.0%}{end}")
            sys.stderr.flush()

        return draw
