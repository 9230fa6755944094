"""Moderators and people: who enters the admin, what they decide, what they cannot read."""

from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.actions import approve_membership, ask_to_join_school
from accounts.models import AccountDecision, Membership, Role, User
from accounts.permissions import is_lead, is_member
from partnerships.models import Idea
from tests import factories, people

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
        "Alice Lead (Lead, active; stmarys.example: not the domain of the school’s website)",
        "What speaks for the person",
        "Not the domain of the school’s website",
        "school.example: belongs to this school alone",
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


def decide(client, person: User, deed: str, reason: str = "Because.", **more):
    none = {f"{rows}-{count}_FORMS": 0 for rows in ("memberships", "decisions") for count in ("TOTAL", "INITIAL")}
    return client.post(f"{PEOPLE}{person.pk}/change/", none | {"deed": deed, "reason": reason, **more})


def session_of(person: User) -> Client:
    theirs = Client()
    theirs.post("/accounts/login/", {"login": person.email, "password": people.PASSWORD})
    assert theirs.get("/my-school/").status_code == 200
    return theirs


@pytest.mark.parametrize("deed", ["close", "end-sessions"])
def test_closing_an_account_or_signing_out_everywhere_ends_its_sessions(sign_in, deed):
    lead = people.lead_of_st_marys()
    theirs, client = session_of(lead), sign_in(people.moderator())
    assert decide(client, lead, deed, "Left the school.").status_code == 302
    assert theirs.get("/my-school/").status_code == 302
    lead.refresh_from_db()
    assert lead.is_active == (deed != "close")
    html = client.get(f"{PEOPLE}{lead.pk}/change/").content.decode()
    assert "Left the school." in html
    if deed == "close":
        decide(client, lead, "open", "It was a mistake.")
        lead.refresh_from_db()
        assert lead.is_active


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"deed": "close", "reason": " "}, "Say why."),
        ({"deed": "", "reason": "x"}, "Choose what to do."),
        ({"deed": "merge", "reason": "x"}, "Choose the account that stays."),
        ({"deed": "merge", "reason": "x", "into": "99999"}, "Choose an account that is open."),
        ({"deed": "make-moderator", "reason": "x"}, "is not one of the available choices"),
    ],
)
def test_a_deed_needs_a_reason_and_must_be_in_ones_power(sign_in, fields, sentence):
    lead, client = people.lead_of_st_marys(), sign_in(people.moderator())
    assert sentence in decide(client, lead, **fields).content.decode()
    lead.refresh_from_db()
    assert (lead.is_active, lead.is_staff) == (True, False)
    assert AccountDecision.objects.count() == 0


def test_a_moderator_raises_nobody_and_shuts_out_no_peer(sign_in):
    lead, client = people.lead_of_st_marys(), sign_in(people.moderator())
    decide(client, lead, "end-sessions", is_staff="on", is_superuser="on", is_active="", name="Other", email="a@b.c")
    lead.refresh_from_db()
    told = (lead.name, lead.email, lead.is_active, lead.is_staff, lead.is_superuser)
    assert told == ("Alice Lead", "lead@stmarys.example", True, False, False)
    for peer in (people.superuser(), people.moderator()):
        assert decide(client, peer, "close").status_code == 403
        assert User.objects.get(pk=peer.pk).is_active


def test_a_superuser_gives_and_takes_moderators_rights_and_sessions_end(sign_in):
    lead = people.lead_of_st_marys()
    client = sign_in(people.superuser())
    for deed, staff in (("make-moderator", True), ("no-moderator", False)):
        theirs = session_of(lead)
        decide(client, lead, deed, "Agreed with the trustees.")
        lead.refresh_from_db()
        assert lead.is_staff is staff
        assert theirs.get("/my-school/").status_code == 302
    assert decide(client, people.superuser(), "close").status_code == 403


class TestMergingTwoAccounts:
    def accounts(self) -> tuple[User, User]:
        """A person's old account, a contributor at two schools, and the new one, a lead at one of them."""
        old = people.member("old@stmarys.example", "Ann Old", people.st_marys(), Role.LEAD)
        Membership.objects.create(user=old, school=people.bootham(), state="active", role=Role.CONTRIBUTOR)
        return old, people.member("new@stmarys.example", "Ann New", people.st_marys(), Role.CONTRIBUTOR)

    def test_everything_goes_to_one_and_no_role_is_raised(self, sign_in):
        old, new = self.accounts()
        project = factories.project(host=people.st_marys())
        Idea.objects.create(user=old, project=project, note="Ask in May")
        group = factories.group(members=[people.st_marys()])
        group.coordinators.add(old)
        theirs, client = session_of(old), sign_in(people.moderator())
        assert decide(client, old, "merge", "She rang.", into=new.pk).status_code == 302
        assert (is_lead(new, people.st_marys()), is_member(new, people.bootham())) == (False, True)
        assert not is_member(old, people.st_marys()) and not is_member(old, people.bootham())
        assert Idea.objects.get().user == new
        assert list(group.coordinators.all()) == [new]
        assert theirs.get("/my-school/").status_code == 302
        old.refresh_from_db()
        assert not old.is_active
        assert AccountDecision.objects.get().reason == f"Into account {new.pk}. She rang."
        assert new.emailaddress_set.get().email == "new@stmarys.example"

    def test_what_one_has_already_stays_behind(self, sign_in):
        old, new = self.accounts()
        project = factories.project(host=people.st_marys())
        for person in (old, new):
            Idea.objects.create(user=person, project=project, note=person.name)
        decide(sign_in(people.moderator()), old, "merge", "She rang.", into=new.pk)
        assert Idea.objects.get(user=new).note == "Ann New"

    @pytest.mark.parametrize("into", [people.moderator, people.superuser])
    def test_never_into_a_moderators_account(self, sign_in, into):
        old, _ = self.accounts()
        html = decide(sign_in(people.superuser()), old, "merge", "x", into=into().pk, follow=True)
        assert html.status_code == 302
        assert is_lead(old, people.st_marys())

    def test_never_into_itself(self, sign_in):
        old, _ = self.accounts()
        decide(sign_in(people.moderator()), old, "merge", "x", into=old.pk)
        assert is_lead(old, people.st_marys())
        assert AccountDecision.objects.count() == 0


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


def test_a_person_is_found_by_name_whole_address_or_domain_and_not_by_part_of_an_address(sign_in):
    people.lead_of_st_marys()
    client = sign_in(people.moderator())
    for words, found in (
        ("Alice", True), ("lead@stmarys.example", True), ("stmarys.example", True), ("@stmarys.example", True),
        ("lead@st", False), ("ead@stmarys.example", False), ("tmarys.example", False),
    ):  # fmt: skip
        assert ("Alice Lead</a>" in client.get(PEOPLE, {"q": words}).content.decode()) is found, words


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
