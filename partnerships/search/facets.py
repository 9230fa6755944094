"""How many projects each choice would give, and what to loosen when there are none."""

from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from partnerships.models import Participation, Project
from schools_together.geo.points import METRES_PER_MILE

from .criteria import Criteria
from .engine import OWN_COLUMNS, SCHOOL_COLUMNS, TERMS, find_projects

TERM_OF = {"subjects": "subject__slug", "shares": "sharedthing__slug", "stages": "stage__slug"}


def facet_counts(criteria: Criteria, facets) -> dict[str, dict[str, int]]:
    """{facet: {value: projects that she would get by choosing this value}}; one query for each facet.

    Choosing two values of a facet means any of them, so a facet's own choices do not narrow its counts.
    """
    return {facet: dict(_counts(find_projects(criteria.without(facet)).order_by(), facet)) for facet in facets}


def _counts(found: QuerySet, facet: str):
    if facet == "open":
        return [("yes", found.filter(open_to_partners=True).count())]
    if facet in OWN_COLUMNS:
        return found.values_list(OWN_COLUMNS[facet]).annotate(n=Count("pk"))
    if facet in TERMS:
        links = getattr(Project, TERMS[facet]).through.objects.filter(project__in=found.values("pk"))
        return links.values_list(TERM_OF[TERMS[facet]]).annotate(n=Count("project", distinct=True))
    behind = Participation.objects.confirmed().filter(project__in=found.values("pk"), school__isnull=False)
    return behind.values_list(SCHOOL_COLUMNS[facet]).annotate(n=Count("project", distinct=True))


@dataclass(frozen=True)
class Loosening:
    """One way to get results: which part of the question to give up (or, for a distance, the new value)."""

    part: str
    count: int
    miles: int | None = None


def loosenings(criteria: Criteria, distances) -> list[Loosening]:
    """What to loosen when nothing was found, with the true counts; most first. At most one query for each part."""
    ways = []
    if criteria.near and criteria.within:
        ways += _further(criteria, distances)
    for part in [*(["q"] if criteria.q else []), *criteria.facets_in_use]:
        if count := find_projects(criteria.without(part)).count():
            ways.append(Loosening(part, count))
    return ways


def _further(criteria: Criteria, distances):
    """The first distance in the list at which there is something, and any distance where that is more."""
    found = find_projects(replace(criteria, within=None))
    squares = found.order_by("squared_metres").values_list("squared_metres", flat=True)
    known = [square for square in squares if square is not None]
    total = len(squares)
    for miles in distances:
        count = sum(square <= (miles * METRES_PER_MILE) ** 2 for square in known)
        if miles > criteria.within and count:
            yield Loosening("within", count, miles)
            if total == count:
                return
            break
    if total:
        yield Loosening("within", total)
