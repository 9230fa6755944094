"""A prepared question answers what its queryset answers, each time anew."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, models
from django.db.models import F
from django.template import engines
from django.urls import get_resolver

from partnerships.models import Project, SearchEntry, SharedThing, Stage, Subject, YearFigures
from schools.models import School
from schools_together.prepared import ROOM, CannotPrepare, Prepared
from tests import factories, people
from tests.house.world import make_world

pytestmark = pytest.mark.django_db

# Whatever a page can ask is known once all addresses and all tags of templates have been read.
assert get_resolver().url_patterns and engines.all()


@pytest.fixture
def bench():
    """Prepared questions of the test's own, which the others need not meet."""
    before = list(Prepared.known)
    yield Prepared
    Prepared.known[:] = before


def told(thing):
    """A row as it is; of an object everything that was read, and the same of those that came with it."""
    if not isinstance(thing, models.Model):
        return thing
    beside = {name: told(other) for name, other in thing._state.fields_cache.items()}
    return type(thing), {name: value for name, value in vars(thing).items() if name != "_state"}, beside


def furnished_world() -> None:
    """The world of the matrix, and of the rest one of each that a page asks for."""
    world = make_world()
    project = world.public
    for kind, chosen in ((Subject, project.subjects), (SharedThing, project.shares), (Stage, project.stages)):
        chosen.set(kind.objects.all()[:2])
    YearFigures.objects.create(project=project, year=2025, sessions=5)
    factories.project(host=people.bootham(), title="Followed suit", followed_from=project)
    SearchEntry.objects.update(stamp=F("project_id"))  # as after the end of a transaction


def values_for(question: Prepared) -> list[tuple]:
    """All there is to ask for in this small directory, and some that is not there."""
    numbers = sorted({*Project.objects.values_list("pk", flat=True), *School.objects.values_list("pk", flat=True), 0})
    words = [*Project.objects.values_list("slug", flat=True), "nowhere"]
    kinds = {int: numbers, str: words, list: [numbers, numbers[:1]]}
    return list(itertools.product(*(kinds[kind] for kind in question.kinds)))


@pytest.mark.parametrize("question", Prepared.known, ids=lambda question: question.question.__name__)
def test_it_answers_what_its_queryset_answers(question):
    furnished_world()
    answers = {}
    for values in values_for(question):
        key = str(values)
        answers[key] = [told(row) for row in question(*values)]
        assert answers[key] == [told(row) for row in question.question(*values)], values
    assert any(answers.values()), "nothing here answers it: furnish the world"
    assert not all(answers.values()), "everything here answers it"


@pytest.mark.parametrize("question", Prepared.known, ids=lambda question: question.question.__name__)
def test_it_does_not_look_at_the_clock(question):
    written = []
    for instant in (datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2031, 8, 1, 12, tzinfo=UTC)):
        with time_machine.travel(instant, tick=False):
            statement = question._write(tuple(ROOM for kind in question.kinds if kind is list))
        written.append((statement.sql, statement.params))
    assert written[0] == written[1]


def test_it_asks_anew_each_time(bench, django_assert_num_queries):
    titles = bench(lambda pk: Project.objects.filter(pk=pk).values_list("title", flat=True), int)
    project = factories.project(host=people.st_marys(), title="Before")
    assert titles(project.pk) == ["Before"]
    Project.objects.filter(pk=project.pk).update(title="After")
    with django_assert_num_queries(1):
        assert titles(project.pk) == ["After"]
    project.delete()
    assert titles(project.pk) == []


@pytest.mark.parametrize("number", [1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM])
def test_a_list_may_have_any_length(bench, number, django_assert_num_queries):
    chosen = bench(lambda pks: School.objects.filter(pk__in=pks).order_by("pk"), list)
    schools = [factories.school(name=f"School {n}") for n in range(number + 2)]
    pks = [school.pk for school in schools[:number]]
    with django_assert_num_queries(1):
        assert chosen(pks) == schools[:number]


def test_lists_of_all_lengths_share_few_statements(bench):
    chosen = bench(lambda pks: School.objects.filter(pk__in=pks), list)
    for length in range(1, 2 * ROOM + 1):
        chosen(list(range(1, length + 1)))
    assert set(chosen.statements) == {(ROOM,), (2 * ROOM,)}


def test_an_empty_list_asks_nothing(bench, django_assert_num_queries):
    chosen = bench(lambda pk, pks: Project.objects.filter(school=pk, pk__in=pks), int, list)
    with django_assert_num_queries(0):
        assert chosen(1, []) == []


def test_one_value_in_several_places(bench):
    marys, albans = people.st_marys(), people.st_albans()
    own, other = factories.project(host=marys), factories.project(host=albans, title="Another")
    either = bench(
        lambda pk, slug: Project.objects.filter(models.Q(school=pk) | models.Q(slug=slug, school=pk)), int, str
    )
    assert either(marys.pk, other.slug) == [own]


def test_a_value_that_would_be_lost_is_refused(bench):
    lost = bench(lambda pk: Project.objects.filter(open_to_partners=bool(pk)), int)
    with pytest.raises(CannotPrepare, match="2000000000"):
        lost(1)


def test_a_question_that_asks_beside_is_refused(bench):
    beside = bench(lambda pk: Project.objects.filter(pk=pk).prefetch_related("subjects"), int)
    with pytest.raises(CannotPrepare, match="prefetch"):
        beside(1)


@pytest.mark.django_db(transaction=True)
def test_threads_that_ask_at_once_get_their_own_answers(bench):
    named = bench(lambda pk: School.objects.filter(pk=pk).values_list("pk", flat=True), int)
    pks = [factories.school(name=f"School {n}").pk for n in range(8)]

    def ask(pk: int) -> set[int]:
        try:
            return {found for _ in range(50) for found in named(pk)}
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, pks)) == [{pk} for pk in pks]
