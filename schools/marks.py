"""Marks: what the apps to our right say of schools, as filters of the list of schools.

An app names its marks when it starts (AppConfig.ready): `name_mark("projects", ...)`; and writes them with
`hold_marks` and `write_marks` whenever what they say may have changed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from .models import SchoolEdition, SchoolMark


class Mark(NamedTuple):
    """How a mark is called: above its filter, beside its box, and as a short tag at a school ("" for none)."""

    legend: str
    words: str
    tag: str = ""


MARKS: dict[str, Mark] = {}


def name_mark(name: str, mark: Mark) -> None:
    """Let the list of schools offer this mark; `name` is also the name of its filter in the address."""
    MARKS[name] = mark


def hold_marks() -> None:
    """From now until this transaction ends nobody else writes marks, so what is read now is still true then."""
    SchoolEdition.objects.get_or_create(pk=1)
    SchoolEdition.objects.select_for_update().get(pk=1)


def write_marks(schools: Iterable[int], right: dict[str, set[int]]) -> int:
    """Let these schools bear the marks in `right` {name: schools} and no others; returns how many were changed."""
    asked = set(schools)
    stored: dict[tuple[str, int], int] = {}
    for pk, name, school in SchoolMark.objects.filter(school__in=asked, name__in=right).values_list(
        "pk", "name", "school_id"
    ):
        stored[name, school] = pk
    wanted = {(name, school) for name, bearers in right.items() for school in bearers & asked}
    gone = [pk for key, pk in stored.items() if key not in wanted]
    fresh = [SchoolMark(name=name, school_id=school) for name, school in sorted(wanted - stored.keys())]
    SchoolMark.objects.filter(pk__in=gone).delete()
    SchoolMark.objects.bulk_create(fresh, batch_size=500)
    if gone or fresh:
        SchoolEdition.renew("marks")
    return len(gone) + len(fresh)
