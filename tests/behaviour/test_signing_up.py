"""Signing up: a name, an address that answers, a good password."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.traps import now_signed
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
NEW = {"name": "Dora Deputy", "email": "dora@stalbans.example", "password1": "three green tractors"}


def drawn(seconds_ago: int = 60) -> str:
    """What the page of the form carries, drawn so long ago."""
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds_ago), tick=False):
        return now_signed()


def sign_up(client, **changed):
    return client.post(SIGN_UP, {**NEW, "begun": drawn(), **changed})


def code_of(letter: Letter) -> str:
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.text, re.MULTILINE).group(1)


def test_a_deputy_head_signs_up_and_types_the_code(client):
    answer = sign_up(client)
    assert (answer.status_code, answer.url) == (302, "/accounts/confirm-email/")
    letter = Letter.objects.get(to="dora@stalbans.example")
    page = client.get(answer.url)
    assert "dora@stalbans.example" in page.content.decode()
    done = client.post(answer.url, {"code": code_of(letter)})
    assert (done.status_code, done.url) == (302, "/my-school/")
    user = User.objects.get(email="dora@stalbans.example")
    assert (user.name, user.is_staff, user.is_superuser) == ("Dora Deputy", False, False)
    assert user.emailaddress_set.get().verified
    assert "Join your school" in client.get("/my-school/").content.decode()


def test_without_the_code_nothing_opens(client):
    sign_up(client)
    assert client.get("/my-school/").status_code == 302
    answer = client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert "This code is not right. Check the letter, or ask for a new code." in answer.content.decode()
    assert not User.objects.get(email=NEW["email"]).emailaddress_set.get().verified


def test_the_letter_waits_in_the_outbox_and_is_not_sent_by_the_request(client, mailoutbox):
    sign_up(client)
    assert Letter.objects.count() == 1
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Enter your name."),
        ({"name": " \u200b "}, "Enter your name."),
        ({"email": "no address"}, "Enter an e-mail address, like name@school.sch.uk."),
        ({"email": ""}, "Enter an e-mail address, like name@school.sch.uk."),
        ({"password1": ""}, "Choose a password."),
        ({"password1": "short"}, "This password is too short. It must contain at least 12 characters."),
        ({"password1": "lovelovelove"}, "This password is too common."),
        ({"password1": "dora@stalbans.example"}, "The password is too similar to the e-mail address."),
        ({"name": "x" * 101}, "Use at most 100 letters. Now there are 101."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, changed, sentence):
    answer = sign_up(client, **changed)
    html = answer.content.decode().replace("&#x27;", "’")
    assert answer.status_code == 200
    assert sentence in html
    assert "<title>Error: Sign up" in html
    assert User.objects.count() == 0
    for name, value in {**NEW, **changed}.items():
        if name != "password1" and value.strip(" \u200b"):
            assert value in html, name


def test_a_long_password_of_any_kind_is_taken(client):
    assert sign_up(client, password1="ü" * 40 + " Ω 😀 " + "x" * 20).status_code == 302


def test_names_are_tidied(client):
    sign_up(client, name="  Zoe\u0308 \u202eLee\u200b\t Ng ")
    assert User.objects.get().name == "Zoë Lee Ng"


def test_nobody_learns_from_the_page_who_has_an_account():
    people.lead_of_st_albans()
    told = []
    for email in ("lead@stalbans.example", "dora@stalbans.example"):
        cache.clear()
        client = Client()
        answer = sign_up(client, email=email)
        page = client.get(answer.url).content.decode().replace(email, "…")
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        told.append((answer.status_code, answer.url, page, Letter.objects.filter(to=email).count()))
    assert told[0] == told[1]
    assert told[0][3] == 1
    assert User.objects.filter(email="lead@stalbans.example").count() == 1


def test_the_case_of_an_address_makes_no_second_person(client):
    people.lead_of_st_albans()
    sign_up(client, email="LEAD@StAlbans.example")
    assert User.objects.filter(email__iexact="lead@stalbans.example").count() == 1


def test_fields_that_were_not_asked_for_are_ignored(client):
    school = people.st_albans()
    fields = {field.name: "1" for field in User._meta.get_fields()} | {
        "school": school.pk,
        "role": "lead",
        "state": "active",
    }
    sign_up(client, **{name: value for name, value in fields.items() if name not in NEW})
    user = User.objects.get()
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert Membership.objects.count() == 0
    assert user.user_permissions.count() == user.groups.count() == 0


def test_a_form_without_its_token_is_refused():
    answer = sign_up(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "three green tractors" not in answer.content.decode()
    assert User.objects.count() == 0


def test_known_and_unknown_addresses_cost_the_same_work(client, monkeypatch):
    """Else the clock tells what the page does not: each sign-up hashes one password."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    people.lead_of_st_albans()
    counts = []
    real = MD5PasswordHasher.encode
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or real(self, *args))
    for email in ("lead@stalbans.example", "dora@stalbans.example"):
        hashed.clear()
        sign_up(Client(), email=email)
        counts.append(len(hashed))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("caught", "sentence"),
    [
        ({"nothing": "https://evil.example"}, "Leave the box “Nothing goes here” empty, then press the button again."),
        ({"begun": ""}, "This page was open for a long time. Press the button again."),
        ({"begun": "made:up:word"}, "This page was open for a long time. Press the button again."),
    ],
)
def test_programs_fall_into_a_trap_and_people_read_the_way_out(client, caught, sentence):
    answer = sign_up(client, **caught)
    assert sentence in answer.content.decode()
    assert User.objects.count() == Letter.objects.count() == 0


def test_too_fast_is_said_and_the_next_press_is_taken(client):
    answer = sign_up(client, begun=drawn(0))
    assert "That was very fast. Wait two seconds, then press the button again." in answer.content.decode()
    assert User.objects.count() == 0
    begun = re.search(r'name="begun" value="([^"]+)"', answer.content.decode()).group(1)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert sign_up(client, begun=begun).status_code == 302


def test_a_page_of_yesterday_is_drawn_anew(client):
    answer = sign_up(client, begun=drawn(25 * 3600))
    assert "This page was open for a long time." in answer.content.decode()
    begun = re.search(r'name="begun" value="([^"]+)"', answer.content.decode()).group(1)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert sign_up(client, begun=begun).status_code == 302


@pytest.mark.parametrize("name", ["Buy at www.evil.example", "https://evil.example", "a@evil.example", "evil.com now"])
def test_a_name_is_no_advertisement(client, name):
    """A school's office reads it in a letter of ours."""
    assert "Leave out addresses and links." in sign_up(client, name=name).content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("name", ["Anne-Marie O’Neill", "Dr. J. R. Smith", "Zoë Ng", "Prof. St.John Co-Op"])
def test_names_of_people_are_taken(client, name):
    assert sign_up(client, name=name).status_code == 302
