"""`manage.py demo`: the sample directory with log-ins, only outside production."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from schools.models import School
from schools_together.outbox.models import Letter
from schools_together.sample.directory import Directory
from schools_together.sample.files import PASSWORD, printed_people
from schools_together.sample.people import EDITOR, dismiss_editor, lend_editor, load_people, load_schools


def load_directory() -> None:
    """Schools, people, and everything that they have; the letters that it would have caused are not sent."""
    schools = load_schools()
    people = load_people(schools)
    editor = people[EDITOR] = lend_editor(schools)
    Directory(schools, people).load()
    dismiss_editor(editor)
    Letter.objects.all().delete()


class Command(BaseCommand):
    help = "Load the sample directory into an empty database and print its log-ins."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Where there are schools, only print the log-ins.")

    def handle(self, *args, if_empty: bool = False, **options):
        if not settings.SAMPLE_DIRECTORY:
            raise CommandError("The sample directory has log-ins that everybody knows: set SAMPLE_DIRECTORY first.")
        if not School.objects.exists():
            with transaction.atomic():
                load_directory()
            self.say_log_ins("The sample directory is loaded.")
        elif if_empty:
            self.say_log_ins("This is the sample directory.")
        else:
            raise CommandError("There are schools already. The sample directory goes into an empty database only.")

    def say_log_ins(self, first_words: str) -> None:
        """Print the log-ins that still exist; nothing where the directory is another one."""
        printed = [row["email"] for row in printed_people()]
        known = set(User.objects.filter(email__in=printed).values_list("email", flat=True))
        if known:
            self.stdout.write(f"{first_words} Log-ins, all with the password {PASSWORD}:")
            self.stdout.write("\n".join(f"  {email}" for email in printed if email in known))
