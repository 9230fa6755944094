"""What the list of schools can be narrowed by because of projects: schools that have some, and some open to partners.

The marks are the schools' (schools/marks.py); this says when they are right. They follow every change of a public
project once it has been committed, one change after another, so that two changes at one time cannot overlook each
other. What a process leaves undone that dies in between, the night mends.
"""

from collections.abc import Iterable

from django.db import transaction

from schools.marks import Mark, hold_marks, name_mark, write_marks
from schools.models import School

from .models import Participation, ParticipationState, Project

PROJECTS, OPEN = "projects", "open"
BATCH = 5000


def name_marks() -> None:
    """Called when the site starts."""
    name_mark(PROJECTS, Mark("Projects", "Has projects here", "Has projects here"))
    name_mark(OPEN, Mark("New partners", "Has a project open to new partners"))


@transaction.atomic
def refresh_marks(schools: Iterable[int]) -> int:
    """Let these schools bear the marks that their public projects give them; returns how many marks were changed."""
    asked = set(schools)
    if not asked:
        return 0
    hold_marks()
    behind = Project.objects.public().filter(
        participations__state=ParticipationState.CONFIRMED, participations__school__in=asked
    )
    rows = set(behind.order_by().values_list("participations__school_id", "open_to_partners").distinct())
    return write_marks(asked, {PROJECTS: {pk for pk, _ in rows}, OPEN: {pk for pk, is_open in rows if is_open}})


def refresh_marks_of(project: int) -> None:
    """The marks of every school that this project names or has named."""
    named = Participation.objects.filter(project=project, school__isnull=False)
    refresh_marks(named.values_list("school_id", flat=True))


def mend_marks() -> int:
    """The same for every school, batch by batch."""
    changed, last = 0, 0
    while batch := list(School.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = batch[-1]
        changed += refresh_marks(batch)
    return changed
