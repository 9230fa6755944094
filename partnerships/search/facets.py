"""How many projects each choice would give."""

from django.db.models import Count, QuerySet

from partnerships.models import Participation, Project

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
