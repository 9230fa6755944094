"""Colleagues: who sees them, who lets in, who ends, and that no school loses its last lead unseen."""

import pytest
from django.test import Client

from accounts.actions import ask_to_join_school, end_membership
from accounts.models import Membership, Role
from accounts.permissions import is_lead, is_member
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

COLLEAGUES = "/my-school/colleagues/"


def waiting() -> Membership:
    return ask_to_join_school(by=people.newcomer(), school=people.st_marys(), job_title="Bursar")


def place_of(person) -> Membership:
    return Membership.objects.get(user=person)


def test_a_lead_sees_everybody_and_lets_the_waiting_in(sign_in):
    people.contributor_at_st_marys()
    place, client = waiting(), sign_in(people.lead_of_st_marys())
    html = client.get(COLLEAGUES).content.decode()
    for words in ("Alice Lead", "Bob Teacher", "Nora Newcomer", "Bursar", "The address ends in", "sample.example"):
        assert words in html, words
    assert "@" not in html
    answer = client.post(f"{COLLEAGUES}{place.pk}/approve/", {"role": "contributor"}, follow=True)
    assert "Nora Newcomer can now act for St Mary’s School." in answer.content.decode()
    assert is_member(people.newcomer(), people.st_marys())


def test_not_now(sign_in):
    place, client = waiting(), sign_in(people.lead_of_st_marys())
    answer = client.post(f"{COLLEAGUES}{place.pk}/refuse/", follow=True)
    assert "You said “not now” to Nora Newcomer." in answer.content.decode()
    again = client.post(f"{COLLEAGUES}{place.pk}/approve/", {"role": "lead"}, follow=True)
    assert "This request has been answered already." in again.content.decode()
    assert not is_member(people.newcomer(), people.st_marys())


@pytest.mark.parametrize("role", ["", "moderator", "LEAD", "\x00"])
def test_a_role_that_is_none_lets_nobody_in(sign_in, role):
    place, client = waiting(), sign_in(people.lead_of_st_marys())
    answer = client.post(f"{COLLEAGUES}{place.pk}/approve/", {"role": role}, follow=True)
    assert "Choose whether to let them in as contributor or as lead." in answer.content.decode()
    assert not is_member(people.newcomer(), people.st_marys())


def test_a_contributor_sees_the_list_and_gets_a_sentence_on_acting(sign_in):
    people.lead_of_st_marys()
    place, client = waiting(), sign_in(people.contributor_at_st_marys())
    html = client.get(COLLEAGUES).content.decode()
    assert "Alice Lead" in html
    assert "Nora Newcomer" not in html
    assert "Invite a colleague" not in html
    leads_place = place_of(people.lead_of_st_marys())
    for act, sentence in {
        f"{place.pk}/approve/": "Only a lead of this school may let somebody in.",
        f"{place.pk}/refuse/": "Only a lead of this school may let somebody in.",
        f"{leads_place.pk}/end/": "Only a lead of this school, or the person, may end this place.",
        f"invite/{people.st_marys().pk}/": "Only a lead of this school may invite colleagues.",
    }.items():
        answer = client.post(f"{COLLEAGUES}{act}", {"role": "lead"})
        assert answer.status_code == 403, act
        assert sentence in answer.content.decode(), act
    assert is_lead(people.lead_of_st_marys(), people.st_marys())


@pytest.mark.parametrize("who", [people.lead_of_bootham, people.newcomer, people.moderator])
def test_strangers_find_nothing(sign_in, who):
    lead, place = people.lead_of_st_marys(), ask_to_join_school(by=people.lead_of_st_albans(), school=people.st_marys())
    client = sign_in(who())
    assert "Alice Lead" not in client.get(COLLEAGUES).content.decode()
    for act in (
        f"{place.pk}/approve/",
        f"{place.pk}/refuse/",
        f"{place_of(lead).pk}/end/",
        f"invite/{people.st_marys().pk}/",
    ):
        assert client.post(f"{COLLEAGUES}{act}", {"role": "lead"}).status_code == 404, act
    assert client.get(f"{COLLEAGUES}{place_of(lead).pk}/end/").status_code == 404
    assert Membership.objects.active().filter(school=people.st_marys()).count() == 1


def test_visitors_sign_in_first_and_acts_need_a_button(client, sign_in):
    place = waiting()
    assert client.get(COLLEAGUES).url == f"/accounts/login/?next={COLLEAGUES}"
    sign_in(people.lead_of_st_marys())
    for act in ("approve", "refuse"):
        assert client.get(f"{COLLEAGUES}{place.pk}/{act}/").status_code == 405
    assert client.get(f"{COLLEAGUES}{place.pk}/end/").status_code == 200
    place.refresh_from_db()
    assert place.state == "waiting"


def test_forms_without_their_token_are_refused():
    place, strict = waiting(), Client(enforce_csrf_checks=True)
    strict.force_login(people.lead_of_st_marys(), backend="allauth.account.auth_backends.AuthenticationBackend")
    for act in ("approve", "refuse", "end"):
        assert strict.post(f"{COLLEAGUES}{place.pk}/{act}/", {"role": "lead"}).status_code == 403
    place.refresh_from_db()
    assert place.state == "waiting"


def test_rights_end_with_the_next_request(sign_in):
    """Two sessions: while Bob works, Alice ends his place."""
    bob, project = people.contributor_at_st_marys(), factories.project(host=people.st_marys(), state="draft")
    bobs = sign_in(bob)
    assert bobs.get(project.get_absolute_url()).status_code == 200
    alices = Client()
    alices.force_login(people.lead_of_st_marys(), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = alices.post(f"{COLLEAGUES}{place_of(bob).pk}/end/", {"reason": "Left in July"}, follow=True)
    assert "The place of Bob Teacher at St Mary’s School has ended." in answer.content.decode()
    assert bobs.get(project.get_absolute_url()).status_code == 404
    assert Letter.objects.get(to=bob.email).subject == "Your place at St Mary’s School has ended"
    assert place_of(bob).reason == "Left in July"


def test_the_last_lead_is_warned_and_the_moderators_are_told(sign_in):
    lead, moderator = people.lead_of_st_marys(), people.moderator()
    client, address = sign_in(lead), f"{COLLEAGUES}{place_of(lead).pk}/end/"
    assert "This is the last lead" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address).url == "/my-school/"
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (moderator.email, "St Mary’s School has no lead any more")


def test_while_another_lead_stays_nobody_is_told(sign_in):
    lead = people.lead_of_st_marys()
    people.member("second@stmarys.example", "Sue Second", people.st_marys(), Role.LEAD)
    people.moderator()
    client, address = sign_in(lead), f"{COLLEAGUES}{place_of(lead).pk}/end/"
    assert "This is the last lead" not in client.get(address).content.decode()
    client.post(address)
    assert Letter.objects.count() == 0


def test_of_two_leads_who_remove_each_other_the_second_is_too_late():
    alice = people.lead_of_st_marys()
    sue = people.member("second@stmarys.example", "Sue Second", people.st_marys(), Role.LEAD)
    of_alice, of_sue = place_of(alice), place_of(sue)
    end_membership(membership=of_sue, by=alice)
    with pytest.raises(Exception, match="Only a lead of this school, or the person"):
        end_membership(membership=of_alice, by=sue)
    assert is_lead(alice, people.st_marys())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many(sign_in, django_assert_num_queries, count):
    client = sign_in(people.lead_of_st_marys())
    for number in range(count):
        person = people.person(f"p{number}@stmarys.example", f"P {number}")
        ask_to_join_school(by=person, school=people.st_marys())
        people.member(f"m{number}@stmarys.example", f"M {number}", people.st_marys(), Role.CONTRIBUTOR)
    with django_assert_num_queries(7):
        client.get(COLLEAGUES)
