"""Downloading everything that the site keeps about oneself, and nothing about anybody else."""

import json
import re

import pytest

from accounts.models import Invitation
from messaging.models import Message
from partnerships.models import Idea
from tests import factories, people
from tests.house.world import make_enquiry
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
OWN, FOREIGN = "owncanary", "foreigncanary"


@pytest.fixture
def alice(client):
    """Alice with a canary of her own in everything, beside Amir with one of his."""
    user, other = people.lead_of_st_marys(), people.lead_of_st_albans()
    for whose, canary in ((user, OWN), (other, FOREIGN)):
        whose.name = f"Name {canary}"
        whose.save()
        whose.memberships.update(job_title=f"Title {canary}")
        project = factories.project(host=people.bootham(), title=f"Public project {len(canary)}")
        Idea.objects.create(user=whose, project=project, note=f"Note {canary}")
    enquiry = make_enquiry(other, people.st_albans(), people.st_marys())
    Message.objects.filter(enquiry=enquiry).update(text=f"Hello {FOREIGN}")
    Message.objects.create(
        enquiry=enquiry, school=people.st_marys(), author=user, text=f"Answer {OWN}", token="t-own-answer"
    )
    Invitation.objects.create(school=people.bootham(), email=user.email, invited_by=people.lead_of_bootham())
    Invitation.objects.create(school=people.st_marys(), email=f"{FOREIGN}@stmarys.example", invited_by=user)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user


def download(client, kind: str):
    """The file, after the password was asked for."""
    asked = client.get(f"/accounts/yours/data/{kind}/")
    assert (asked.status_code, asked.url.partition("?")[0]) == (302, "/accounts/reauthenticate/")
    back = client.post(asked.url, {"password": PASSWORD})
    return client.get(back.url)


def test_the_page_leads_to_both_files(client, alice):
    page = client.get("/accounts/yours/data/").content.decode()
    assert "/accounts/yours/data/json/" in page
    assert "/accounts/yours/data/page/" in page


@pytest.mark.parametrize("kind", ["json", "page"])
def test_all_that_is_mine_is_in_it_and_nothing_of_others(client, alice, kind):
    answer = download(client, kind)
    told = answer.content.decode()
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    for words in (f"Name {OWN}", f"Title {OWN}", f"Note {OWN}", f"Answer {OWN}", "lead@stmarys.example", "Bootham"):
        assert words in told
    assert FOREIGN not in told
    assert "stalbans.example" not in told
    assert set(re.findall(r"[\w.+-]+@[\w.-]+", told)) == {"lead@stmarys.example"}


def test_the_json_can_be_read_by_machines(client, alice):
    told = json.loads(download(client, "json").content)
    about = {section["about"]: section["rows"] for section in told["data"]}
    assert about["Your account"][0]["e-mail address"] == "lead@stmarys.example"
    assert about["Messages that you wrote"][0]["your message"] == f"Answer {OWN}"


def test_a_wrong_password_gives_nothing(client, alice):
    asked = client.get("/accounts/yours/data/json/")
    again = client.post(asked.url, {"password": "not it at all"})
    assert "This is not your password." in again.content.decode()
    assert client.get("/accounts/yours/data/json/").status_code == 302


def test_a_visitor_is_sent_to_the_log_in(client):
    assert client.get("/accounts/yours/data/json/").url.startswith("/accounts/login/")


def test_no_other_kind_of_file(client, alice):
    download(client, "json")
    assert client.get("/accounts/yours/data/xml/").status_code == 404


def test_my_name_can_be_changed(client, alice):
    assert client.post("/accounts/yours/name/", {"name": "Alice New"}).url == "/accounts/yours/"
    assert "Alice New" in client.get("/accounts/yours/").content.decode()


def test_a_name_with_a_link_is_refused(client, alice):
    answer = client.post("/accounts/yours/name/", {"name": "Buy at www.evil.example"})
    assert answer.status_code == 422
    assert "Leave out addresses and links." in answer.content.decode()


def test_no_name_is_refused(client, alice):
    assert "Enter your name." in client.post("/accounts/yours/name/", {"name": " "}).content.decode()
