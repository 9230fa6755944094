"""Joining a school: pick it, ask, wait for a lead or a moderator."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.actions import approve_membership, ask_to_join_school, end_membership, refuse_membership
from accounts.models import Membership, MembershipState, Role
from accounts.permissions import is_lead, is_member
from schools.models import SchoolLink, SchoolProfile
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

JOIN = "/accounts/schools/join/"
ASKED = {"job_title": "Deputy head", "role": "lead"}


def ask(client, **fields):
    return client.post(JOIN, {**ASKED, **fields})


def request_to_join(school=None, role=Role.CONTRIBUTOR) -> Membership:
    return ask_to_join_school(by=people.newcomer(), school=school or people.st_marys(), role=role, job_title="Bursar")


def test_somebody_asks_without_a_script_type_choose_send(sign_in):
    client, school = sign_in(people.newcomer()), people.bootham()
    lead = people.lead_of_bootham()
    page = ask(client, school_q="bootham").content.decode()
    assert "Choose your school from the list." in page
    assert f'type="radio" class="form-check-input is-invalid" name="school" value="{school.pk}"' in page
    assert 'value="Deputy head"' in page
    assert "data-school-picker" not in page
    answer = ask(client, school_q="bootham", school=school.pk)
    assert (answer.status_code, answer.url) == (
        302,
        f"/accounts/schools/joining/{Membership.objects.get(user=people.newcomer()).pk}/",
    )
    place = Membership.objects.get(user=people.newcomer())
    assert (place.school, place.state, place.role, place.job_title) == (school, "waiting", "lead", "Deputy head")
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (lead.email, "Somebody asks to join Bootham School")
    assert "Nora" not in letter.text
    assert "You have asked to join Bootham School" in client.get("/my-school/").content.decode()


def test_the_page_offers_suggestions_to_those_with_a_script(sign_in):
    page = sign_in(people.newcomer()).get(JOIN).content.decode()
    assert "data-school-picker" in page
    assert 'data-url="/schools/suggest/"' in page
    assert 'data-target="id_school"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Type the name, town or postcode of your school."),
        ({"school_q": "hogwarts"}, "We know no school by these words."),
        ({"school_q": "x", "school": "99999999"}, "Choose your school from the list."),
        ({"school_q": "bootham", "job_title": ""}, "Enter your role at the school, like deputy head."),
        ({"school_q": "bootham", "role": "superuser"}, "Choose one of the two."),
        ({"school_q": "bootham", "role": ""}, "Choose what you will do here."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(sign_in, fields, sentence):
    people.bootham()
    answer = ask(sign_in(people.newcomer()), **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert "<title>Error: Join your school" in html
    assert fields.get("school_q", "") in html
    assert Membership.objects.count() == 0


def test_a_closed_school_is_refused_and_its_successor_offered(sign_in):
    closed = factories.school(name="Old Grammar", status="closed", closed_on=date(2024, 8, 31))
    SchoolLink.objects.create(predecessor=closed, successor=people.bootham(), kind="Successor")
    html = ask(sign_in(people.newcomer()), school_q="old grammar").content.decode()
    assert "Old Grammar closed on 31 August 2024. Choose the school that came after it." in html
    assert "Bootham School" in html
    with pytest.raises(ValidationError, match="has no pupils today"):
        request_to_join(closed)


def test_asking_twice_is_asking_once(sign_in):
    client, school = sign_in(people.newcomer()), people.bootham()
    for _ in range(2):
        ask(client, school_q="x", school=school.pk)
    assert Membership.objects.count() == 1


def test_fields_that_were_not_asked_for_are_ignored(sign_in):
    client, school = sign_in(people.newcomer()), people.bootham()
    extra = {field.name: "1" for field in Membership._meta.fields} | {"state": "active", "user": people.superuser().pk}
    ask(client, **{name: value for name, value in extra.items() if name not in ("school", "role", "job_title")},
        school=school.pk)  # fmt: skip
    place = Membership.objects.get()
    assert (place.user, place.state, place.decided_by, place.reason) == (people.newcomer(), "waiting", None, "")


def test_visitors_sign_in_first_and_reading_asks_nothing(client, sign_in):
    assert client.get(JOIN).url == f"/accounts/login/?next={JOIN}"
    assert ask(client, school=people.bootham().pk).status_code == 302
    sign_in(people.newcomer()).get(JOIN, {"school": people.bootham().pk})
    assert Membership.objects.count() == 0


def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.newcomer(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert ask(strict, school=people.bootham().pk).status_code == 403
    assert Membership.objects.count() == 0


def test_waiting_gives_no_rights():
    place = request_to_join(role=Role.LEAD)
    assert not is_member(place.user, place.school)


@pytest.mark.parametrize("by", [people.lead_of_st_marys, people.moderator])
def test_a_lead_or_a_moderator_lets_somebody_in_once(by):
    place = request_to_join()
    for _ in range(2):
        done = approve_membership(membership=place, by=by(), role=Role.LEAD, reason="I know her.")
    assert (done.state, done.role, done.decided_by, done.reason) == ("active", "lead", by(), "I know her.")
    assert is_lead(place.user, place.school)
    assert SchoolProfile.objects.filter(school=place.school).count() == 1
    assert Letter.objects.filter(to=place.user.email).count() == 1
    assert [one.history_user for one in done.history.all()] == [by(), place.user]


@pytest.mark.parametrize(
    "by", [people.newcomer, people.contributor_at_st_marys, people.lead_of_st_albans, people.lead_of_bootham]
)
@pytest.mark.parametrize("decide", [approve_membership, refuse_membership])
def test_nobody_else_decides_and_nobody_on_their_own_place(by, decide):
    place = request_to_join()
    with pytest.raises(PermissionDenied):
        decide(membership=place, by=by())
    place.refresh_from_db()
    assert place.state == MembershipState.WAITING


def test_a_moderator_does_not_decide_on_their_own_place():
    place = ask_to_join_school(by=people.moderator(), school=people.bootham())
    with pytest.raises(PermissionDenied, match="Nobody decides on their own place"):
        approve_membership(membership=place, by=people.moderator())


def test_a_refused_person_may_ask_again_and_the_old_request_stays_refused():
    place = request_to_join()
    for _ in range(2):
        refuse_membership(membership=place, by=people.lead_of_st_marys(), reason="Unknown to us.")
    assert Letter.objects.filter(to=place.user.email).count() == 1
    with pytest.raises(ValidationError, match="has been answered already"):
        approve_membership(membership=place, by=people.lead_of_st_marys())
    again = request_to_join()
    assert (again.pk != place.pk, again.state) == (True, "waiting")


def test_who_was_let_in_meanwhile_is_not_refused():
    place = request_to_join()
    approve_membership(membership=place, by=people.moderator())
    with pytest.raises(ValidationError, match="let this person in meanwhile"):
        refuse_membership(membership=place, by=people.lead_of_st_marys())


def test_a_school_that_closed_meanwhile_and_a_person_who_was_disabled():
    place = request_to_join()
    type(place.user).objects.filter(pk=place.user_id).update(is_active=False)
    with pytest.raises(ValidationError, match="account has been closed"):
        approve_membership(membership=place, by=people.lead_of_st_marys())
    type(place.school).objects.filter(pk=place.school_id).update(status="closed")
    with pytest.raises(ValidationError, match="has closed"):
        approve_membership(membership=place, by=people.moderator())


def test_rights_end_when_the_school_closes():
    lead = people.lead_of_st_marys()
    assert is_lead(lead, people.st_marys())
    type(people.st_marys()).objects.filter(pk=people.st_marys().pk).update(status="closed")
    assert not is_lead(lead, people.st_marys())


def test_a_request_can_be_taken_back(sign_in):
    place = request_to_join()
    client = sign_in(place.user)
    address = f"/my-school/colleagues/{place.pk}/end/"
    assert "Leave St Mary’s School?" in client.get(address).content.decode()
    place.refresh_from_db()
    assert place.state == MembershipState.WAITING
    client.post(address)
    place.refresh_from_db()
    assert place.state == MembershipState.ENDED
    assert end_membership(membership=place, by=place.user).ended_at == place.ended_at
