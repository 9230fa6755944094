"""The map beside the list of projects."""

from itertools import islice

from django.http import QueryDict
from django.urls import reverse

from schools.places import largest_places
from schools_together.ui.result_map import LISTED, Listed, drawn_map

from .models import Project
from .search import Criteria, all_ids, points

MOST_POINTS = 100_000


def map_of(criteria: Criteria, asked: QueryDict, on_page: set[int], total: int) -> dict:
    """What the template draws.

    Two queries, whatever was found: titles of what is drawn, and names of towns where nobody asked for them lately.
    """

    def listed(firsts: set[int]) -> dict[int, Listed]:
        numbers = {pk: number for number, pk in enumerate(islice(all_ids(criteria), LISTED), 1) if pk in firsts}
        rows = Project.objects.public().filter(pk__in=firsts).values_list("pk", "title", "slug")
        return {
            pk: Listed(title, reverse("partnerships:project", args=[slug]), numbers.get(pk)) for pk, title, slug in rows
        }

    return drawn_map(
        points(criteria, most=MOST_POINTS), asked,
        total=total, nouns=("project", "projects"), on_page=on_page, listed=listed, towns=largest_places(),
    )  # fmt: skip
