"""The map beside the list of schools."""

from django.http import QueryDict

from schools_together.ui.result_map import LISTED, Listed, drawn_map

from .finding import Question, numbered, points
from .models import School
from .places import largest_places


def map_of(question: Question, asked: QueryDict, on_page: set[int], total: int) -> dict:
    """What the template draws.

    Four queries, whatever was found: two for what has changed, names of what is drawn, and towns where nobody asked
    for them lately.
    """

    def listed(firsts: set[int]) -> dict[int, Listed]:
        numbers = {pk: number for number, pk in enumerate(numbered(question, LISTED), 1) if pk in firsts}
        schools = School.objects.filter(pk__in=firsts).only("name", "slug").order_by()
        return {school.pk: Listed(school.name, school.get_absolute_url(), numbers.get(school.pk)) for school in schools}

    return drawn_map(
        points(question), asked,
        total=total, nouns=("school", "schools"), on_page=on_page, listed=listed, towns=largest_places(),
    )  # fmt: skip
