"""Letters about accounts: a scanner that opens every link twice changes nothing, and no letter tells too much."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts.actions import (
    approve_membership,
    ask_to_join_school,
    change_role,
    disown_request,
    end_membership,
    invite_colleague,
    refuse_membership,
    send_office_code,
)
from accounts.models import Membership, OfficeCode, Role
from accounts.nights import ask_for_a_second_contact, tell_moderators_who_waits
from accounts.traps import now_signed
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

ADDRESS = re.compile(r"http://localhost[^\s\"'<>]+")
BOOKKEEPING = {"sessions", "contenttypes", "usersessions"}


@pytest.fixture
def letters():
    """One of each kind that accounts and allauth write, to whom it goes."""
    people.moderator()
    alice, bob, marys = people.lead_of_st_marys(), people.contributor_at_st_marys(), people.st_marys()
    dora = people.person("d.deputy@hollybank.cambs.sch.uk", "Dora Deputy")
    holly = factories.school(name="Holly Bank School", website="https://www.hollybank.cambs.sch.uk")
    place = ask_to_join_school(by=dora, school=holly, job_title="Deputy head")
    tell_moderators_who_waits(timezone.localdate())
    send_office_code(by=dora, membership=place, address="office@hollybank.cambs.sch.uk")
    other = ask_to_join_school(by=dora, school=marys)
    refuse_membership(membership=other, by=alice)
    approve_membership(membership=ask_to_join_school(by=dora, school=marys), by=alice)
    change_role(by=alice, membership=Membership.objects.get(user=bob), role=Role.LEAD)
    change_role(by=alice, membership=Membership.objects.get(user=bob), role=Role.CONTRIBUTOR)
    invite_colleague(by=alice, school=marys, email="new@stmarys.example")
    Membership.objects.filter(user=alice).update(decided_at="2026-01-01T12:00Z")
    ask_for_a_second_contact(timezone.localdate())
    end_membership(membership=Membership.objects.get(user=bob), by=alice)
    end_membership(membership=Membership.objects.get(user=alice), by=alice)
    client = Client()
    client.post("/accounts/password/reset/", {"email": alice.email})
    client.post("/accounts/password/reset/", {"email": "nobody@stmarys.example"})
    client.post("/accounts/login/code/", {"email": bob.email})
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        begun = now_signed()
    new = {"name": "Al", "email": alice.email, "password1": "three green tractors", "begun": begun}
    Client().post("/accounts/signup/", new)
    Client().post("/accounts/signup/", new | {"email": "fresh@stmarys.example"})
    return list(Letter.objects.order_by("pk"))


def rows() -> dict:
    models = [model for model in apps.get_models() if model._meta.app_label not in BOOKKEEPING]
    return {one: list(one._base_manager.order_by("pk").values()) for one in models if one.__name__ != "Tally"}


def reader(to: str) -> Client:
    """Whoever has that mailbox, signed in where they have an account."""
    client, user = Client(), people.User.objects.filter(email=to).first()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_there_is_one_of_each_kind(letters):
    kinds = {re.sub(r"[\d-]+|to \w+| \w{16}$", "", letter.key).strip() for letter in letters}
    assert sorted(kinds) == [
        "account_already_exists",
        "email_confirmation_signup",
        "invitation",
        "login_code",
        "membership  asked",
        "membership  was the last lead",
        "membership_approved",
        "membership_contributor  change",
        "membership_ended",
        "membership_lead  change",
        "membership_refused",
        "office code",
        "password_reset_key",
        "requests waiting",
        "second contact",
        "unknown_account",
    ]


def test_opening_every_link_twice_changes_nothing_for_anybody(letters):
    """As a mail scanner does, as the owner of the mailbox, and for a letter forwarded to a stranger."""
    followed = 0
    for letter in letters:
        for client in (Client(), reader(letter.to), reader(people.lead_of_bootham().email)):
            before = rows()
            for link in ADDRESS.findall(letter.text):
                parts = urlsplit(link)
                for _ in range(2):
                    answer = client.get(f"{parts.path}?{parts.query}", follow=True)
                    assert answer.status_code in (200, 403, 404, 410), link
                    followed += 1
            assert rows() == before, letter.subject
    assert followed > 60


def test_no_letter_shows_anybodys_address_and_only_the_office_reads_a_name(letters):
    for letter in letters:
        words = f"{letter.subject} {letter.text} {letter.html}"
        assert re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", words) == [], letter.subject
        named = [name for name in ("Alice", "Bob", "Dora", "Deputy head") if name in words]
        assert named == [] or letter.to == "office@hollybank.cambs.sch.uk", letter.subject


def test_the_offices_no_ends_the_request_only_by_its_button(letters):
    code = OfficeCode.objects.get()
    reader("office@hollybank.cambs.sch.uk").get(f"/accounts/office/{code.token}/")
    assert Membership.objects.get(pk=code.membership_id).state == "waiting"
    disown_request(code=code)
    assert Membership.objects.get(pk=code.membership_id).state == "ended"
