"""Inviting a colleague: one address, one use, two weeks, and a lead who still is one."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import accept_invitation, end_membership, invite_colleague
from accounts.models import Invitation, Membership, Role
from accounts.permissions import is_lead, is_member
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db

COLLEAGUES = "/my-school/colleagues/"


def invite_page() -> str:
    return f"{COLLEAGUES}invite/{people.st_marys().pk}/"


def invited(email="newcomer@sample.example", role=Role.CONTRIBUTOR) -> Invitation:
    return invite_colleague(by=people.lead_of_st_marys(), school=people.st_marys(), email=email, role=role)


def page_of(invitation: Invitation) -> str:
    return f"/accounts/invitations/{invitation.token}/"


def test_a_lead_invites_and_the_colleague_accepts_with_a_button(sign_in):
    client = sign_in(people.lead_of_st_marys())
    answer = client.post(invite_page(), {"email": " Newcomer@Sample.example ", "role": "lead"}, follow=True)
    html = answer.content.decode()
    assert "The invitation is on its way." in html
    assert "n…@sample.example" in html
    assert "newcomer@sample.example" not in html
    letter, invitation = Letter.objects.get(), Invitation.objects.get()
    assert letter.to == "newcomer@sample.example"
    assert page_of(invitation) in letter.text and page_of(invitation) in letter.html
    guest = Client()
    guest.force_login(people.newcomer(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for _ in range(2):
        assert "Accept the invitation" in guest.get(page_of(invitation)).content.decode()
    assert not is_member(people.newcomer(), people.st_marys())
    done = guest.post(page_of(invitation), follow=True)
    assert "Welcome. You can now act for St Mary’s School." in done.content.decode()
    assert is_lead(people.newcomer(), people.st_marys())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "", "role": "lead"}, "Enter an e-mail address, like name@school.sch.uk."),
        ({"email": "nobody", "role": "lead"}, "Enter an e-mail address, like name@school.sch.uk."),
        ({"email": "a@b.example\nBcc: c@d.example", "role": "lead"}, "Enter an e-mail address"),
        ({"email": "a@b.example", "role": "moderator"}, "Choose one of the two."),
        ({"email": "a@b.example"}, "Choose a role."),
        ({"email": "teacher@stmarys.example", "role": "lead"}, "This person is at your school already."),
        ({"email": "NEWCOMER@sample.example", "role": "lead"}, "This person has asked to join already."),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_invited(sign_in, fields, sentence):
    from accounts.actions import ask_to_join_school

    people.contributor_at_st_marys()
    ask_to_join_school(by=people.newcomer(), school=people.st_marys())
    html = sign_in(people.lead_of_st_marys()).post(invite_page(), fields).content.decode()
    assert sentence in html
    assert "<title>Error: Invite a colleague" in html
    assert Invitation.objects.count() == 0


def test_inviting_twice_is_inviting_once():
    assert invited() == invited("Newcomer@sample.example")
    assert Letter.objects.count() == 1


def test_a_school_has_at_most_thirty_open_invitations():
    for number in range(30):
        invited(f"p{number}@sample.example")
    with pytest.raises(ValidationError, match="30 invitations are open already"):
        invited("one-more@sample.example")


@pytest.mark.parametrize("who", [people.contributor_at_st_marys, people.lead_of_bootham, people.moderator])
def test_only_leads_of_the_school_invite(who):
    with pytest.raises(PermissionDenied, match="Only a lead of this school may invite"):
        invite_colleague(by=who(), school=people.st_marys(), email="a@b.example")


def test_a_visitor_reads_it_and_is_sent_to_sign_in(client):
    page = page_of(invited())
    html = client.get(page).content.decode()
    assert "A lead of St Mary’s School invites you as contributor." in html
    assert "newcomer" not in html
    assert client.post(page).url.startswith("/accounts/login/?next=")
    assert Invitation.objects.get().accepted_at is None


def test_it_is_worth_nothing_to_another_address(sign_in):
    invitation = invited()
    client = sign_in(people.lead_of_bootham())
    assert "It was sent to another address" in client.get(page_of(invitation)).content.decode()
    answer = client.post(page_of(invitation))
    assert answer.status_code == 403
    assert "This invitation was sent to another address." in answer.content.decode()
    assert Membership.objects.filter(user=people.lead_of_bootham(), school=people.st_marys()).count() == 0


def test_an_address_that_is_not_verified_does_not_count():
    invitation, person = invited(), people.newcomer()
    person.emailaddress_set.update(verified=False)
    with pytest.raises(PermissionDenied):
        accept_invitation(by=person, invitation=invitation)


def test_accepting_twice_is_accepting_once_and_after_leaving_it_is_used():
    invitation, person = invited(), people.newcomer()
    place = accept_invitation(by=person, invitation=invitation)
    assert accept_invitation(by=person, invitation=invitation) == place
    end_membership(membership=place, by=person)
    with pytest.raises(ValidationError, match="Each works once"):
        accept_invitation(by=person, invitation=invitation)
    assert Membership.objects.filter(user=person).count() == 1


def test_who_waits_is_let_in_by_the_invitation():
    from accounts.actions import ask_to_join_school

    invitation = invited()
    waiting = ask_to_join_school(by=people.newcomer(), school=people.st_marys(), role=Role.LEAD)
    place = accept_invitation(by=people.newcomer(), invitation=invitation)
    assert (place.pk, place.state, place.role) == (waiting.pk, "active", "contributor")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "This invitation has run out."),
        ({"withdrawn_at": timezone.now()}, "This invitation was withdrawn."),
        ({"accepted_at": timezone.now()}, "This invitation has been used."),
        ({"invited_by": None}, "Whoever invited you is no longer a lead of the school."),
    ],
)
def test_what_no_longer_holds_says_so_with_410(sign_in, change, sentence):
    invitation = invited()
    Invitation.objects.update(**change)
    client = sign_in(people.newcomer())
    answer = client.get(page_of(invitation))
    assert answer.status_code == 410
    assert sentence in answer.content.decode()
    assert sentence in client.post(page_of(invitation), follow=True).content.decode()
    assert not is_member(people.newcomer(), people.st_marys())


def test_the_word_of_a_lead_who_has_left_does_not_hold():
    invitation, lead = invited(), people.lead_of_st_marys()
    end_membership(membership=Membership.objects.get(user=lead), by=lead)
    with pytest.raises(ValidationError, match="no longer a lead"):
        accept_invitation(by=people.newcomer(), invitation=invitation)


@pytest.mark.parametrize("token", ["wrong", "x" * 500, "%00", "…"])
def test_a_link_that_nobody_sent(client, token):
    assert client.get(f"/accounts/invitations/{token}/").status_code == 404


def test_withdrawing(sign_in, client):
    invitation = invited()
    address = f"{COLLEAGUES}invitations/{invitation.pk}/withdraw/"
    sign_in(people.lead_of_bootham())
    assert client.post(address).status_code == 404
    people.contributor_at_st_marys()
    sign_in(people.contributor_at_st_marys())
    assert client.post(address).status_code == 403
    sign_in(people.lead_of_st_marys())
    assert client.get(address).status_code == 405
    assert Invitation.objects.get().withdrawn_at is None
    for _ in range(2):
        assert "The invitation is withdrawn." in client.post(address, follow=True).content.decode()
    assert Invitation.objects.open().count() == 0
    Invitation.objects.update(withdrawn_at=None, accepted_at=timezone.now())
    assert "This invitation has been accepted." in client.post(address, follow=True).content.decode()
