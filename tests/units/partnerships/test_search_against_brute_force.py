"""The engine answers what the tables say: generated questions, compared with a look at every project.

The same few hundred questions run on SQLite and on PostgreSQL (the second pass of the suite).
"""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from partnerships.models import Project, SharedThing, Subject
from partnerships.search import FACETS, Criteria, all_ids, loosenings, points, search
from partnerships.search.words import groups_of, thesaurus, tokens_of
from schools_together.geo.points import METRES_PER_MILE, Point
from tests import factories

pytestmark = pytest.mark.django_db

WORDS = "choir lab netball latin swimming maths garden debate robot museum theatre reading".split()
QUESTIONS = 300


@pytest.fixture
def directory():
    """Sixty projects of thirty schools, from one seed: every facet, some without a place, some not public."""
    dice = random.Random(7)  # noqa: S311 - a repeatable directory, not a secret
    schools = [
        factories.school(
            town=dice.choice(["Cambridge", "York", "Hull"]),
            sector=dice.choice(["state", "independent"]),
            region=dice.choice(["london", "east-of-england", "wales"]),
            local_authority=factories.authority(f"Authority {n % 4}", f"9{n % 4}0"),
            easting=None if n % 9 == 0 else 400_000 + dice.randrange(150_000),
            northing=None if n % 9 == 0 else 200_000 + dice.randrange(150_000),
        )
        for n in range(30)
    ]
    subjects, shares = list(Subject.objects.all()), list(SharedThing.objects.all())
    for _ in range(60):
        chosen = dice.sample(schools, dice.randrange(1, 5))
        cut = dice.randrange(1, len(chosen) + 1)
        project = factories.project(
            host=chosen[0], partners=chosen[1:cut], waiting=chosen[cut:],
            title=" ".join(dice.sample(WORDS, 2)), summary=" ".join(dice.sample(WORDS, 4)),
            story=" ".join(dice.sample(WORDS, 5)), category_slug=dice.choice(["stem", "music", "sport"]),
            stages=dice.sample(["ks1", "ks2", "ks3", "ks4"], 2), scale=dice.choice(["event", "series"]),
            frequency=dice.choice(["annual", "weekly", "one-off"]), setting=dice.choice(["", "host", "online"]),
            cost=dice.choice(["free", "shared", "charged"]), open_to_partners=dice.random() < 0.5,
            state=dice.choice(["public"] * 5 + ["draft"]),
            published_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=dice.randrange(900)),
            last_confirmed_on=dice.choice([None, date(2026, 9, 1), date(2026, 10, 1), date(2024, 10, 1)]),
            lifecycle=dice.choice(["running", "running", "ended"]),
        )  # fmt: skip
        project.subjects.set(dice.sample(subjects, 2))
        project.shares.set(dice.sample(shares, 1))
        factories.refresh(project)
    return dice


class Tables:
    """What the tables say of each public project: its values by facet, its words, where its schools stand."""

    def __init__(self):
        self.known = thesaurus()
        self.values, self.words, self.places = {}, {}, {}
        for project in Project.objects.public().select_related("category"):
            schools = [
                part.school for part in project.participations.confirmed().select_related("school__local_authority")
            ]
            self.values[project.pk] = self.values_of(project, schools)
            self.words[project.pk] = self.words_of(project, schools)
            self.places[project.pk] = [(one.easting, one.northing) for one in schools if one.easting is not None]

    def values_of(self, project: Project, schools: list) -> dict[str, set[str]]:
        return {
            "category": {project.category.slug},
            "subject": set(project.subjects.values_list("slug", flat=True)),
            "shares": set(project.shares.values_list("slug", flat=True)),
            "phase": set(project.stages.values_list("slug", flat=True)),
            **{name: {getattr(project, name)} - {""} for name in ("scale", "frequency", "setting", "cost")},
            "region": {school.region for school in schools},
            "sector": {school.sector for school in schools},
            "authority": {school.local_authority.slug for school in schools},
            "open": {"yes"} if project.open_to_partners else set(),
        }

    def words_of(self, project: Project, schools: list) -> set[str]:
        behind = [
            words
            for school in schools
            for words in (school.name, school.town, school.local_authority.name, school.get_region_display())
        ]
        terms = [*project.subjects.all(), *project.shares.all(), *project.stages.all()]
        text = [project.title, project.summary, project.story, project.category.name, project.get_frequency_display()]
        return tokens_of([*text, *behind, *(term.name for term in terms)], self.known)

    def squared(self, pk: int, point: Point) -> int | None:
        """To the nearest confirmed school."""
        away = [(e - point.easting) ** 2 + (n - point.northing) ** 2 for e, n in self.places[pk]]
        return min(away, default=None)

    def found(self, criteria: Criteria, but: str = "") -> set[int]:
        """The ids that the question finds, one project after another."""
        return {pk for pk in self.values if self.fits(pk, criteria, but)}

    def fits(self, pk: int, criteria: Criteria, but: str) -> bool:
        facets = [name for name in criteria.facets_in_use if name != but]
        if not all(self.values[pk][name] & set(getattr(criteria, name)) for name in facets):
            return False
        if not all(set(group.tokens) & self.words[pk] for group in groups_of(criteria.q, self.known)):
            return False
        if not (criteria.near and criteria.within):
            return True
        here = self.squared(pk, criteria.near)
        return here is not None and here <= (criteria.within * METRES_PER_MILE) ** 2


def question(dice, values: dict) -> Criteria:
    asked: dict = {}
    for name in dice.sample(FACETS, dice.choice([0, 0, 1, 1, 2, 3])):
        every = sorted({value for facets in values.values() for value in facets[name]})
        asked[name] = tuple(dice.sample(every, min(len(every), dice.choice([1, 1, 2]))))
    if dice.random() < 0.5:
        asked["q"] = " ".join(dice.sample([*WORDS, "PE", "York", "zzzz"], dice.choice([1, 1, 2])))
    if dice.random() < 0.5:
        asked["near"] = Point(400_000 + dice.randrange(150_000), 200_000 + dice.randrange(150_000))
        asked["within"] = dice.choice([None, 5, 20, 50])
    return Criteria(**asked, as_typed=True, sort=dice.choice(["", "nearest", "best", "newest", "checked", "partners"]))


def test_every_answer_is_what_the_tables_say(directory):
    tables = Tables()
    values = tables.values
    assert 30 < len(values) < 60
    answered = 0
    for _ in range(QUESTIONS):
        asked = question(directory, values)
        right = tables.found(asked)
        answer = search(asked, per_page=100)
        answered += bool(right)
        assert (answer.total, set(answer.ids)) == (len(right), right), asked
        assert list(all_ids(asked)) == answer.ids, asked
        assert {one.key for one in points(asked)} <= right
        told = [(facet, value) for facet in FACETS for value in sorted({v for f in values.values() for v in f[facet]})]
        for facet, value in directory.sample(told, 6):
            choosing = [pk for pk in tables.found(asked, but=facet) if value in values[pk][facet]]
            assert answer.counts[facet].get(value, 0) == len(choosing), (asked, facet, value)
    assert answered > QUESTIONS / 3


def test_every_order_is_what_the_tables_say(directory):
    public = Project.objects.public()
    newest = list(public.order_by("-published_at", "-pk").values_list("pk", flat=True))
    stale = {project.pk for project in public if project.is_unconfirmed}
    assert stale
    assert list(all_ids(Criteria())) == [
        *(pk for pk in newest if pk not in stale), *(pk for pk in newest if pk in stale)
    ]  # fmt: skip
    checked = sorted(public, key=lambda one: (one.last_confirmed_on or date(1, 1, 1), one.pk), reverse=True)
    assert list(all_ids(Criteria(sort="checked"))) == [project.pk for project in checked]
    partners = sorted(public, key=lambda one: (len(one.partners), one.pk), reverse=True)
    assert list(all_ids(Criteria(sort="partners"))) == [project.pk for project in partners]


@pytest.mark.parametrize("within", [None, 20])
def test_the_nearest_first_with_their_miles(directory, within):
    point = Point(470_000, 270_000)
    answer = search(Criteria(near=point, within=within), per_page=100)
    tables = Tables()
    distances = {pk: tables.squared(pk, point) for pk in answer.ids}
    known = [pk for pk in answer.ids if distances[pk] is not None]
    assert known == sorted(known, key=lambda pk: (distances[pk], -pk))
    assert answer.ids[: len(known)] == known
    for pk in known:
        assert answer.miles[pk] == pytest.approx(distances[pk] ** 0.5 / METRES_PER_MILE)


def test_pages_follow_one_another_and_end(directory):
    whole = list(all_ids(Criteria(q="choir")))
    pages = [search(Criteria(q="choir"), page=page, per_page=5).ids for page in range(1, 1 + -(-len(whole) // 5))]
    assert [pk for page in pages for pk in page] == whole
    assert search(Criteria(q="choir"), page=999, per_page=5).ids == pages[-1]


def test_loosening_tells_only_what_adds_and_tells_it_right(directory):
    tables = Tables()
    for _ in range(60):
        asked = question(directory, tables.values)
        now = len(tables.found(asked))
        for way in loosenings(asked):
            looser = (
                Criteria(**{**asked.__dict__, "within": way.miles}) if way.part == "within" else asked.without(way.part)
            )
            assert way.count == len(tables.found(looser)) > now
