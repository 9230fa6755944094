"""The list of schools answers what the tables say: generated questions, compared with a look at every school.

The same questions run on SQLite and on PostgreSQL (the second pass of the suite).
"""

import random

import pytest

from schools.finding import Question, facet_names, points, search
from schools.marks import MARKS, write_marks
from schools.models import School
from schools.names import search_key
from schools.suggesting import MOST_SUGGESTED, suggested
from schools_together.geo.points import METRES_PER_MILE, Point
from tests import factories

pytestmark = pytest.mark.django_db
QUESTIONS = 300
WORDS = "abbey brook cedar dale elm st marys leeds york ls1 zzzz".split()


@pytest.fixture
def dice():
    """Seventy schools from one seed: every facet, some closed, some without a place."""
    dice = random.Random(11)  # noqa: S311 - a repeatable directory, not a secret
    authorities = [factories.authority(f"Authority {number}", f"9{number}0") for number in range(4)]
    for number in range(70):
        has_place = number % 8
        factories.school(
            name=" ".join(dice.sample(["Abbey", "Brook", "St Mary’s", "Élm", "Dale"], 2)),
            town=dice.choice(["Leeds", "York"]), postcode=dice.choice(["LS1 4AP", "YO1 7HH"]),
            sector=dice.choice(["state", "independent"]), phase=dice.choice(["primary", "secondary", "unknown"]),
            type_group=dice.choice(["Academies", "Special schools", "Free Schools", ""]),
            is_special=dice.random() < 0.2, status=dice.choice(["open", "open", "closing", "closed"]),
            region=dice.choice(["london", "yorkshire-and-the-humber"]), local_authority=dice.choice(authorities),
            easting=400_000 + dice.randrange(90_000) if has_place else None,
            northing=400_000 + dice.randrange(90_000) if has_place else None,
        )  # fmt: skip
    pks = list(School.objects.values_list("pk", flat=True))
    write_marks(pks, {name: {*dice.sample(pks, 20)} for name in MARKS})
    return dice


def values_of(school: School, marks: set[str]) -> dict[str, set[str]]:
    groups = {"Academies": {"academies"}, "Free Schools": {"free-schools"}}.get(school.type_group, set())
    return {
        "phase": {school.phase},
        "sector": {school.sector},
        "type": groups | ({"special"} if school.is_special else set()),
        "region": {school.region},
        "authority": {school.local_authority.slug},
        **{name: {"yes"} if name in marks else set() for name in MARKS},
    }


def squared(school: School, point: Point) -> int | None:
    if school.easting is None:
        return None
    return (school.easting - point.easting) ** 2 + (school.northing - point.northing) ** 2


def fits(school: School, values: dict, asked: Question, named: set[int], but: str = "") -> bool:
    if school.pk not in named or not (asked.closed or school.is_open):
        return False
    if not all(values[name] & set(wanted) for name, wanted in asked.chosen.items() if name != but):
        return False
    if asked.near and asked.within:
        here = squared(school, asked.near)
        return here is not None and here <= (asked.within * METRES_PER_MILE) ** 2
    return True


def question(dice, values: dict) -> Question:
    chosen = {}
    for name in dice.sample(facet_names(), dice.choice([0, 1, 1, 2, 3])):
        every = sorted({value for one in values.values() for value in one[name]})
        chosen[name] = tuple(dice.sample(every, min(len(every), dice.choice([1, 2]))))
    near = Point(400_000 + dice.randrange(90_000), 400_000 + dice.randrange(90_000)) if dice.random() < 0.5 else None
    return Question(
        q=" ".join(dice.sample(WORDS, dice.choice([1, 2]))) if dice.random() < 0.4 else "",
        chosen=chosen, near=near, within=dice.choice([None, 5, 20, 50]) if near else None,
        closed=dice.random() < 0.3, sort=dice.choice(["", "name", "nearest"]),
    )  # fmt: skip


def test_totals_pages_orders_counts_and_ways_out_are_what_the_tables_say(dice):
    schools = list(School.objects.select_related("local_authority").prefetch_related("marks"))
    values = {one.pk: values_of(one, {mark.name for mark in one.marks.all()}) for one in schools}
    by_name = School.objects.order_by("name", "town", "pk").values_list("pk", flat=True)
    rank = {pk: place for place, pk in enumerate(by_name)}
    answered = 0
    for _ in range(QUESTIONS):
        asked = question(dice, values)
        named = set(School.objects.asked(asked.q).values_list("pk", flat=True))
        right = [one for one in schools if fits(one, values[one.pk], asked, named)]
        if asked.order == "nearest":
            far = 10**12
            right.sort(key=lambda one: (far if (away := squared(one, asked.near)) is None else away, rank[one.pk]))
        else:
            right.sort(key=lambda one: rank[one.pk])
        answer = search(asked, per_page=100)
        answered += bool(right)
        assert answer.ids == [one.pk for one in right], asked
        assert answer.total == len(right)
        assert {one.key for one in points(asked)} == {one.pk for one in right if one.easting is not None}
        for name in facet_names():
            choosing = [one for one in schools if fits(one, values[one.pk], asked, named, but=name)]
            for value in {value for one in values.values() for value in one[name]}:
                count = sum(value in values[one.pk][name] for one in choosing)
                assert answer.counts[name].get(value, 0) == count, (asked, name, value)
        for way in answer.ways:
            if way.part in asked.chosen:
                rest = asked.without(way.part)
                assert way.count == sum(fits(one, values[one.pk], rest, named) for one in schools) > len(right)
    assert answered > QUESTIONS / 3


def test_pages_follow_one_another_and_end(dice):
    whole = search(Question(), per_page=100).ids
    pages = [search(Question(), page=page, per_page=7).ids for page in range(1, 1 + -(-len(whole) // 7))]
    assert [pk for page in pages for pk in page] == whole
    assert search(Question(), page=999, per_page=7).ids == pages[-1]


def expected_suggestions(typed: str) -> list[int]:
    """By a look at every school: open ones, then those that begin so, then by name as the database sorts."""
    key = search_key(typed)
    by_name = [*School.objects.order_by("name", "town", "pk")]
    held = [one for one in by_name if all(f" {word}" in one.search_text for word in key.split())]
    best = sorted(held, key=lambda one: (not one.is_open, not one.search_text.startswith(f" {key}")))
    return [one.pk for one in best][:MOST_SUGGESTED]


@pytest.mark.parametrize("open_ones", [0, 4, 70])
def test_what_is_suggested_is_what_a_look_at_every_school_suggests(dice, open_ones):
    """Where few are open, closed ones fill the rest, in the same order."""
    closed = School.objects.order_by("pk").values_list("pk", flat=True)[open_ones:]
    School.objects.filter(pk__in=list(closed)).update(status="closed")
    School.objects.first().save()  # which tells every process of a new edition
    lengths = set()
    for _ in range(100):
        words = " ".join(dice.sample(["abbey", "ÉLM", "Saint Marys", "dale", "ls1", "york", "brook"], 2))
        typed = words[: dice.randrange(2, len(words) + 1)]
        found = [school.pk for school in suggested(typed)]
        assert found == expected_suggestions(typed), typed
        lengths.add(len(found))
    assert {0, MOST_SUGGESTED} <= lengths
