"""The map beside the list of schools."""

from functools import partial

from django.http import QueryDict

from schools_together.ui.result_map import LISTED, drawn_map

from .finding import Question, numbered, points
from .models import School
from .places import largest_places


def map_of(question: Question, asked: QueryDict, on_page: set[int], total: int) -> dict:
    """What the template draws. A constant number of queries, whatever was found."""
    return drawn_map(
        partial(points, question), asked,
        total=total, nouns=("school", "schools"), on_page=on_page,
        order=numbered(question, LISTED), named=_named, towns=largest_places(),
    )  # fmt: skip


def _named(keys: set[int]) -> dict[int, tuple[str, str]]:
    schools = School.objects.filter(pk__in=keys).only("name", "slug").order_by()
    return {school.pk: (school.name, school.get_absolute_url()) for school in schools}
