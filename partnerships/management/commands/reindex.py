"""`manage.py reindex`: makes what search finds projects by anew. Safe to run twice, and while the site runs."""

from django.core.management.base import BaseCommand

from partnerships.search.reindexing import reindex

TOLD_EVERY = 5000


class Command(BaseCommand):
    help = "Compare every search entry with its project, and write those that differ."

    def handle(self, **options):
        seen = written = told = 0
        for seen, written in reindex():
            if seen - told >= TOLD_EVERY:
                told = seen
                self.stdout.write(f"Projects seen: {seen}, entries written: {written}.")
                self.stdout.flush()
        self.stdout.write(f"Done. Projects seen: {seen}, entries written: {written}.")
