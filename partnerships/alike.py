"""Projects that are like another one, each with the reason in words."""

from dataclasses import dataclass

from schools_together.geo.points import Point

from .lines import lines
from .models import Project
from .search import Criteria, Kin, kindred
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

    Three queries, whatever the size of the directory.
    """
    if project.category_id is None:
        return []
    question = Criteria(category=(project.category.slug,), near=_place_of(project))
    subjects = [f"subject={one.slug}" for one in project.terms.subjects]
    stages = [f"phase={one.slug}" for one in project.terms.stages]
    known = [kin for kin in kindred(question, [*subjects, *stages], LOOKED_AT) if kin.id != project.pk]
    best = sorted(known, key=lambda kin: -_in_common(kin))[:SHOWN]
    reasons = {kin.id: _why(project, kin) for kin in best}
    return [Alike(other, reasons[other.pk]) for other in lines([*reasons], cover=True)]


def _place_of(project: Project) -> Point | None:
    """Where its host stands, else the first partner whose place is known."""
    schools = [part.school for part in (*project.hosts, *project.partners) if part.school_id]
    return next((Point(one.easting, one.northing) for one in schools if one.easting is not None), None)


def _in_common(kin: Kin) -> int:
    """How many stages and subjects it shares; subjects tell more."""
    return sum(2 if token.startswith("subject=") else 1 for token in kin.shared)


def _why(project: Project, kin: Kin) -> str:
    reasons = ["Same category"]
    shared = [one.name.lower() for one in project.terms.subjects if f"subject={one.slug}" in kin.shared]
    if shared:
        reasons.append(f"also {shared[0]}")
    if any(token.startswith("phase=") for token in kin.shared):
        reasons.append("same ages")
    if kin.miles is not None:
        reasons.append(miles_words(kin.miles).lower())
    return ", ".join(reasons)
