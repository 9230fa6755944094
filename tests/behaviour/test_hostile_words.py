"""Whatever somebody types, it is shown as words and never becomes part of the page."""

import pytest

from messaging.models import Message
from partnerships.models import Participation
from tests import factories, people
from tests.answers import body_of
from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db

PAYLOAD = "<script>alert(9)</script>\"'><img src=x onerror=alert(9)>{{7*7}}"
# A browser never reads these as a page: they are handed over as files.
NO_MARKUP = ("text/csv", "application/json")
RAW = ["<script>alert(9)", "<img src=x", "onerror=alert(9)>"]
WORDS = [
    "title", "summary", "who", "when", "story", "aims", "need", "need_named_by", "background", "takes_people",
    "takes_rooms", "takes_kit", "takes_hours", "would_change", "transport", "reciprocity", "impact",
    "disadvantage_focus", "open_to_whom",
]  # fmt: skip


def poison(world) -> None:
    """Put the payload wherever a person or the register can put words."""
    for word in WORDS:
        length = world.public._meta.get_field(word).max_length
        setattr(world.public, word, PAYLOAD[:length])
    world.public.steps = [{"title": PAYLOAD, "text": PAYLOAD}]
    world.public.save()
    Participation.objects.filter(project=world.public).update(gives=PAYLOAD, gains=PAYLOAD)
    world.school.name, world.school.town = PAYLOAD, PAYLOAD
    world.school.website = "javascript:alert(9)"
    world.school.save()
    for thing in (world.listing, world.group):
        for word in ("title", "text", "name", "summary", "about"):
            if hasattr(thing, word):
                setattr(thing, word, PAYLOAD)
        thing.save()
    world.enquiry.subject = PAYLOAD
    world.enquiry.save()
    Message.objects.update(text=PAYLOAD)
    lead = people.lead_of_st_marys()
    lead.name = PAYLOAD
    lead.save()
    factories.refresh(world.public)


@pytest.mark.parametrize("role", ["visitor", "lead", "partner", "moderator"])
def test_no_page_shows_it_raw(role, sign_in, client):
    world = make_world()
    poison(world)
    if world.people[role]:
        sign_in(world.people[role])
    shown, raw = 0, []
    for name, row in WHO_MAY_SEE.items():
        if row.answers[ROLES.index(role)] != 200:
            continue
        answer = client.get(address_of(name, row, world))
        if answer["Content-Type"].startswith(NO_MARKUP):
            continue
        page = body_of(answer)
        shown += "alert(9)" in page
        raw += [(name, piece) for piece in RAW if piece in page]
        raw += [(name, "a link that runs")] if 'href="javascript:' in page else []
    assert shown > 5
    assert raw == []
