"""Views of a project are counted, day by day, and nothing else is written down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships import counting
from partnerships.models import ViewCount
from tests import factories, people

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/133.0"}


@pytest.fixture(autouse=True)
def _counted(settings):
    """Counting is on, and nothing is written by itself while a test runs."""
    settings.VIEWS_COUNTED = True
    counting._gathered.clear()
    counting._next_flush[0] = float("inf")
    yield
    counting._gathered.clear()
    counting._next_flush[0] = 0.0


@pytest.fixture
def project():
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry")


def views(project) -> int:
    counting.write_views()
    return sum(row.count for row in ViewCount.objects.filter(project=project))


def test_two_views_are_two(client, project):
    for _ in range(2):
        client.get(project.get_absolute_url(), headers=BROWSER)
    assert views(project) == 2
    client.get(project.get_absolute_url(), headers=BROWSER)
    assert views(project) == 3


def test_reading_itself_writes_nothing(client, project):
    with CaptureQueriesContext(connection) as asked:
        client.get(project.get_absolute_url(), headers=BROWSER)
    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_machines_are_left_out(client, project, headers):
    client.get(project.get_absolute_url(), headers=headers)
    assert views(project) == 0


def test_the_schools_own_people_are_left_out_and_others_are_not(sign_in, project):
    sign_in(people.contributor_at_st_marys()).get(project.get_absolute_url(), headers=BROWSER)
    assert views(project) == 0
    sign_in(people.lead_of_bootham()).get(project.get_absolute_url(), headers=BROWSER)
    assert views(project) == 1


def test_drafts_and_looks_at_the_head_are_left_out(client, sign_in, project):
    client.head(project.get_absolute_url(), headers=BROWSER)
    draft = factories.project(host=people.st_marys(), state="draft")
    sign_in(people.moderator()).get(draft.get_absolute_url(), headers=BROWSER)
    assert views(project) == views(draft) == 0


def test_a_project_that_is_gone_meanwhile_stops_nothing(client, project):
    other = factories.project(host=people.st_albans())
    for one in (project, other):
        client.get(one.get_absolute_url(), headers=BROWSER)
    other.participations.all().delete()
    other.delete()
    assert views(project) == 1


def test_no_cookie_and_no_row_about_the_reader(client, project):
    answer = client.get(project.get_absolute_url(), headers=BROWSER)
    assert not answer.cookies
    assert {field.name for field in ViewCount._meta.fields} == {"id", "project", "day", "count"}


def test_many_threads_lose_none(project, rf):
    request = rf.get("/", headers=BROWSER)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: counting.note_view(request, project, own=False), range(400)))
    assert views(project) == 400


def test_old_counts_are_forgotten_by_night(project, settings, time_machine):
    time_machine.move_to("2026-11-25 03:00+00:00")
    settings.VIEWS_KEPT_DAYS = 10
    for day in (date(2026, 11, 14), date(2026, 11, 15)):
        ViewCount.objects.create(project=project, day=day, count=1)
    for _ in range(2):
        call_command("nightly", verbosity=0)
        assert [row.day for row in ViewCount.objects.all()] == [date(2026, 11, 15)]
