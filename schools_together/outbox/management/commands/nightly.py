"""`manage.py nightly`: what is done once a day by a timer. Safe to run twice."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schools_together.outbox.chores import do_chores


class Command(BaseCommand):
    help = "Do what is done once a day: each app names its chores in nights.py."

    def handle(self, **options):
        failed = []
        for words, count in do_chores(timezone.localdate()):
            self.stdout.write(f"{words}: {'failed, see the log' if count is None else count}.")
            failed += [words] if count is None else []
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The other chores are.")
