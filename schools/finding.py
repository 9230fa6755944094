"""From a question to schools: one page with true counts, places for the map, and what to loosen."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import NamedTuple

from schools_together.geo.points import METRES_PER_MILE, Point, miles_of
from schools_together.sets import Stood, places_of
from schools_together.ui.distances import wider

from .marks import MARKS
from .memory import OWN_FACETS, Memory, memory

FEW = 3  # with fewer than that, the page says what would give more


def facet_names() -> tuple[str, ...]:
    """What the list can be narrowed by: facts of the register, then the marks of other apps."""
    return (*OWN_FACETS, *MARKS)


@dataclass(frozen=True)
class Question:
    """What somebody looks for, already cleaned. Of one facet any value will do; all the parts must fit.

    `within` is in miles, None any distance; `nowhere` says that a place was typed which we do not know.
    """

    q: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    near: Point | None = None
    within: int | None = None
    nowhere: bool = False
    closed: bool = False
    sort: str = ""

    def without(self, part: str) -> "Question":
        """The same question without one part: "q", "near", or a facet."""
        if part == "q":
            return replace(self, q="")
        if part == "near":
            return replace(self, near=None, nowhere=False)
        return replace(self, chosen={name: values for name, values in self.chosen.items() if name != part})

    @property
    def order(self) -> str:
        return "nearest" if self.near and self.sort != "name" else "name"


class Way(NamedTuple):
    """One way to get more: the part of the question to give up ("within": the new distance, None for any)."""

    part: str
    count: int
    miles: int | None = None


@dataclass(frozen=True)
class Answer:
    """One page of what fits.

    `ids` are schools in order, `miles` their distances from the place asked for, `marks` what each bears, `counts`
    {facet: {value: schools she would get by choosing it}}, `closed` how many closed schools would join, `ways` what
    would give more where there are fewer than FEW.
    """

    total: int
    ids: list[int]
    miles: dict[int, float | None]
    marks: dict[int, list[str]]
    counts: dict[str, dict[str, int]]
    closed: int
    ways: list[Way]


def choices() -> dict[str, list[tuple[str, str]]]:
    """(value, words) of each facet of the register, as this edition knows them. One query."""
    with memory.lock:
        memory.refresh()
        return memory.choices


def search(question: Question, page: int = 1, per_page: int = 20) -> Answer:
    """One page of what the question finds (the last for too high a number). One query, for what has changed."""
    with memory.lock:
        memory.refresh()
        found = _found(question, memory)
        total = found.bit_count()
        page = max(1, min(page, -(-total // per_page)))
        places = list(islice(_in_order(question, found, memory), (page - 1) * per_page, page * per_page))
        return Answer(
            total,
            [memory.ids[place] for place in places],
            {memory.ids[place]: _miles(question, place, memory) for place in places},
            {memory.ids[place]: _marks(place, memory) for place in places},
            _counts(question, found, memory),
            _found(replace(question, closed=True), memory).bit_count() - total,
            [way for way in _ways_out(question, total, memory) if way.count > total] if total < FEW else [],
        )


def numbered(question: Question, most: int) -> list[int]:
    """The ids of the first so many, in their order."""
    with memory.lock:
        memory.refresh()
        found = _found(question, memory)
        return [memory.ids[place] for place in islice(_in_order(question, found, memory), most)]


def points(question: Question, box: tuple[float, float, float, float] | None = None) -> list[Stood]:
    """Where what fits stands in the United Kingdom, as Points.stood tells it."""
    with memory.lock:
        memory.refresh()
        return memory.points.stood(_found(question, memory), memory.ids, box)


def _ways_out(question: Question, now: int, memory: Memory) -> Iterator[Way]:
    """What giving up each part would give: closed ones too, further away, anywhere, then the rest."""

    def count(other: Question) -> int:
        return _found(other, memory).bit_count()

    if not question.closed:
        yield Way("closed", count(replace(question, closed=True)))
    if question.near and question.within:
        further = wider(question.within, now, lambda miles: count(replace(question, within=miles)))
        yield from (Way("within", number, miles) for miles, number in further)
    if question.nowhere:
        yield Way("within", count(question.without("near")))
    for part in [*question.chosen, *(["q"] if question.q and not now else [])]:
        yield Way(part, count(question.without(part)))


def _found(question: Question, memory: Memory, but: str = "") -> int:
    """What the whole question finds, or all of it but one facet."""
    if question.nowhere:
        return 0
    bits = memory.matching(question.q) & (memory.live if question.closed else memory.open)
    if question.near and question.within:
        bits &= memory.points.within(*question.near, question.within * METRES_PER_MILE, memory.size)
    for name, values in question.chosen.items():
        if name != but:
            bits &= reduce(or_, (memory.bearing(name, value) for value in values), 0)
    return bits


def _counts(question: Question, found: int, memory: Memory) -> dict[str, dict[str, int]]:
    """A facet's own choices do not narrow its counts."""
    counts: dict[str, dict[str, int]] = {name: {} for name in facet_names()}
    bases = {name: _found(question, memory, but=name) if name in question.chosen else found for name in counts}
    for (name, value), bits in memory.facets.items():
        counts[name][value] = (bits & bases[name]).bit_count()
    for name in MARKS:
        counts[name]["yes"] = (memory.bearing(name, "yes") & bases[name]).bit_count()
    return counts


def _in_order(question: Question, found: int, memory: Memory) -> Iterator[int]:
    """By name; or the nearest first, and those without a known place at the end."""
    if question.order == "name":
        yield from places_of(found)
        return
    told = 0
    for place, _ in memory.points.nearest_first(found, *question.near, memory.ranks):
        told |= 1 << place
        yield place
    yield from places_of(found & ~told)


def _miles(question: Question, place: int, memory: Memory) -> float | None:
    squared = memory.points.squared_to(place, *question.near) if question.near else None
    return None if squared is None else miles_of(squared)


def _marks(place: int, memory: Memory) -> list[str]:
    return [name for name in MARKS if memory.bearing(name, "yes") >> place & 1]
