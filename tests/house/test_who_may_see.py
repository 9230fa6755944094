"""Every address of the site answers each of the people as its row says, and reading never writes."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.answers import body_of

from .addresses import ROLES, WHO_MAY_SEE, address_of
from .world import CANARY, make_world

pytestmark = pytest.mark.django_db

# Django's and allauth's own addresses: admin has its own test (test_admin.py), allauth's its own suite.
OF_LIBRARIES = ("admin", "account", "mfa", "usersessions", "socialaccount")
# GET that honestly writes, each with its reason.
WRITES_ON_READING: dict[str, str] = {}
# What a visitor may fill in and send; only these pages need the cookie against forged forms.
WITH_A_FORM = {
    "accounts:notices_off", "accounts:office_request", "messaging:project_report", "messaging:report",
    "partnerships:alert_keep", "partnerships:alert_new", "partnerships:alert_off",
    "partnerships:participation_link", "partnerships:photo_take_down", "partnerships:review",
}  # fmt: skip
WRITES = ("INSERT", "UPDATE", "DELETE")


def names(resolver=None, prefix: str = "") -> set[str]:
    """Every named address, with its namespace."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            found |= names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(f"{prefix}{entry.name}")
    return found


def ours() -> set[str]:
    return {name for name in names() if not name.startswith(OF_LIBRARIES)}


def test_every_address_has_a_row_and_every_row_an_address():
    assert ours() - set(WHO_MAY_SEE) == set()
    assert set(WHO_MAY_SEE) - names() == set()


def test_no_page_that_a_visitor_reads_sets_a_cookie_but_those_with_a_form_to_send(client):
    """So that every list and every entry can be kept by a cache, and nobody who only reads is given anything."""
    world = make_world()
    given = set()
    for name, row in WHO_MAY_SEE.items():
        client.cookies.clear()
        answer = client.get(address_of(name, row, world))
        body_of(answer)
        if answer.status_code == 200 and answer.cookies:
            assert set(answer.cookies) == {"csrftoken"}, name
            assert b'method="post"' in answer.content, name
            given.add(name)
    assert given == WITH_A_FORM
    assert b"Save<span" in client.get(reverse("partnerships:project_list")).content


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_as_its_row_says(role, sign_in, client):
    world = make_world()
    if world.people[role]:
        sign_in(world.people[role])
    place = ROLES.index(role)
    wrong = []
    for name, row in WHO_MAY_SEE.items():
        address = address_of(name, row, world)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code != row.answers[place]:
            wrong.append((name, address, answer.status_code, "expected", row.answers[place]))
        wrong += [(name, query["sql"][:100]) for query in asked if writes(name, query["sql"])]
        if role in ("visitor", "newcomer", "stranger") and CANARY in body_of(answer):
            wrong.append((name, "shows what is private"))
    assert wrong == []


def writes(name: str, sql: str) -> bool:
    """True for a statement that changes something, the session's own upkeep apart."""
    table = Session._meta.db_table
    return sql.startswith(WRITES) and table not in sql and name not in WRITES_ON_READING


def test_there_is_something_private_to_find(sign_in):
    world = make_world()
    client = sign_in(world.people["lead"])
    assert CANARY in client.get("/my-school/").content.decode()
    assert CANARY in client.get("/enquiries/").content.decode()
