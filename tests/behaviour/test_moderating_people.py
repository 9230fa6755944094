"""Moderators and people: who enters the admin, what they decide, what they cannot read."""

from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.actions import approve_membership, ask_to_join_school
from accounts.models import Membership, Role, User
from accounts.permissions import is_lead
from tests import people

pytestmark = pytest.mark.django_db

PLACES = "/admin/accounts/membership/"
PEOPLE = "/admin/accounts/user/"


def waiting() -> Membership:
    people.lead_of_st_marys()
    return ask_to_join_school(by=people.newcomer(), school=people.st_marys(), job_title="Bursar")


def test_visitors_enter_the_admin_through_our_own_log_in(client):
    for address in ("/admin/", "/admin/login/", PEOPLE):
        last = client.get(address, follow=True).redirect_chain[-1][0]
        assert unquote(last).startswith("/accounts/login/?next=/admin/"), address
    answer = client.post("/admin/login/", {"username": people.superuser().email, "password": people.PASSWORD})
    assert answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_people_who_are_no_moderators_stay_outside(sign_in):
    client = sign_in(people.lead_of_st_marys())
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(PEOPLE, follow=True).status_code == 403


def test_a_moderator_cannot_try_passwords_at_the_admin_log_in(sign_in):
    client = sign_in(people.moderator())
    people.superuser()
    client.post("/admin/login/", {"username": "admin@sample.example", "password": people.PASSWORD})
    assert client.session["_auth_user_id"] == str(people.moderator().pk)


@pytest.mark.parametrize("who", [people.moderator, people.superuser])
def test_with_two_steps_on_staff_set_up_a_second_step_first(sign_in, settings, who):
    client = sign_in(who())
    assert client.get("/admin/").status_code == 200
    settings.STAFF_TWO_STEP = True
    for address in ("/admin/", PEOPLE, f"{PEOPLE}{who().pk}/change/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == "/accounts/2fa/", address
    assert "Set up a second step first." in answer.content.decode()
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(who(), generate_totp_secret())
    assert client.get("/admin/").status_code == 200


def test_production_switches_two_steps_on():
    from pathlib import Path

    from schools_together.settings import base

    assert base.STAFF_TWO_STEP is False
    assert "STAFF_TWO_STEP = True" in Path(base.__file__).with_name("production.py").read_text(encoding="utf-8")


def test_requests_stand_first_with_the_evidence(sign_in):
    place, client = waiting(), sign_in(people.moderator())
    listing = client.get(PLACES).content.decode()
    assert listing.index("Nora Newcomer") < listing.index("Alice Lead")
    html = client.get(f"{PLACES}{place.pk}/change/").content.decode()
    for words in (
        "sample.example",
        "https://www.school.example",
        "Alice Lead (Lead, active)",
        "Bursar",
        "Let in as lead",
    ):
        assert words in html, words
    assert "newcomer@sample.example" not in html


def test_a_moderator_lets_somebody_in_with_a_reason(sign_in):
    place, client = waiting(), sign_in(people.moderator())
    address = f"{PLACES}{place.pk}/change/"
    assert "Say what convinced you." in client.post(address, {"decision": "lead"}).content.decode()
    assert "Choose what you have decided." in client.post(address, {"reason": "x"}).content.decode()
    assert not is_lead(people.newcomer(), people.st_marys())
    sent = {"decision": "lead", "reason": "Rang the office.", "state": "ended", "user": people.superuser().pk}
    assert client.post(address, sent).status_code == 302
    place.refresh_from_db()
    told = (place.state, place.role, place.reason, place.decided_by, place.user)
    assert told == ("active", "lead", "Rang the office.", people.moderator(), people.newcomer())
    assert client.post(address, {"decision": "refuse", "reason": "x"}).status_code == 200
    assert is_lead(people.newcomer(), people.st_marys())
    client.post(address, {"decision": "end", "reason": "Has left."})
    assert not is_lead(people.newcomer(), people.st_marys())
    assert client.post(address, {"decision": "lead", "reason": "x"}).status_code == 403


def test_nobody_decides_on_their_own_place(sign_in):
    place = ask_to_join_school(by=people.superuser(), school=people.st_marys(), role=Role.LEAD)
    client = sign_in(people.superuser())
    address = f"{PLACES}{place.pk}/change/"
    assert "Let in as lead" not in client.get(address).content.decode()
    assert client.post(address, {"decision": "lead", "reason": "x"}).status_code == 403
    assert not is_lead(people.superuser(), people.st_marys())


def test_disabling_a_person_ends_their_session(sign_in):
    lead = people.lead_of_st_marys()
    theirs = Client()
    theirs.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    client = sign_in(people.moderator())
    client.post(f"{PEOPLE}{lead.pk}/change/", inline() | {"name": lead.name})
    assert theirs.get("/my-school/").status_code == 302


def inline() -> dict:
    return {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}


def test_a_moderator_raises_nobody_and_shuts_out_no_peer(sign_in):
    lead, client = people.lead_of_st_marys(), sign_in(people.moderator())
    client.post(
        f"{PEOPLE}{lead.pk}/change/",
        inline() | {"name": "A", "is_active": "on", "is_staff": "on", "is_superuser": "on"},
    )
    lead.refresh_from_db()
    assert (lead.name, lead.is_staff, lead.is_superuser) == ("A", False, False)
    for peer in (people.superuser(), people.moderator()):
        assert client.post(f"{PEOPLE}{peer.pk}/change/", inline() | {"name": "B"}).status_code == 403
        assert User.objects.get(pk=peer.pk).is_active


def test_addresses_are_masked_unless_seeing_them_was_given_by_name(sign_in):
    lead, client = people.lead_of_st_marys(), sign_in(people.moderator())
    for address in (PEOPLE, f"{PEOPLE}?q=lead@stmarys.example", f"{PEOPLE}{lead.pk}/change/"):
        html = (
            client.get(address)
            .content.decode()
            .replace("q=lead@stmarys.example", "")
            .replace('value="lead@stmarys.example"', "")
        )
        assert "lead@stmarys.example" not in html, address
        assert "stmarys.example" in html, address
    from django.contrib.auth.models import Permission

    people.moderator().user_permissions.add(Permission.objects.get(codename="see_address"))
    assert "lead@stmarys.example" in client.get(f"{PEOPLE}{lead.pk}/change/").content.decode()


@pytest.mark.parametrize("who", [people.moderator, people.superuser])
@pytest.mark.parametrize(
    "guess",
    [
        "user/?password__startswith=pbkdf2", "user/?password=x", "user/?email__startswith=l",
        "membership/?user__password__startswith=md5", "membership/?user__email__contains=a",
        "membership/?decided_by__password__regex=.", "invitation/?token__startswith=a",
        "invitation/?invited_by__password__startswith=a", "membership/?user__memberships__user__password__startswith=a",
    ],
)  # fmt: skip
def test_no_address_of_the_admin_guesses_at_secrets(sign_in, who, guess):
    people.lead_of_st_marys()
    assert sign_in(who()).get(f"/admin/accounts/{guess}").status_code == 400


def test_nobody_is_added_or_deleted_here(sign_in):
    place, client = waiting(), sign_in(people.superuser())
    for model, pk in (("user", people.newcomer().pk), ("membership", place.pk)):
        assert client.post(f"/admin/accounts/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
        assert client.get(f"/admin/accounts/{model}/add/").status_code == 403
        assert "delete_selected" not in client.get(f"/admin/accounts/{model}/").content.decode()
        chosen = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
        client.post(f"/admin/accounts/{model}/", chosen)
    assert User.objects.filter(pk=people.newcomer().pk).exists()
    assert Membership.objects.filter(pk=place.pk).exists()


def test_invitations_are_read_without_their_link(sign_in):
    from accounts.actions import invite_colleague

    made = invite_colleague(by=people.lead_of_st_marys(), school=people.st_marys(), email="new@stmarys.example")
    client = sign_in(people.moderator())
    for address in ("/admin/accounts/invitation/", f"/admin/accounts/invitation/{made.pk}/change/"):
        html = client.get(address).content.decode()
        assert "n…@stmarys.example" in html
        assert made.token not in html
        assert "new@stmarys.example" not in html


def test_tables_of_libraries_are_not_in_the_admin(sign_in):
    client = sign_in(people.superuser())
    for address in ("mfa/authenticator/", "account/emailaddress/", "usersessions/usersession/", "auth/group/"):
        assert client.get(f"/admin/{address}").status_code == 404


def test_of_two_moderators_the_second_learns_that_it_was_decided(sign_in):
    place, client = waiting(), sign_in(people.moderator())
    approve_membership(membership=place, by=people.superuser())
    answer = client.post(f"{PLACES}{place.pk}/change/", {"decision": "refuse", "reason": "x"})
    assert "is not one of the available choices" in answer.content.decode()
    assert Membership.objects.get(pk=place.pk).state == "active"


def test_who_changed_what_is_kept(sign_in):
    place, client = waiting(), sign_in(people.moderator())
    client.post(f"{PLACES}{place.pk}/change/", {"decision": "contributor", "reason": "Rang the office."})
    html = client.get(f"{PLACES}{place.pk}/history/").content.decode()
    assert "Let in" in html
    assert "style=" not in html


def test_an_old_version_is_not_written_back(sign_in):
    place, client = waiting(), sign_in(people.superuser())
    approve_membership(membership=place, by=people.moderator())
    oldest = place.history.last()
    address = f"{PLACES}{place.pk}/history/{oldest.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, {"decision": "end", "reason": "x"}).status_code == 404
    assert Membership.objects.get(pk=place.pk).state == "active"


def test_the_admin_page_changes_its_password_where_everybody_does(sign_in):
    assert sign_in(people.moderator()).get("/admin/password_change/").url == "/accounts/password/change/"
