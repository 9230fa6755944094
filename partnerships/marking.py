"""What the list of schools can be narrowed by because of projects: schools that have some, and some open to partners.

The marks are the schools' (schools/marks.py); this says when they are right. They follow every change of a public
project once it has been committed, one change after another, so that two changes at one time cannot overlook each
other. What a process leaves undone that dies in between, the night mends.
"""

from collections.abc import Iterable

from django.db import transaction

from schools.marks import Mark, hold_marks, name_mark, write_marks
from schools.models import School

from .models import Participation, Project

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
    # Two questions: joined, SQLite without statistics walks through all projects for each of the schools.
    behind = Participation.objects.confirmed().filter(school__in=asked).order_by()
    pairs = list(behind.values_list("school_id", "project_id"))
    public = Project.objects.public().filter(pk__in={project for _, project in pairs}).order_by()
    is_open = dict(public.values_list("pk", "open_to_partners"))
    marks = {
        PROJECTS: {school for school, project in pairs if project in is_open},
        OPEN: {school for school, project in pairs if is_open.get(project)},
    }
    return write_marks(asked, marks)


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
