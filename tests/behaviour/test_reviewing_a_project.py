"""A year later both schools are asked whether an entry is still right, and the page says so."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Membership
from partnerships.models import Participation, Project, ReviewNudge
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

CHECKED = date(2026, 1, 10)
LIST = reverse("partnerships:review_list")


@pytest.fixture
def project() -> Project:
    """Posted by St Mary's, whose lead is here; St Alban's confirmed and reviewed it on the same day."""
    people.lead_of_st_marys(), people.lead_of_st_albans()
    made = factories.project(
        host=people.st_marys(),
        partners=[people.st_albans()],
        title="Chemistry in a real lab",
        last_confirmed_on=CHECKED,
    )
    made.participations.update(reviewed_on=CHECKED)
    return made


def night_of(day: date) -> str:
    """What the nightly command says when it runs at two in the morning of that day."""
    told = StringIO()
    with time_machine.travel(datetime(day.year, day.month, day.day, 2, tzinfo=UTC), tick=False):
        call_command("nightly", stdout=told)
    return told.getvalue()


def asked(person) -> int:
    return Letter.objects.filter(to=person.email, key__startswith="reviews of").count()


def link_to(person) -> str:
    text = Letter.objects.filter(to=person.email, key__startswith="reviews of").first().text
    address = next(word for word in text.split() if "/reviews/" in word)
    return address.partition("localhost:8000")[2] or address[address.index("/reviews/") :]


@pytest.mark.parametrize(
    "day, ours, theirs",
    [
        (date(2026, 12, 9), 0, 0),
        (date(2026, 12, 10), 1, 0),
        (date(2027, 1, 10), 1, 1),
        (date(2027, 2, 10), 1, 1),
        (date(2027, 4, 10), 1, 1),
    ],
)
def test_who_is_asked_on_which_day(project, day, ours, theirs):
    night_of(day)
    assert (asked(people.lead_of_st_marys()), asked(people.lead_of_st_albans())) == (ours, theirs)


def test_each_stage_asks_once_however_often_the_night_runs(project):
    for day in (date(2026, 12, 10), date(2026, 12, 10), date(2026, 12, 11), date(2027, 1, 10), date(2027, 1, 11)):
        night_of(day)
    night_of(date(2027, 2, 10))
    night_of(date(2027, 4, 10))
    assert asked(people.lead_of_st_marys()) == 4
    assert asked(people.lead_of_st_albans()) == 1
    assert ReviewNudge.objects.count() == 5


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_the_change_of_the_clock_asks_nobody_twice(project, day):
    Project.objects.update(last_confirmed_on=date(day.year - 1, day.month + (1 if day.month < 12 else 0), day.day))
    for hour, minute in ((0, 30), (1, 30), (2, 30)):
        with time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC), tick=False):
            call_command("nightly", stdout=StringIO())
    assert asked(people.lead_of_st_marys()) == 1


def test_opening_the_link_changes_nothing_and_the_button_says_it(client, project):
    night_of(date(2026, 12, 10))
    link = link_to(people.lead_of_st_marys())
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=UTC), tick=False):
        for _ in range(2):
            page = client.get(link).content.decode()
            assert "Yes, this is still right" in page
        project.refresh_from_db()
        assert project.last_confirmed_on == CHECKED
        assert "checked it today" in client.post(link, {"right": "1"}).content.decode()
        project.refresh_from_db()
        assert project.last_confirmed_on == date(2026, 12, 11)
        assert "Nothing to do" in client.post(link, {"right": "1"}).content.decode()
        assert "11 December 2026" in client.get(project.get_absolute_url()).content.decode()


def test_the_partner_says_so_too_and_the_page_tells_it(client, project):
    night_of(date(2027, 1, 10))
    with time_machine.travel(datetime(2027, 1, 12, 9, tzinfo=UTC), tick=False):
        client.post(link_to(people.lead_of_st_albans()), {"right": "1"})
        page = client.get(project.get_absolute_url()).content.decode()
    assert "St Alban’s Catholic Primary School said so on 12 January 2027." in page
    project.refresh_from_db()
    assert project.last_confirmed_on == CHECKED


def test_a_partner_that_no_longer_takes_part_is_named_no_more(client, project):
    night_of(date(2027, 1, 10))
    with time_machine.travel(datetime(2027, 1, 12, 9, tzinfo=UTC), tick=False):
        client.post(link_to(people.lead_of_st_albans()), {"leave": "1"})
        assert "St Alban" not in client.get(project.get_absolute_url()).content.decode()
    assert Participation.objects.get(school=people.st_albans()).state == "left"


def test_pressing_neither_button_is_told(client, project):
    night_of(date(2026, 12, 10))
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=UTC), tick=False):
        answer = client.post(link_to(people.lead_of_st_marys()), {})
    assert answer.status_code == 422
    assert "Press one of the buttons." in answer.content.decode()


def test_links_that_are_old_forged_or_of_somebody_who_left_do_nothing(client, project):
    night_of(date(2026, 12, 10))
    link = link_to(people.lead_of_st_marys())
    assert client.post(link[:-3] + "xx/", {"right": "1"}).status_code == 404
    with time_machine.travel(datetime(2026, 12, 11, tzinfo=UTC) + timedelta(days=121), tick=False):
        old = client.post(link, {"right": "1"})
        assert (old.status_code, "This link is too old" in old.content.decode()) == (410, True)
    Membership.objects.filter(user=people.lead_of_st_marys()).update(state="ended", ended_at=datetime.now(UTC))
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=UTC), tick=False):
        assert client.post(link, {"right": "1"}).status_code == 410
    project.refresh_from_db()
    assert project.last_confirmed_on == CHECKED


def test_what_has_ended_is_not_asked_about_and_not_archived(project):
    Project.objects.update(lifecycle="ended", ends_on=date(2026, 7, 1))
    for day in (date(2026, 12, 10), date(2027, 4, 10), date(2028, 2, 1)):
        night_of(day)
    project.refresh_from_db()
    assert (asked(people.lead_of_st_marys()), project.state) == (0, "public")


def test_several_entries_of_a_school_come_in_one_letter_and_are_confirmed_at_once(sign_in, project):
    others = [
        factories.project(host=people.st_marys(), title=f"Choir {n}", last_confirmed_on=CHECKED) for n in range(3)
    ]
    night_of(date(2026, 12, 10))
    assert asked(people.lead_of_st_marys()) == 1
    assert "4 of its entries" in Letter.objects.get(to="lead@stmarys.example", key__startswith="reviews of").text
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=UTC), tick=False):
        client = sign_in(people.lead_of_st_marys())
        assert "Choir 2" in client.get(LIST).content.decode()
        answer = client.post(LIST, {"project": [others[0].slug, others[1].slug]}, follow=True)
        assert "Confirmed today: 2." in answer.content.decode()
        assert "Nothing was ticked" in client.post(LIST, {"project": "\x00"}, follow=True).content.decode()
    assert Project.objects.filter(last_confirmed_on=date(2026, 12, 11)).count() == 2


def test_a_lead_cannot_confirm_what_another_school_posted(sign_in, project):
    with time_machine.travel(datetime(2026, 12, 11, 9, tzinfo=UTC), tick=False):
        sign_in(people.lead_of_st_albans()).post(LIST, {"project": [project.slug]})
    project.refresh_from_db()
    assert project.last_confirmed_on == CHECKED


def test_after_fifteen_months_lists_say_that_nobody_has_confirmed_it(client, project):
    for day, said in ((date(2027, 4, 9), False), (date(2027, 4, 10), True)):
        with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), tick=False):
            page = client.get(reverse("partnerships:project_list"), {"sort": "checked"}).content.decode()
            assert ("Not confirmed since 10 January 2026" in page) is said


def test_after_two_years_it_leaves_the_lists_keeps_its_address_and_comes_back_by_a_word(sign_in, client, project):
    night_of(date(2028, 1, 9))
    project.refresh_from_db()
    assert project.state == "public"
    assert "Projects archived: 1." in night_of(date(2028, 1, 10))
    assert "Projects archived: 0." in night_of(date(2028, 1, 11))
    with time_machine.travel(datetime(2028, 1, 12, 9, tzinfo=UTC), tick=False):
        assert "Chemistry in a real lab" not in client.get(reverse("partnerships:project_list")).content.decode()
        page = client.get(project.get_absolute_url())
        assert page.status_code == 200
        assert "Nobody has confirmed this entry for two years." in page.content.decode()
        assert "noindex" in page.content.decode()
        lead = sign_in(people.lead_of_st_marys())
        lead.post(reverse("partnerships:project_still_right", args=[project.slug]))
        assert "Chemistry in a real lab" in client.get(reverse("partnerships:project_list")).content.decode()
    assert Letter.objects.filter(subject__contains="no longer in the lists").count() == 1


def test_the_words_of_an_archived_entry_are_for_leads_alone(sign_in, project):
    Project.objects.update(state="archived")
    edit = reverse("partnerships:project_edit", args=[project.slug])
    assert sign_in(people.contributor_at_st_marys()).get(edit).status_code == 403
    assert sign_in(people.lead_of_st_marys()).get(edit).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_entries_as_for_one(sign_in, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), last_confirmed_on=date(2025, 1, 1))
    client = sign_in(people.lead_of_st_marys())
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
