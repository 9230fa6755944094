"""Questions to the directory, answered: a page with true counts, all ids, places for the map, what to loosen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain, islice, product
from math import log
from operator import or_
from typing import NamedTuple

from django.utils import timezone

from schools_together.geo.points import METRES_PER_MILE, miles_of
from schools_together.sets import Stood, bits_of
from schools_together.ui.distances import wider

from .answer import Answer, Correction, Loosening
from .criteria import FACETS, Criteria
from .memory import NOTHING, Memory, memory
from .spelling import spelling
from .words import Group, groups_of, thesaurus

# What a match counts for: typed word in title, names, story; then a word that means the same.
TYPED, SYNONYM = (8, 3, 1), (4, 2, 1)
GROUPS_RANKED = 3  # the rarest ones; the others must be met but do not order
STALE_COUNTS = 0.5


@dataclass(frozen=True)
class _Asked:
    """A question in sets: what each part allows. `text` and `reach` are everything where they were not asked."""

    criteria: Criteria
    groups: list[dict[int, int]]
    text: int
    reach: int
    chosen: dict[str, int]
    correction: Correction | None
    reads_as: tuple[str, ...]

    def found(self, but: str = "") -> int:
        """What the whole question finds, or all of it but one facet."""
        bits = self.text & self.reach
        for facet, allowed in self.chosen.items():
            if facet != but:
                bits &= allowed
        return bits


def search(criteria: Criteria, page: int = 1, per_page: int = 20) -> Answer:
    """One page of what the question finds (the last for too high a number), and how many each choice would give.

    One query, for what has changed; one more for words, for the synonyms; one more for words not asked lately.
    """
    with memory.lock:
        memory.refresh()
        asked = _ask(criteria, memory)
        found = asked.found()
        page = max(1, min(page, -(-found.bit_count() // per_page)))
        places = list(islice(_in_order(asked, found, memory), (page - 1) * per_page, page * per_page))
        ids = [memory.ids[place] for place in places]
        miles = {pk: _miles(criteria, place, memory) for pk, place in zip(ids, places, strict=True)}
        return Answer(
            found.bit_count(),
            ids,
            miles if criteria.near else {},
            _counts(asked, memory),
            asked.correction,
            asked.reads_as,
        )


class Kin(NamedTuple):
    """A project that a question finds: how far away it is, and which of the wished facet values it has."""

    id: int
    miles: float | None
    shared: frozenset[str]


def kindred(criteria: Criteria, wished: list[str], most: int) -> list[Kin]:
    """The first `most` that the question finds, in order, each with those of the "facet=value" that it has.

    One query, for what has changed.
    """
    with memory.lock:
        memory.refresh()
        asked = _ask(criteria, memory)
        sets = [(token, memory.facets.get(token, 0)) for token in wished]
        return [
            Kin(
                memory.ids[place],
                _miles(criteria, place, memory),
                frozenset(token for token, bits in sets if bits >> place & 1),
            )
            for place in islice(_in_order(asked, asked.found(), memory), most)
        ]


def all_ids(criteria: Criteria) -> Iterator[int]:
    """Every project that the question finds, in its order, as it is at the moment of asking."""
    with memory.lock:
        memory.refresh()
        asked = _ask(criteria, memory)
        ids = [memory.ids[place] for place in _in_order(asked, asked.found(), memory)]
    return iter(ids)


def first_ids(criteria: Criteria, most: int) -> list[int]:
    """The first so many of them, in the order of the question."""
    with memory.lock:
        memory.refresh()
        asked = _ask(criteria, memory)
        return [memory.ids[place] for place in islice(_in_order(asked, asked.found(), memory), most)]


def points(criteria: Criteria, box: tuple[float, float, float, float] | None = None) -> list[Stood]:
    """Where what fits stands, by its host (else its first partner), as Points.stood tells it; those whose place is not
    known are left out."""
    with memory.lock:
        memory.refresh()
        return memory.points.stood(_ask(criteria, memory).found(), memory.ids, box)


def loosenings(criteria: Criteria) -> list[Loosening]:
    """What giving up each part would give, only where it gives more; a distance is first widened step by step."""
    with memory.lock:
        memory.refresh()
        now = _ask(criteria, memory).found().bit_count()
        ways = [*_further(criteria, now)] if criteria.near and criteria.within else []
        for part in [*(["q"] if criteria.q else []), *criteria.facets_in_use]:
            count = _ask(criteria.without(part), memory).found().bit_count()
            if count > now:
                ways.append(Loosening(part, count))
        return ways


def _further(criteria: Criteria, now: int) -> Iterator[Loosening]:
    """The first distance of the list at which there is more, and any distance where that is more still."""
    further = wider(criteria.within, now, lambda miles: _count(replace(criteria, within=miles)))
    return (Loosening("within", count, miles) for miles, count in further)


def _count(criteria: Criteria) -> int:
    return _ask(criteria, memory).found().bit_count()


def _ask(criteria: Criteria, memory: Memory) -> _Asked:
    """The question in sets."""
    everything = memory.live
    groups, correction, reads_as = _read_words(criteria, memory)
    text = everything
    levels = []
    for group in groups:
        sets = _levels(group, memory)
        levels.append(sets)
        text &= reduce(or_, sets.values(), 0)
    reach = everything
    if criteria.near and criteria.within:
        reach = memory.points.within(*criteria.near, criteria.within * METRES_PER_MILE, memory.size)
    chosen = {
        facet: reduce(or_, (memory.facets.get(f"{facet}={value}", 0) for value in getattr(criteria, facet)), 0)
        for facet in criteria.facets_in_use
    }
    return _Asked(criteria, levels, text, reach & everything, chosen, correction, reads_as)


def _read_words(criteria: Criteria, memory: Memory) -> tuple[list[Group], Correction | None, tuple[str, ...]]:
    """The groups of what was typed, misspelt words mended unless they are to be left."""
    if not criteria.q:
        return [], None, ()
    known = thesaurus()
    groups = groups_of(criteria.q, known)
    memory.sets_of([token for group in groups for token in group.tokens])
    correction = None
    if not criteria.as_typed and (mended := _mend(criteria.q, groups, memory)) != criteria.q:
        correction = Correction(criteria.q, mended)
        groups = groups_of(mended, known)
        memory.sets_of([token for group in groups for token in group.tokens])
    return groups, correction, tuple(group.words for group in groups if len(group.tokens) > 1)


def _mend(typed: str, groups: list[Group], memory: Memory) -> str:
    """What was typed, with each word that no public entry holds led to one that some do."""
    mended = []
    for group in groups:
        sets = memory.sets_of(list(group.tokens)).values()
        known = any((a | b | c) & memory.live for a, b, c in sets)
        mended.append(group.words if known else spelling.suggestion(group.words, memory) or group.words)
    return " ".join(mended) if mended != [group.words for group in groups] else typed


def _levels(group: Group, memory: Memory) -> dict[int, int]:
    """What a match counts for → the entries that match so well and no better."""
    sets = memory.sets_of(list(group.tokens))
    typed = sets[group.tokens[0]]
    others = [reduce(or_, column, 0) for column in zip(NOTHING, *(sets[one] for one in group.tokens[1:]), strict=True)]
    levels: dict[int, int] = {}
    taken = 0
    ranked = sorted(zip((*TYPED, *SYNONYM), (*typed, *others), strict=True), key=lambda pair: -pair[0])
    for score, bits in ranked:
        levels[score] = levels.get(score, 0) | bits & memory.live & ~taken
        taken |= bits
    return levels


def _in_order(asked: _Asked, found: int, memory: Memory) -> Iterator[int]:
    """The places that were found, in the order that was asked for."""
    order = asked.criteria.order
    if order == "nearest":
        return _nearest(asked.criteria, found, memory)
    if order in ("checked", "partners"):
        return getattr(memory, order).highest_first(found)
    stale = memory.stale(timezone.localdate()) & found
    if order == "best" and asked.groups:
        tiers = _tiers(asked, found & ~stale, stale, memory)
        return chain.from_iterable(memory.newest_places(bits) for _, bits in tiers)
    return chain(memory.newest_places(found & ~stale), memory.newest_places(stale))


def _nearest(criteria: Criteria, found: int, memory: Memory) -> Iterator[int]:
    """Nearest first; those without a known place at the end, newest first."""
    told = []
    for place, _ in memory.points.nearest_first(found, *criteria.near, memory.ids):
        told.append(place)
        yield place
    yield from memory.newest_places(found & ~bits_of(told, memory.size))


def _tiers(asked: _Asked, fresh: int, stale: int, memory: Memory) -> list[tuple[float, int]]:
    """(score, entries) of every way in which the words can be met, the best first. Rare words count for more."""
    sizes = [(reduce(or_, levels.values(), 0).bit_count(), number) for number, levels in enumerate(asked.groups)]
    rarest = [asked.groups[number] for _, number in sorted(sizes)[:GROUPS_RANKED]]
    weights = [log(2 + memory.size / (1 + size)) for size, _ in sorted(sizes)[:GROUPS_RANKED]]
    tiers = []
    for way in product(*(levels.items() for levels in rarest)):
        score = sum(weight * level for weight, (level, _) in zip(weights, way, strict=True))
        bits = reduce(lambda one, other: one & other, (bits for _, bits in way))
        tiers += [(score, bits & fresh), (score * STALE_COUNTS, bits & stale)]
    return sorted((tier for tier in tiers if tier[1]), key=lambda tier: -tier[0])


def _miles(criteria: Criteria, place: int, memory: Memory) -> float | None:
    if criteria.near is None:
        return None
    squared = memory.points.squared_to(place, *criteria.near)
    return None if squared is None else miles_of(squared)


def _counts(asked: _Asked, memory: Memory) -> dict[str, dict[str, int]]:
    """{facet: {value: projects she would get by choosing it}}: a facet's own choices do not narrow its counts."""
    whole = asked.found()
    bases = {facet: asked.found(but=facet) if facet in asked.chosen else whole for facet in FACETS}
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for token, bits in memory.facets.items():
        facet, _, value = token.partition("=")
        if facet in counts:
            counts[facet][value] = (bits & bases[facet]).bit_count()
    return counts
