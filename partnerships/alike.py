"""Projects that are like another one, each with the reason in words."""

from dataclasses import dataclass

from schools_together.geo.points import Point

from .models import Project
from .search import Criteria, search
from .telling import miles_words

SHOWN = 3
LOOKED_AT = 24


@dataclass(frozen=True)
class Alike:
    """Another project and why it stands here: "Same category, same ages, 4 miles away"."""

    project: Project
    why: str


def alike(project: Project) -> list[Alike]:
    """The nearest of the same category, those for the same pupils and subjects first; newest where no place is known.

    Four queries, whatever the size of the directory.
    """
    if project.category_id is None:
        return []
    answer = search(Criteria(category=(project.category.slug,), near=_place_of(project)), per_page=LOOKED_AT)
    others = Project.objects.public().for_cards().prefetch_related("subjects").in_bulk(answer.ids)
    known = [others[pk] for pk in answer.ids if pk in others and pk != project.pk]
    best = sorted(known, key=lambda other: -_shared(project, other))[:SHOWN]
    return [Alike(other, _why(project, other, answer.miles.get(other.pk))) for other in best]


def _place_of(project: Project) -> Point | None:
    """Where its host stands, else the first partner whose place is known."""
    schools = [part.school for part in (*project.hosts, *project.partners) if part.school_id]
    return next((Point(one.easting, one.northing) for one in schools if one.easting is not None), None)


def _shared(project: Project, other: Project) -> int:
    """How many stages and subjects the two have in common; subjects tell more."""
    stages = {one.pk for one in project.stages.all()} & {one.pk for one in other.stages.all()}
    subjects = {one.pk for one in project.subjects.all()} & {one.pk for one in other.subjects.all()}
    return len(stages) + 2 * len(subjects)


def _why(project: Project, other: Project, miles: float | None) -> str:
    reasons = ["Same category"]
    subjects = {one.pk for one in project.subjects.all()}
    shared = [one.name.lower() for one in other.subjects.all() if one.pk in subjects]
    if shared:
        reasons.append(f"also {shared[0]}")
    if {one.pk for one in project.stages.all()} & {one.pk for one in other.stages.all()}:
        reasons.append("same ages")
    if miles is not None:
        reasons.append(miles_words(miles).lower())
    return ", ".join(reasons)
