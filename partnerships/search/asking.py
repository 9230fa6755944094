"""Questions to the directory, answered."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.db.models import F

from partnerships.models import Participation
from schools_together.geo.points import METRES_PER_MILE, miles_of

from .answer import Answer, Loosening
from .criteria import FACETS, MILES, Criteria
from .engine import find_projects
from .facets import facet_counts


class PlacedProject(NamedTuple):
    """Where a project's host stands, in metres of the British National Grid."""

    id: int
    easting: int
    northing: int


def search(criteria: Criteria, page: int = 1, per_page: int = 20) -> Answer:
    """One page of the public projects that fit, the total, and what each further choice would give."""
    found = find_projects(criteria)
    start = (max(page, 1) - 1) * per_page
    rows = list(found[start : start + per_page])
    miles = {}
    if criteria.near:
        miles = {row.pk: None if row.squared_metres is None else miles_of(row.squared_metres) for row in rows}
    return Answer(found.count(), [row.pk for row in rows], miles, facet_counts(criteria, FACETS))


def all_ids(criteria: Criteria) -> Iterator[int]:
    """Every public project that fits, in order."""
    yield from find_projects(criteria).values_list("pk", flat=True).iterator()


def points(criteria: Criteria, most: int = 2000) -> list[PlacedProject]:
    """Where the hosts of the first `most` projects that fit stand; those whose place is not known are left out."""
    ids = list(find_projects(criteria).values_list("pk", flat=True)[:most])
    parts = Participation.objects.confirmed().filter(project__in=ids, school__easting__isnull=False)
    rows = parts.order_by("-role", "-position", "-pk").values_list(
        "project_id", east=F("school__easting"), north=F("school__northing")
    )
    placed = {project: PlacedProject(project, east, north) for project, east, north in rows}
    return [placed[one] for one in ids if one in placed]


def loosenings(criteria: Criteria) -> list[Loosening]:
    """What giving up one part of the question would give, only where it adds results; gentlest distance first."""
    total = find_projects(criteria).count()
    ways = [*_further(criteria, total)] if criteria.near and criteria.within else []
    for part in [*(["q"] if criteria.q else []), *criteria.facets_in_use]:
        count = find_projects(criteria.without(part)).count()
        if count > total:
            ways.append(Loosening(part, count))
    return ways


def _further(criteria: Criteria, total: int):
    """The first larger distance that adds something, and any distance where that is more still."""
    found = find_projects(replace(criteria, within=None))
    squares = list(found.order_by("squared_metres").values_list("squared_metres", flat=True))
    for miles in MILES:
        count = sum(square is not None and square <= (miles * METRES_PER_MILE) ** 2 for square in squares)
        if miles > criteria.within and count > total:
            yield Loosening("within", count, miles)
            total = count
            break
    if len(squares) > total:
        yield Loosening("within", len(squares))
