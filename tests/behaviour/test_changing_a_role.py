"""Roles of colleagues: making somebody lead, handing over, leaving with a successor."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import ask_to_join_school, change_role, end_membership, hand_over
from accounts.models import Membership, Role, User
from accounts.nights import ask_for_a_second_contact, tell_moderators_who_waits
from accounts.permissions import is_lead, is_member
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db

COLLEAGUES = "/my-school/colleagues/"


def place_of(user) -> Membership:
    return Membership.objects.get(user=user)


def role_page(user) -> str:
    return f"{COLLEAGUES}{place_of(user).pk}/role/"


def signed_in(person: User) -> Client:
    """Somebody who has just typed the password, as a role asks."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": people.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    return client


def test_a_lead_makes_a_colleague_lead():
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    client = signed_in(alice)
    assert "Make lead" in client.get(COLLEAGUES).content.decode()
    for _ in range(2):
        assert "Make Bob Teacher a lead of St Mary’s School?" in client.get(role_page(bob)).content.decode()
    assert not is_lead(bob, people.st_marys())
    done = client.post(role_page(bob), {"stay": "stay"}, follow=True).content.decode()
    assert "Bob Teacher is lead of St Mary’s School now." in done
    assert is_lead(bob, people.st_marys()) and is_lead(alice, people.st_marys())
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (bob.email, "You are lead of St Mary’s School now")
    assert place_of(bob).history.first().history_user == alice


def test_a_lead_hands_over_in_one_step():
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    signed_in(alice).post(role_page(bob), {"stay": "hand-over"})
    assert (is_lead(alice, people.st_marys()), is_lead(bob, people.st_marys())) == (False, True)
    assert is_member(alice, people.st_marys())
    assert Letter.objects.get().to == bob.email


def test_without_the_password_nothing_changes_and_the_page_asks_for_it(sign_in):
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    client = sign_in(alice)
    answer = client.post(role_page(bob), {"stay": "stay"})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not is_lead(bob, people.st_marys())
    client.post(answer.url, {"password": "wrong"})
    assert not is_lead(bob, people.st_marys())
    client.post(answer.url, {"password": people.PASSWORD})
    assert is_lead(bob, people.st_marys())


@pytest.mark.parametrize("fields", [{}, {"stay": "everything"}])
def test_a_choice_is_needed(fields):
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    answer = signed_in(alice).post(role_page(bob), fields)
    assert answer.status_code == 422
    assert "Choose" in answer.content.decode()
    assert not is_lead(bob, people.st_marys())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        (people.contributor_at_st_marys, 403),
        (people.lead_of_st_albans, 404),
        (people.lead_of_bootham, 404),
        (people.newcomer, 404),
    ],
)
def test_nobody_else_and_nobody_raises_themselves(who, status):
    people.lead_of_st_marys()
    bob = people.contributor_at_st_marys()
    client = signed_in(who())
    for answer in (client.get(role_page(bob)), client.post(role_page(bob), {"stay": "stay"})):
        assert answer.status_code == status
    with pytest.raises(PermissionDenied):
        change_role(by=who(), membership=place_of(bob), role=Role.LEAD)
    assert not is_lead(bob, people.st_marys())


def test_the_last_lead_stays_lead():
    alice = people.lead_of_st_marys()
    people.contributor_at_st_marys()
    client = signed_in(alice)
    assert "Make contributor" not in client.get(COLLEAGUES).content.decode()
    assert "You are the only lead" in client.get(COLLEAGUES).content.decode()
    done = client.post(role_page(alice), follow=True).content.decode()
    assert "You are the last lead. Make a colleague lead first." in done
    assert is_lead(alice, people.st_marys())


def test_one_of_two_leads_becomes_contributor():
    alice = people.lead_of_st_marys()
    sue = people.member("second@stmarys.example", "Sue Second", people.st_marys(), Role.LEAD)
    assert "You are the only lead" not in signed_in(alice).get(COLLEAGUES).content.decode()
    signed_in(alice).post(role_page(sue))
    assert not is_lead(sue, people.st_marys())
    with pytest.raises(PermissionDenied):
        change_role(by=sue, membership=place_of(alice), role=Role.CONTRIBUTOR)
    change_role(by=people.moderator(), membership=place_of(sue), role=Role.LEAD)
    assert is_lead(sue, people.st_marys())


def test_who_has_left_gets_no_role_and_nobody_hands_over_what_is_not_theirs():
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    end_membership(membership=place_of(bob), by=alice)
    with pytest.raises(ValidationError, match="does not act for the school any more"):
        change_role(by=alice, membership=place_of(bob), role=Role.LEAD)
    with pytest.raises(PermissionDenied):
        hand_over(by=people.moderator(), membership=place_of(alice))
    assert is_lead(alice, people.st_marys())


class TestLeavingAsTheLastLead:
    def end_page(self) -> str:
        return f"{COLLEAGUES}{place_of(people.lead_of_st_marys()).pk}/end/"

    def test_names_a_successor_and_no_moderator_is_troubled(self, sign_in):
        alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
        people.moderator()
        client = sign_in(alice)
        page = client.get(self.end_page()).content.decode()
        assert "Who leads from now on?" in page
        assert "Bob Teacher" in page
        client.post(self.end_page(), {"successor": place_of(bob).pk, "reason": "Retiring"})
        assert not is_member(alice, people.st_marys())
        assert is_lead(bob, people.st_marys())
        assert [letter.to for letter in Letter.objects.all()] == [bob.email]

    def test_without_one_the_moderators_are_told(self, sign_in):
        alice, bob, moderator = people.lead_of_st_marys(), people.contributor_at_st_marys(), people.moderator()
        sign_in(alice).post(self.end_page(), {"successor": ""})
        assert not is_member(alice, people.st_marys())
        assert not is_lead(bob, people.st_marys())
        assert [letter.to for letter in Letter.objects.all()] == [moderator.email]

    def test_a_stranger_is_no_successor(self, sign_in):
        alice, charlie = people.lead_of_st_marys(), people.lead_of_bootham()
        people.contributor_at_st_marys()
        answer = sign_in(alice).post(self.end_page(), {"successor": place_of(charlie).pk})
        assert answer.status_code == 422
        assert "Choose one of your colleagues." in answer.content.decode()
        assert is_lead(alice, people.st_marys())

    def test_a_successor_who_left_meanwhile_stops_it(self):
        alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
        of_bob = place_of(bob)
        end_membership(membership=of_bob, by=bob)
        with pytest.raises(ValidationError, match="Your successor has left the school meanwhile"):
            end_membership(membership=place_of(alice), by=alice, successor=of_bob)
        assert is_lead(alice, people.st_marys())


def test_a_lone_lead_is_asked_once_for_a_second_contact():
    alice = people.lead_of_st_marys()
    amir = people.lead_of_st_albans()
    people.member("second@stalbans.example", "Sue Second", people.st_albans(), Role.LEAD)
    Membership.objects.update(decided_at=timezone.now())
    assert ask_for_a_second_contact(timezone.localdate()) == 0
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        assert [ask_for_a_second_contact(timezone.localdate()) for _ in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (alice.email, "Who can stand in for you at St Mary’s School?")
    assert letter.to != amir.email


def test_moderators_hear_once_a_day_of_requests_that_wait_for_them():
    moderator = people.moderator()
    people.lead_of_st_marys()
    ask_to_join_school(by=people.newcomer(), school=people.st_marys())
    assert tell_moderators_who_waits(timezone.localdate()) == 0
    ask_to_join_school(by=people.newcomer(), school=people.bootham())
    for _ in range(2):
        assert tell_moderators_who_waits(timezone.localdate()) == 1
    assert Letter.objects.filter(to=moderator.email).count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert tell_moderators_who_waits(timezone.localdate()) == 2
    assert Letter.objects.filter(to=moderator.email).latest("pk").subject == "2 requests to join a school"
