"""The map beside the list of projects."""

from functools import partial

from django.http import QueryDict
from django.urls import reverse

from schools.places import largest_places
from schools_together.ui.result_map import LISTED, drawn_map

from .models import Project
from .search import Criteria, first_ids, points


def map_of(criteria: Criteria, asked: QueryDict, on_page: set[int], total: int) -> dict:
    """What the template draws. A constant number of queries, whatever was found."""
    return drawn_map(
        partial(points, criteria), asked,
        total=total, nouns=("project", "projects"), on_page=on_page,
        order=first_ids(criteria, LISTED), named=_named, towns=largest_places(),
    )  # fmt: skip


def _named(keys: set[int]) -> dict[int, tuple[str, str]]:
    """The titles and addresses of those that are public still."""
    rows = Project.objects.public().filter(pk__in=keys).values_list("pk", "title", "slug")
    return {pk: (title, reverse("partnerships:project", args=[slug])) for pk, title, slug in rows}
