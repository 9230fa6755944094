"""A member prints the school's last year for its governors: what is public and confirmed, on one sheet."""

import re
from datetime import date

import pytest

from accounts.models import Membership, MembershipState, Role
from partnerships.models import Participation, YearFigures
from tests import factories, people

pytestmark = pytest.mark.django_db
PAGE = "/my-school/report/"


@pytest.fixture(autouse=True)
def _in_november(time_machine):
    time_machine.move_to("2026-11-25 12:00+00:00")


def words_of(client, address: str = PAGE) -> str:
    page = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def ran(title: str, *, state: int, partners=(), waiting=(), **fields):
    """A project of St Mary's with pupils of state schools in 2025–26."""
    project = factories.project(host=people.st_marys(), partners=partners, waiting=waiting, title=title, **fields)
    YearFigures.objects.create(project=project, year=2025, state_pupils=state, staff_hours=9)
    return project


def test_the_last_school_year_stands_on_one_sheet(sign_in):
    project = ran("Chemistry", state=18, partners=[people.st_albans()], waiting=[people.bootham()])
    Participation.objects.filter(project=project, school=people.st_albans()).update(gains="Five afternoons in a lab")
    YearFigures.objects.create(project=project, year=2024, state_pupils=700)
    words = words_of(sign_in(people.contributor_at_st_marys()))
    assert "St Mary’s School: our partnerships in 2025–26" in words
    assert "With St Alban’s Catholic Primary School." in words
    assert "18 pupils at state schools (estimated)" in words
    assert "St Alban’s Catholic Primary School gained: Five afternoons in a lab" in words
    assert "pupils taking part 18" in words
    assert "Bootham" not in words
    assert "700" not in words


def test_few_pupils_are_neither_shown_nor_added_up(sign_in):
    ran("Chemistry", state=18)
    ran("Physics", state=3)
    words = words_of(sign_in(people.lead_of_st_marys()))
    assert "under 5 pupils at state schools" in words
    assert "pupils taking part 18" in words


def test_what_is_private_or_of_another_year_is_not_in_it(sign_in):
    ran("Chemistry", state=18)
    factories.project(host=people.st_marys(), title="A secret draft", state="draft")
    factories.project(host=people.st_marys(), title="Long over", starts_on=date(2020, 9, 1), ends_on=date(2021, 7, 1))
    factories.project(host=people.st_marys(), title="Not begun", starts_on=date(2026, 9, 1))
    factories.project(host=people.st_albans(), waiting=[people.st_marys()], title="Not confirmed")
    words = words_of(sign_in(people.lead_of_st_marys()))
    assert "Chemistry" in words
    for title in ("A secret draft", "Long over", "Not begun", "Not confirmed"):
        assert title not in words


def test_a_year_without_projects_says_so(sign_in):
    assert "No public project of ours ran in 2025–26." in words_of(sign_in(people.lead_of_st_marys()))


def test_one_reads_it_for_ones_own_schools_alone(sign_in):
    lead = people.lead_of_st_marys()
    Membership.objects.create(user=lead, school=people.st_albans(), role=Role.LEAD, state=MembershipState.ACTIVE)
    client = sign_in(lead)
    assert "St Mary’s School: our" in words_of(client, f"{PAGE}?school={people.st_marys().pk}")
    for junk in (people.bootham().pk, "x", "-1"):
        assert "St Alban’s Catholic Primary School: our" in words_of(client, f"{PAGE}?school={junk}")
    assert sign_in(people.newcomer()).get(PAGE).status_code == 404
    assert sign_in(lead).post(PAGE).status_code == 405


@pytest.mark.parametrize("how_many", [1, 3, 12])
def test_it_asks_the_same_of_the_database_however_much_there_is(how_many, sign_in, django_assert_num_queries):
    for number in range(how_many):
        ran(f"Project {number}", state=10, partners=[people.st_albans()])
    client = sign_in(people.lead_of_st_marys())
    with django_assert_num_queries(11):
        words = words_of(client)
    assert ("And 6 more on our public page" in words) is (how_many == 12)
    assert f"pupils taking part {10 * how_many}" in words
