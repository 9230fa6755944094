"""What is done by night so that entries stay true."""

from datetime import date

from django.db import transaction

from schools_together.outbox.chores import every_night

from . import letters, reviews
from .actions import archive_project
from .models import Project, ReviewNudge


@every_night("Entries that schools were asked about")
def ask_for_reviews(today: date) -> int:
    """Ask 11, 12 and 13 months after the last check whether an entry is still right; say after 15 that it is marked.

    One letter a lead and night, however many entries are due. A nudge is a row, so a second run asks nobody again.
    """
    asked = 0
    for school, due in reviews.due_by_school(today):
        with transaction.atomic():
            ReviewNudge.objects.bulk_create(
                [ReviewNudge(participation=one.part, months=one.months, checked_on=one.checked_on) for one in due]
            )
            letters.ask_for_review(school, due, today)
        asked += len(due)
    return asked


@every_night("Projects archived")
def archive_the_forgotten(today: date) -> int:
    """Take out of the lists what nobody has confirmed for two years."""
    return sum(archive_project(project=project, today=today) for project in Project.objects.overdue_for_archive(today))
