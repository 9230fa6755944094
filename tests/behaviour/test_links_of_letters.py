"""Mail scanners open every link of every letter: nothing changes by it, and each link leads its reader somewhere."""

import re
from types import SimpleNamespace

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.notices import off_path
from schools_together.outbox.models import Letter
from tests import people
from tests.house.addresses import WHO_MAY_SEE, address_of
from tests.house.world import World, make_world

from .test_every_letter import OURS, links, words_of_any_letter, write

pytestmark = pytest.mark.django_db

# Where each letter leads: an address of tests/house/addresses.py, or a page of the moderators.
LEADS_TO = {
    "partnerships:alert_confirm": "alert_confirm",
    "partnerships:alert_keep": "alert_wanted",
    "partnerships:project_list": "alert_found",
    "my_school": "digest membership_approved membership_contributor membership_ended membership_lead "
    "membership_refused",
    "messaging:enquiry": "enquiry_answered enquiry_forgotten enquiry_message enquiry_received enquiry_refused "
    "enquiry_waits",
    "schools:school": "enquiry_office",
    "home": "farewell",
    "partnerships:group_coordinate": "group_coordinator_asked",
    "partnerships:group_membership": "group_member_asked",
    "accounts:invitation": "invitation",
    "accounts:colleague_list": "membership_asked second_contact",
    "accounts:office_request": "office_code",
    "partnerships:participation_answer": "participation_asked",
    "partnerships:participation_link": "participation_link participation_link_confirmed",
    "partnerships:project_partners": "participation_answered participation_last_no",
    "partnerships:project_edit": "project_handed_over",
    "partnerships:project_pictures": "photo_expired photo_held",
    "partnerships:project": "project_approved project_archived project_changes "
    "project_hidden project_merged project_redacted project_unpublished project_waits_again",
    "partnerships:review": "review_asked",
    "messaging:enquiry_list": "school_frozen",
    "admin:messaging_heldenquiry_changelist": "enquiry_held",
    "admin:messaging_enquiry_changelist": "enquiry_without_lead",
    "admin:partnerships_group_changelist": "group_without_coordinator",
    "admin:accounts_membership_changelist": "membership_disowned requests_waiting school_without_lead",
    "admin:partnerships_project_changelist": "photo_held_desk",
    "admin:messaging_report_changelist": "report_urgent reports_overdue",
    "admin:schools_school_changelist": "school_led_by_nobody",
}
PLACES = {letter: place for place, letters in LEADS_TO.items() for letter in letters.split()}
READERS = ["visitor", "newcomer", "contributor", "lead", "partner", "moderator"]


def test_every_letter_says_where_it_leads():
    assert sorted(PLACES) == OURS


def all_links(world: World) -> set[str]:
    """Every link of every letter, as it stands in both parts, with the two that turn letters off."""
    line = SimpleNamespace(subject="A line of the daily letter", path=world.enquiry.get_absolute_url())
    own = {"choices_path": reverse("accounts:notice_choices"), "lines": [line]}
    found = set()
    for name, place in PLACES.items():
        path = address_of(place, WHO_MAY_SEE[place], world) if place in WHO_MAY_SEE else reverse(place)
        letter = write(
            name, {**words_of_any_letter(), **own, "path": path}, off_path(world.people["lead"], "enquiries")
        )
        plain, rich = links(letter)
        assert plain == rich
        found |= plain
    Letter.objects.all().delete()
    alert_off = address_of("partnerships:alert_off", WHO_MAY_SEE["partnerships:alert_off"], world)
    return {re.sub(r"^http://localhost(:\d+)?", "", link) or "/" for link in found} | {alert_off}


def everything_stored() -> dict[str, list]:
    """All rows of all tables but those of the sessions themselves."""
    models = [model for model in apps.get_models() if model not in (Session, UserSession)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_opening_every_link_twice_changes_nothing_and_each_leads_somewhere(sign_in, client):
    world = make_world()
    pages = sorted(all_links(world))
    assert len(pages) > 20
    answered = set()
    for reader in READERS:
        if world.people[reader]:
            sign_in(world.people[reader])
        before = everything_stored()
        for page in pages * 2:
            if client.get(page).status_code == 200:
                answered.add(page)
        after = everything_stored()
        assert [label for label in before if before[label] != after[label]] == [], reader
        client.logout()
    assert sorted(set(pages) - answered) == []


def test_the_link_for_a_new_password_works_after_a_scanner_has_opened_it(client):
    person = people.lead_of_st_marys()
    client.post("/accounts/password/reset/", {"email": person.email})
    letter = Letter.objects.latest("pk")
    link = next(link for link in links(letter)[0] if "/password/reset/" in link).partition("localhost")[2]
    page = link[link.index("/") :]
    before = everything_stored()
    scanner = type(client)()
    for _ in range(2):
        assert scanner.get(page, follow=True).status_code == 200
    assert everything_stored() == before
    answer = client.get(page, follow=True)
    assert "password1" in answer.content.decode()
