"""Suggestions while somebody types the name of a school."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet

from schools_together.prepared import Prepared
from schools_together.sets import places_of

from .memory import Memory, memory
from .models import School
from .names import search_key

FEWEST_LETTERS = 2
MOST_SUGGESTED = 10


def suggested(typed: str) -> list[School]:
    """At most ten schools: open ones first, then those whose name begins with what was typed, then by name.

    Words are looked for in name, town and postcode. Two queries: for what has changed, and for the schools.
    """
    key = search_key(typed)
    if len(key) < FEWEST_LETTERS:
        return []
    with memory.lock:
        memory.refresh()
        ids = [memory.ids[place] for place in islice(_in_order(key, memory), MOST_SUGGESTED)]
    found = {school.pk: school for school in schools_for_lines(ids)}
    return [found[pk] for pk in ids if pk in found]


def _in_order(key: str, memory: Memory) -> Iterator[int]:
    """The places, each once. Lazily, since ten that are open and begin so are found long before all are looked at."""
    begun = set()
    for place in memory.beginning(key):
        if memory.open >> place & 1:
            begun.add(place)
            yield place
    holding = memory.matching(key)
    yield from (place for place in places_of(holding & memory.open) if place not in begun)
    closed = holding & ~memory.open
    for place in memory.beginning(key):
        if closed >> place & 1:
            begun.add(place)
            yield place
    yield from (place for place in places_of(closed) if place not in begun)


def _schools_for_lines(ids: list[int]) -> QuerySet:
    """In no order."""
    return School.objects.for_cards().filter(pk__in=ids).order_by()


schools_for_lines = Prepared(_schools_for_lines, list)
