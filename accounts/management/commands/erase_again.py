"""`manage.py erase_again`: after a backup was restored, erase again what had been erased since. Safe to run twice."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import ledger
from accounts.actions import erase_again
from accounts.ledger import AGAIN


class Command(BaseCommand):
    help = "Erase again whom a restored backup brought back, by the ledger of erasures (docs/operating.md)."

    def add_arguments(self, parser):
        parser.add_argument("--ledger", type=Path, help="another file than the setting ERASURE_LEDGER names")

    def handle(self, ledger: Path | None = None, **options):
        erasures = _read(ledger)
        done = [str(pk) for pk in erase_again(erasures)]
        self.stdout.write(f"{len(erasures)} entries in the ledger.")
        self.stdout.write(f"Erased again: {len(done)}{f' (person {", ".join(done)})' if done else ''}.")
        for words, do_again in AGAIN.items():
            self.stdout.write(f"{words}: {do_again(erasures)}.")


def _read(file: Path | None) -> dict:
    if file and not file.exists():
        raise CommandError(f"There is no file {file}.")
    try:
        return ledger.erasures(file)
    except ValueError as error:
        raise CommandError(str(error)) from error
