"""Lines of lists: of each public project what the list of projects shows, without the whole of it."""

from django.db.models import QuerySet

from schools_together.prepared import Prepared

from .models import Participation, Project
from .models.participations import Named

SHOWN = (
    "title", "slug", "summary", "who", "when", "frequency", "cost", "state", "lifecycle", "last_confirmed_on",
    "school_id", "category__slug", "category__name", "category__short_name", "category__family",
)  # fmt: skip
COVER = ("cover__key", "cover__width", "cover__sizes", "cover__alt")


def lines(ids: list[int], *, cover: bool = False) -> list[Project]:
    """Those of these that are public, in the order of the ids, each with who is named in it. Two queries."""
    found = {project.pk: project for project in (covered_projects if cover else public_projects)(ids)}
    for project in found.values():
        project.named = []
    # Rows alone: objects cost three times as much, and lists are asked for most of all.
    for pk, role, state, organisation, name, town, authority in names_in_projects(list(found)):
        found[pk].named.append(Named(organisation or name, town or authority or "", role, state))
    return [found[pk] for pk in ids if pk in found]


def _public_projects(ids: list[int]) -> QuerySet:
    """In no order."""
    return Project.objects.public().select_related("category").only(*SHOWN).filter(pk__in=ids).order_by()


def _covered_projects(ids: list[int]) -> QuerySet:
    """The same, with their pictures."""
    return _public_projects(ids).select_related("category", "cover").only(*SHOWN, *COVER)


def _names_in_projects(ids: list[int]) -> QuerySet:
    """(project, role, state, organisation, school, town, authority) of each part, in the order of cards."""
    columns = ("project_id", "role", "state", "organisation", "school__name", "school__town")
    parts = Participation.objects.filter(project__in=ids).order_by("role", "position", "pk")
    return parts.values_list(*columns, "school__local_authority__name")


public_projects = Prepared(_public_projects, list)
covered_projects = Prepared(_covered_projects, list)
names_in_projects = Prepared(_names_in_projects, list)
