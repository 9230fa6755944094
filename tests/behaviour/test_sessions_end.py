"""Sessions end: unused ones, old ones, those of disabled people, and all of them at a press."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import people

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def signed_in(person) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": people.PASSWORD, "remember": "on"})
    assert is_in(client)
    return client


def is_in(client) -> bool:
    return client.get("/my-school/").status_code == 200


def visits(client, *, every: timedelta, until: timedelta) -> timedelta | None:
    """After how long the person, who comes back so often, was signed out; None if never."""
    start, passed = timezone.now(), timedelta()
    while passed + every <= until:
        passed += every
        with time_machine.travel(start + passed, tick=False):
            if not is_in(client):
                return passed
    return None


# No visit falls on the very second of an end: the session began a moment before the counting did.
@pytest.mark.parametrize(
    ("who", "every", "until", "ends"),
    [
        (people.lead_of_st_marys, 13 * DAY, 59 * DAY, None),
        (people.lead_of_st_marys, 15 * DAY, 59 * DAY, 15 * DAY),
        (people.lead_of_st_marys, 11 * DAY, 90 * DAY, 66 * DAY),
        (people.moderator, 11 * HOUR, 71 * HOUR, None),
        (people.moderator, 13 * HOUR, 71 * HOUR, 13 * HOUR),
        (people.moderator, 10 * HOUR, 200 * HOUR, 80 * HOUR),
    ],
)
def test_a_session_lasts_so_long_without_a_visit_and_so_long_at_most(who, every, until, ends):
    assert visits(signed_in(who()), every=every, until=until) == ends


@pytest.mark.parametrize(("minutes", "writes"), [(50, 0), (70, 1)])
def test_a_visit_is_noted_once_an_hour_at_most(minutes, writes):
    client = signed_in(people.newcomer())
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False),
        CaptureQueriesContext(connection) as asked,
    ):
        client.get("/projects/")
    assert sum(query["sql"].startswith("UPDATE") for query in asked) == writes


def test_signing_out_everywhere_else_ends_the_other_sessions():
    lead = people.lead_of_st_marys()
    here, there = signed_in(lead), signed_in(lead)
    page = here.get("/accounts/sessions/").content.decode()
    assert page.count("<strong>") >= 2
    assert here.get("/accounts/sessions/").status_code == 200 and is_in(there)
    here.post("/accounts/sessions/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_new_password_ends_the_other_sessions_and_changes_the_key():
    lead = people.lead_of_st_marys()
    here, there = signed_in(lead), signed_in(lead)
    key = here.session.session_key
    new = {"oldpassword": people.PASSWORD, "password1": "quite-another-word-9", "password2": "quite-another-word-9"}
    assert here.post("/accounts/password/change/", new).status_code == 302
    assert here.session.session_key != key
    assert (is_in(here), is_in(there)) == (True, False)
