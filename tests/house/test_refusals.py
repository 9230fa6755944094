"""What every address refuses: a form without its token, another site's name, a template that asks for nothing."""

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .addresses import ROLES, WHO_MAY_SEE, address_of
from .test_who_may_see import writes
from .world import make_world

pytestmark = pytest.mark.django_db
# Mailboxes press the button of RFC 8058 themselves, at a signed address; mail providers tell of bounces with a secret.
FOR_MACHINES = {"accounts:notices_off", "partnerships:alert_off", "bounces"}


class Undefined(str):
    """Stands where a template's variable has no value, and remembers whose it was."""

    missing: list[tuple[str, str]] = []

    def __contains__(self, piece) -> bool:
        return piece == "%s" or super().__contains__(piece)

    def __mod__(self, variable) -> str:
        self.missing.append(str(variable))
        return ""


@pytest.fixture
def undefined():
    """What our templates asked for in vain. Libraries' templates are theirs: their pages are left out below."""
    engine = engines["django"].engine
    before, Undefined.missing = engine.string_if_invalid, []
    engine.string_if_invalid = Undefined("an empty text would be passed over")
    yield Undefined.missing
    engine.string_if_invalid = before


def test_no_form_is_taken_without_its_token():
    world = make_world()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["lead"], backend=settings.AUTHENTICATION_BACKENDS[0])
    taken = {}
    for name, row in WHO_MAY_SEE.items():
        if name in FOR_MACHINES:
            continue
        with CaptureQueriesContext(connection) as asked:
            code = client.post(
                address_of(name, row, world), {"title": "x", "text": "x", "answer": "interested"}
            ).status_code
        wrote = [query["sql"] for query in asked if writes(name, query["sql"])]
        if code not in (403, 405) or wrote:
            taken[name] = (code, wrote)
    assert taken == {}


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b", ""])
def test_another_sites_name_is_refused(host, client):
    assert client.get("/", headers={"host": host}).status_code == 400


def test_a_forwarded_name_is_ignored(client):
    page = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


@pytest.mark.parametrize("role", ["visitor", "newcomer", "lead", "partner"])
def test_no_template_asks_for_what_is_not_there(role, client, undefined):
    world = make_world()
    if world.people[role]:
        client.force_login(world.people[role], backend=settings.AUTHENTICATION_BACKENDS[0])
    in_vain = {}
    for name, row in WHO_MAY_SEE.items():
        if row.answers[ROLES.index(role)] == 200:
            undefined.clear()
            client.get(address_of(name, row, world))
            if undefined:
                in_vain[name] = sorted(set(undefined))
    assert in_vain == {}
