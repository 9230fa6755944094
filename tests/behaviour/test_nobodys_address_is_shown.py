"""No page, header or file shows an e-mail address of somebody else, whoever looks (guard.md B14, F15)."""

import re

import pytest

from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Where the sample addresses of help texts stand, and the site's own.
OF_NOBODY = {"name@school.sch.uk", "post@schools-together.example"}
# Who asks to be a first lead chooses among mailboxes of the school’s office; one is called like our superuser.
OFFICES = {("accounts:membership", "admin@sample.example")}


@pytest.mark.parametrize("role", ["visitor", "newcomer", "stranger", "partner", "lead"])
def test_no_page_shows_somebody_elses_address(role, sign_in, client):
    world = make_world()
    person = world.people[role]
    if person:
        sign_in(person)
    known = {one.email for one in world.people.values() if one} - {person.email if person else ""}
    place, read, shown = ROLES.index(role), 0, []
    for name, row in WHO_MAY_SEE.items():
        if row.answers[place] != 200:
            continue
        answer = client.get(address_of(name, row, world))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = f"{answer.headers}\n{body.decode(errors='replace')}"
        read += 1
        shown += [(name, found) for found in set(ADDRESS.findall(text)) - OF_NOBODY if found in known]
        if role in ("visitor", "stranger"):
            shown += [(name, found) for found in ADDRESS.findall(text) if found.endswith("stmarys.example")]
    assert read > 20
    assert set(shown) - OFFICES == set()


def test_there_is_an_address_to_be_found(sign_in):
    world = make_world()
    page = sign_in(world.people["lead"]).get("/accounts/yours/").content.decode()
    assert world.people["lead"].email in ADDRESS.findall(page)
