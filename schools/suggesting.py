"""Suggestions while somebody types the name of a school."""

from django.db.models import Case, Value, When

from .models import OPEN, School
from .names import search_key

FEWEST_LETTERS = 2
MOST_SUGGESTED = 10


def suggested(typed: str) -> list[School]:
    """At most ten schools, open ones first, then those whose name begins with what was typed.

    One query where ten open schools begin so, which an index answers; else a second one looks at every school.
    """
    key = search_key(typed)
    if len(key) < FEWEST_LETTERS:
        return []
    begun = list(School.objects.for_cards().open().beginning(key).order_by("search_text", "pk")[:MOST_SUGGESTED])
    return begun if len(begun) == MOST_SUGGESTED else _looked_for(key)


def _looked_for(key: str) -> list[School]:
    """The same from a look at every school: words anywhere in name, town or postcode, closed schools too."""
    is_open = Case(When(status__in=OPEN, then=Value(0)), default=Value(1))
    begins = Case(When(search_text__startswith=f" {key}", then=Value(0)), default=Value(1))
    schools = School.objects.for_cards().matching(key).order_by(is_open, begins, "search_text", "pk")
    return list(schools[:MOST_SUGGESTED])
