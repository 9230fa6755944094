"""Logs hold no address, name, message, token or question, whatever people do and whatever fails."""

import logging
import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Invitation
from partnerships.models import Idea
from tests import factories, people
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
CANARIES = {
    "address": "canaryaddress@stmarys.example",
    "name": "Canaryname",
    "message": "canarymessage",
    "note": "canarynote",
    "question": "canaryquestion",
    "postcode": "YO30 7BU",
    "password": "canarypassword",
    "reason": "canaryreason",
}


@pytest.fixture
def logged():
    """Every line that any logger of ours or Django's writes, as the console would show it."""
    lines = []

    class Listener(logging.Handler):
        def emit(self, record):
            lines.append(logging.Formatter("%(levelname)s %(name)s: %(message)s").format(record))

    listener, root = Listener(), logging.getLogger()
    django = logging.getLogger("django")
    before = root.level
    root.addHandler(listener), root.setLevel(logging.WARNING), django.addHandler(listener)
    yield lines
    root.removeHandler(listener), root.setLevel(before), django.removeHandler(listener)


@pytest.fixture
def person():
    people.lead_of_st_albans(), people.moderator()
    return people.member(CANARIES["address"], CANARIES["name"], people.st_marys(), "lead")


def walk(client, person) -> None:
    """What people do every day, right and wrong."""
    client.raise_request_exception = False
    client.post("/accounts/login/", {"login": CANARIES["address"], "password": CANARIES["password"]})
    client.post("/accounts/login/", {"login": CANARIES["address"], "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": CANARIES["address"]})
    client.get("/projects/", {"q": CANARIES["question"], "near": CANARIES["postcode"]})
    client.get("/schools/", {"q": CANARIES["question"], "near": CANARIES["postcode"]})
    client.get("/no/such/page/", {"q": CANARIES["question"]})
    school = people.st_albans()
    enquire = reverse("messaging:school_enquire", args=[school.pk, school.slug])
    client.post(enquire, {"text": CANARIES["message"], "token": "short"})
    project = factories.project(host=school)
    Idea.objects.create(user=person, project=project, note=CANARIES["note"])
    client.post("/report/", {"page": "/projects/", "reason": "wrong", "text": CANARIES["reason"]})
    invitation = Invitation.objects.create(school=school, email=CANARIES["address"], invited_by=person)
    client.get(f"/accounts/invitations/{invitation.token}x/")
    client.get("/accounts/yours/data/json/")
    client.post("/accounts/yours/erase/")
    call_command("worker", once=True)


def found(lines: list[str]) -> list[str]:
    return [kind for kind, canary in CANARIES.items() if any(canary.lower() in line.lower() for line in lines)]


def test_a_day_of_people_leaves_nothing_of_theirs_in_the_log(client, person, logged):
    walk(client, person)
    assert any("Not Found" in line for line in logged)
    assert found(logged) == []


def test_what_fails_is_told_without_what_was_typed(client, person, logged, monkeypatch):
    monkeypatch.setattr("partnerships.views.browsing.render", _fails)
    monkeypatch.setattr("schools.views.render", _fails)
    walk(client, person)
    assert any("Internal Server Error" in line for line in logged)
    assert found(logged) == []


def _fails(request, *args, **kwargs):
    raise LookupError("The page could not be drawn.")


def test_line_breaks_in_an_address_begin_no_new_entry(client, logged):
    client.get("/nothing/%0AERROR forged: entry%1b[31m/")
    assert [line for line in logged if re.search(r"[\r\n\x1b]", line)] == []
    assert logged
