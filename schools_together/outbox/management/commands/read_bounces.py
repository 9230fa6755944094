"""`manage.py read_bounces FILE`: notes the mailboxes that refuse our letters, from the reports in a mailbox file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from schools_together.outbox.bounces import note_bounce, read_mailbox


class Command(BaseCommand):
    help = "Read reports of failed delivery (RFC 3464) from a mailbox file (mbox). Twice does no harm."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The mailbox to which DEFAULT_FROM_EMAIL leads, as an mbox file.")

    def handle(self, *, file: Path, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        answers = [note_bounce(address, words) for address, words in read_mailbox(file)]
        self.stdout.write(f"Bounces noted: {sum(answers)}. Not ours, and left alone: {len(answers) - sum(answers)}.")
