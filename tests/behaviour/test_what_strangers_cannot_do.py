"""Every address, sent to by people who may not: nothing changes, and the answer tells nothing."""

import pytest
from django.apps import apps

from tests.house.addresses import ONLY_BY_POST, ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db

# What a stranger may do to a public thing, or to what is their own: not a matter of this test.
OPEN_TO_ALL = {
    "partnerships:idea_note",
    "partnerships:idea_remove",
    "partnerships:shelf_share",
    "partnerships:shelf_unshare",
}
# Grave pages ask for the password again for everything but reading them.
ASKS_AGAIN = {"accounts:erase", "accounts:membership_role"}
KEPT_BY_LIBRARIES = {"sessions", "contenttypes", "usersessions"}
# What a form could ask for; whoever may not send it gets nowhere with any of it.
FIELDS = dict.fromkeys(["title", "summary", "text", "note", "reason", "name", "message", "subject"], "Changed") | {
    "state": "public",
    "role": "lead",
    "answer": "interested",
    "decision": "approve",
    "confirm": "on",
    "stay": "stay",
    "action": "confirm",
    "email": "x@sample.example",
}


def rows() -> dict:
    """Every row of every table but the sessions', and but what limits count."""
    models = [one for one in apps.get_models() if one._meta.app_label not in KEPT_BY_LIBRARIES]
    return {one: list(one._base_manager.order_by("pk").values()) for one in models if one.__name__ != "Tally"}


def refused(role: str) -> list[str]:
    """Addresses at which this person finds nothing or is told no, and those that only change something."""
    place = ROLES.index(role)
    denied = [
        name for name, row in WHO_MAY_SEE.items() if row.answers[place] in (403, 404) or is_shut(name, row, place)
    ]
    return [name for name in denied if name not in OPEN_TO_ALL]


def is_shut(name: str, row, place: int) -> bool:
    """A page that asks a visitor to sign in, or an address for members' buttons."""
    return (ROLES[place] == "visitor" and row.answers[place] == 302) or name in ONLY_BY_POST


@pytest.mark.parametrize("role", ["visitor", "newcomer", "stranger"])
def test_whoever_may_not_changes_nothing(role, sign_in, client):
    world = make_world()
    if world.people[role]:
        sign_in(world.people[role])
    names, wrong = refused(role), []
    assert len(names) > 20
    before = rows()
    for name in names:
        address = address_of(name, WHO_MAY_SEE[name], world)
        answer = client.post(address, FIELDS)
        if answer.status_code not in (302, 403, 404, 405, 410, 422):
            wrong.append((name, address, answer.status_code))
        if answer.status_code == 302 and role == "visitor" and not answer.url.startswith("/accounts/"):
            wrong.append((name, address, answer.url))
        if rows() != before:
            wrong.append((name, address, "changed something"))
            before = rows()
    assert wrong == []


@pytest.mark.parametrize("role", ["visitor", "contributor", "lead"])
def test_asking_for_the_head_alone_answers_as_asking_for_the_page(role, sign_in, client):
    world = make_world()
    if world.people[role]:
        sign_in(world.people[role])
    place = ROLES.index(role)
    answers = {
        name: (client.head(address_of(name, row, world)).status_code, row.answers[place])
        for name, row in WHO_MAY_SEE.items()
        if name not in ASKS_AGAIN
    }
    assert {name: told for name, told in answers.items() if told[0] != told[1]} == {}
