"""The answer to a question: a plain queryset that both databases understand."""

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from partnerships.models import Participation, ParticipationRole, ParticipationState, Project
from schools_together.geo.points import METRES_PER_MILE, Point, squared_metres

from .criteria import Criteria
from .words import groups_of

# How a facet's values are looked up: on the project's own columns, or on any school that stands behind it.
OWN_COLUMNS = {
    "category": "category__slug",
    "scale": "scale",
    "frequency": "frequency",
    "setting": "setting",
    "cost": "cost",
}
TERMS = {"subject": "subjects", "shares": "shares", "phase": "stages"}
SCHOOL_COLUMNS = {
    "region": "school__region",
    "authority": "school__local_authority__slug",
    "sector": "school__sector",
}


def find_projects(criteria: Criteria) -> QuerySet:
    """Public projects that answer the question, in its order, ties broken by pk.

    With a point each row carries `squared_metres` to the nearest school that stands behind it (None: place not known).
    """
    projects = Project.objects.public()
    for facet in criteria.facets_in_use:
        projects = projects.filter(condition(facet, getattr(criteria, facet)))
    for alternatives in groups_of(criteria.q):
        wanted = Q()
        for needle in alternatives:
            wanted |= Q(search_text__contains=needle)
        projects = projects.filter(wanted)
    if criteria.near:
        projects = projects.annotate(squared_metres=nearest_school(criteria.near))
        if criteria.within:
            projects = projects.filter(squared_metres__lte=round((criteria.within * METRES_PER_MILE) ** 2))
    return projects.order_by(*order(criteria))


def condition(facet: str, values: tuple[str, ...]) -> Q:
    """Any of the values of one facet."""
    if facet == "open":
        return Q(open_to_partners=True)
    if facet in OWN_COLUMNS:
        return Q(**{f"{OWN_COLUMNS[facet]}__in": values})
    if facet in TERMS:
        links = getattr(Project, TERMS[facet]).through.objects.filter(project=OuterRef("pk"))
        term = {"subjects": "subject", "shares": "sharedthing", "stages": "stage"}[TERMS[facet]]
        return Q(Exists(links.filter(**{f"{term}__slug__in": values})))
    behind = Participation.objects.confirmed().filter(project=OuterRef("pk"))
    return Q(Exists(behind.filter(**{f"{SCHOOL_COLUMNS[facet]}__in": values})))


def nearest_school(point: Point) -> Subquery:
    """Squared metres from the point to the nearest confirmed school of each project."""
    behind = Participation.objects.confirmed().filter(project=OuterRef("pk"), school__easting__isnull=False)
    distances = behind.annotate(squared=squared_metres(point, "school__easting", "school__northing"))
    return Subquery(distances.order_by("squared").values("squared")[:1], output_field=BigIntegerField())


def order(criteria: Criteria) -> list:
    """The columns to sort by."""
    if criteria.sort == "title":
        return ["title", "pk"]
    if criteria.sort == "partners":
        return [_partners().desc(), "-pk"]
    if criteria.sort == "checked":
        return [F("last_confirmed_on").desc(nulls_last=True), "-pk"]
    if criteria.near and criteria.sort in ("", "nearest"):
        return [F("squared_metres").asc(nulls_last=True), "-pk"]
    return [F("published_at").desc(nulls_last=True), "-pk"]


def _partners() -> Count:
    confirmed = Q(participations__state=ParticipationState.CONFIRMED, participations__role=ParticipationRole.PARTNER)
    return Count("participations", filter=confirmed)
