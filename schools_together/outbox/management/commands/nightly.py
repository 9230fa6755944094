"""`manage.py nightly`: what is done once a day by a timer. Safe to run twice."""

from django.conf import settings
from django.core.management.base import BaseCommand

from schools_together.outbox.letters import empty_old_letters


class Command(BaseCommand):
    help = "Forget the addresses and words of old letters (LETTERS_KEPT_DAYS)."

    def handle(self, **options):
        emptied = empty_old_letters(settings.LETTERS_KEPT_DAYS)
        self.stdout.write(f"Letters emptied: {emptied}.")
