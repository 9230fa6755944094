"""Nobody reads anybody else's e-mail address: not on a page, in its source, in a header or in the log."""

import logging
import re

import pytest
from django.conf import settings

from accounts.actions import ask_to_join_school
from schools.domain_lists import OFFICE_NAMES
from tests import people
from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"[\w.+-]+(?:@|&#64;|%40)[\w-]+(?:\.[\w-]+)+")
# The site's own, and examples of how an address looks.
OFFICES = tuple(f"{name}@" for name in OFFICE_NAMES)
OF_NOBODY = {settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">"), "name@school.sch.uk"}


def shown(answer) -> set[str]:
    """Every address in the words, the source and the headers of an answer."""
    body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    text = body.decode(errors="replace") + str(dict(answer.items()))
    return {found.lower().replace("%40", "@").replace("&#64;", "@") for found in ADDRESS.findall(text)} - OF_NOBODY


@pytest.mark.parametrize("role", [role for role in ROLES if role != "superuser"])
def test_each_person_reads_no_address_but_their_own(role, sign_in, client, caplog):
    world = make_world()
    ask_to_join_school(by=people.person("waiting@sample.example", "Wanda Waiting"), school=people.st_marys())
    own = set()
    if user := world.people[role]:
        sign_in(user)
        own = {user.email}
    caplog.set_level(logging.INFO)
    told, seen = {}, 0
    for name, row in WHO_MAY_SEE.items():
        if row.answers[ROLES.index(role)] != 200:
            continue
        answer = client.get(address_of(name, row, world))
        seen += 1
        # Pages of a school's office name its role mailboxes to choose from; no person has one.
        found = {one for one in shown(answer) - own if not one.startswith(OFFICES)}
        if found:
            told[name] = found
    assert seen > 25
    assert told == {}
    assert [line for line in caplog.messages if ADDRESS.search(line)] == []


def test_there_is_an_address_to_be_seen(sign_in):
    """Else the test above proves nothing: one's own stands on the page of one's account."""
    client = sign_in(people.lead_of_st_marys())
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    assert "lead@stmarys.example" in shown(client.get("/accounts/email/"))
