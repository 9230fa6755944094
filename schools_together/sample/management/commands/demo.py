"""`manage.py demo`: the sample directory with log-ins, only outside production."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from schools.models import School
from schools_together.sample.directory import Directory
from schools_together.sample.files import PASSWORD, printed_people
from schools_together.sample.people import load_people, load_schools


class Command(BaseCommand):
    help = "Load the sample directory into an empty database and print its log-ins."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="Do nothing, quietly, where there are schools.")

    def handle(self, *args, if_empty: bool = False, **options):
        if not settings.SAMPLE_DIRECTORY:
            raise CommandError("The sample directory has log-ins that everybody knows: set SAMPLE_DIRECTORY first.")
        if School.objects.exists():
            if if_empty:
                return
            raise CommandError("There are schools already. The sample directory goes into an empty database only.")
        with transaction.atomic():
            schools = load_schools()
            Directory(schools, load_people(schools)).load()
        self.stdout.write("The sample directory is loaded. Log-ins, all with the password " + PASSWORD)
        for row in printed_people():
            self.stdout.write(f"  {row['email']}")
