"""A school where nobody is registered answers through a link to its office: page first, a button decides."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from partnerships import actions
from partnerships.links import path_of
from partnerships.models import Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

OFFICE = "office@hillside.example"
HEAD = "Head, or deputy head"


@pytest.fixture
def hillside():
    """A school with a website in the register, and nobody here."""
    return factories.school(name="Hillside Primary School", website="https://www.hillside.example", town="Ely")


@pytest.fixture
def project(hillside) -> Project:
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), waiting=[hillside], title="Chemistry in a real lab")


def part_of(project) -> Participation:
    return project.participations.select_related("school", "project").get(role="partner")


@pytest.fixture
def link(project) -> str:
    """The link as it stands in the letter to the office."""
    part = part_of(project)
    actions.ask_by_link(by=people.lead_of_st_marys(), participation=part, address=OFFICE)
    letter = Letter.objects.get(to=OFFICE)
    return re.search(r"https?://[^/]+(/confirm/\S+)", letter.text)[1]


def asks(project) -> str:
    return reverse("partnerships:partner_ask", args=[project.slug, part_of(project).pk])


def test_the_letter_holds_the_link_and_names_nobody(link, project):
    letter = Letter.objects.get(to=OFFICE)
    assert link == path_of(part_of(project))
    assert link in letter.html
    for secret in ("Alice", "lead@stmarys.example", project.summary):
        assert secret not in letter.text + letter.html


def test_opening_the_link_twice_shows_the_page_and_decides_nothing(client, link, project):
    for _ in range(2):
        page = client.get(link)
        assert page.status_code == 200
    assert "St Mary’s School says that Hillside Primary School takes part in" in page.content.decode()
    assert part_of(project).state == "invited"
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_yes_shows_the_name_and_tells_both_sides(client, link, project):
    assert "Hillside" not in client.get(project.get_absolute_url()).content.decode()
    answer = client.post(link, {"confirm": "1", "role": HEAD, "gains": "A laboratory."}, follow=True)
    assert "Your school has confirmed" in answer.content.decode()
    part = part_of(project)
    assert (part.state, part.answered_by, part.answered_role, part.gains) == ("confirmed", None, HEAD, "A laboratory.")
    page = client.get(project.get_absolute_url()).content.decode()
    assert "Hillside Primary School" in page
    assert "Confirmed by both schools" in page
    assert Letter.objects.filter(to=OFFICE, subject__startswith="Your school has confirmed").count() == 1
    assert Letter.objects.filter(to="lead@stmarys.example", subject__startswith="A partner has answered").count() == 1


def test_yes_twice_is_yes_once(client, link, project):
    for _ in range(2):
        client.post(link, {"confirm": "1", "role": HEAD, "gains": "A laboratory."})
    part = part_of(project)
    assert part.history.filter(history_change_reason="Confirmed").count() == 1
    assert Letter.objects.filter(to=OFFICE).count() == 2


def test_words_that_may_not_belong_there_are_told_before_the_yes(client, link, project):
    typed = {"confirm": "1", "role": HEAD, "gains": "Emily Smith of Year 9 plays.", "gives": "Ring 01353 555 010."}
    page = client.post(link, typed)
    told = page.content.decode()
    assert part_of(project).state == "invited"
    assert told.count('<li><a href="#id_g') == 2
    assert "Emily Smith of Year 9 plays." in told
    looked = re.search(r'name="looked" value="(\w+)"', told)[1]
    other = client.post(link, {**typed, "gives": "Ring 01353 555 011.", "looked": looked})
    assert part_of(project).state == "invited", "another number was not on the page"
    looked = re.search(r'name="looked" value="(\w+)"', other.content.decode())[1]
    client.post(link, {**typed, "gives": "Ring 01353 555 011.", "looked": looked})
    assert (part_of(project).state, part_of(project).gives) == ("confirmed", "Ring 01353 555 011.")


def test_no_is_not_held_up_by_words(client, link, project):
    client.post(link, {"decline": "1", "gains": "Emily Smith of Year 9 plays.", "gives": "Ring 01353 555 010."})
    assert part_of(project).state == "declined"


def test_yes_needs_to_say_what_one_is_at_the_school(client, link, project):
    page = client.post(link, {"confirm": "1", "gains": "Words that stay."})
    assert page.status_code == 422
    assert "Choose what you are at the school." in page.content.decode()
    assert "Words that stay." in page.content.decode()
    assert part_of(project).state == "invited"


def test_no_button_is_no_answer(client, link, project):
    assert "Choose whether it is true or not." in client.post(link, {"gains": "x"}).content.decode()
    assert part_of(project).state == "invited"


@pytest.mark.parametrize(
    ("button", "reason"), [("decline", "We were never asked."), ("wrong", "Wrong school: another one is meant.")]
)
def test_no_with_a_reason_that_only_the_posting_school_reads(sign_in, client, link, project, button, reason):
    client.post(link, {button: "1", "reason": "We were never asked."})
    part = part_of(project)
    assert (part.state, part.decline_reason) == ("declined", reason)
    assert "Hillside" not in client.get(project.get_absolute_url()).content.decode()
    partners = sign_in(people.lead_of_st_marys()).get(reverse("partnerships:project_partners", args=[project.slug]))
    assert reason in partners.content.decode()


def test_after_yes_the_same_link_takes_the_name_off_for_a_year(client, link, project):
    client.post(link, {"confirm": "1", "role": HEAD})
    with time_machine.travel(timezone.now() + timedelta(days=300)):
        assert "Take our name off" in client.get(link).content.decode()
        client.post(link, {"leave": "1"})
    assert part_of(project).state == "left"
    assert "Hillside" not in client.get(project.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 410)])
def test_the_link_works_for_thirty_days(client, link, project, days, status):
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert client.get(link).status_code == status
        client.post(link, {"confirm": "1", "role": HEAD})
    assert (part_of(project).state == "confirmed") == (status == 200)


def test_a_link_that_was_taken_back_does_nothing(sign_in, client, link, project):
    withdraw = reverse("partnerships:partner_link_withdraw", args=[project.slug, part_of(project).pk])
    sign_in(people.lead_of_st_marys())
    assert client.get(withdraw).status_code == 405
    for _ in range(2):
        client.post(withdraw)
    client.logout()
    page = client.post(link, {"confirm": "1", "role": HEAD})
    assert page.status_code == 410
    assert "has taken it back, or sent a newer one" in page.content.decode()
    assert part_of(project).state == "invited"


def test_a_newer_link_ends_the_older_one(client, link, project):
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        actions.ask_by_link(by=people.lead_of_st_marys(), participation=part_of(project), address=OFFICE)
        assert client.get(link).status_code == 410
        assert client.get(path_of(part_of(project))).status_code == 200


def test_a_project_taken_back_to_a_draft_ends_the_link(client, link, project):
    Project.objects.update(state="draft")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(("old", "new"), [("/confirm/", "/confirm/1"), ("~", "~x"), ("-", "0-")])
def test_a_link_that_we_did_not_make_is_not_there(client, link, project, old, new):
    assert client.get(link).status_code == 200
    assert client.get(link.replace(old, new, 1)).status_code == 404


def test_asking_again_the_same_day_sends_nothing_more(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    for _ in range(3):
        page = client.post(asks(project), {"address": OFFICE}, follow=True)
    assert f"We have written to {OFFICE}." in page.content.decode()
    assert Letter.objects.filter(to=OFFICE).count() == 1


@pytest.mark.parametrize(
    "address", ["me@evil.example", "someone@hillside.example", "", "office@hillside.example.evil.example"]
)
def test_only_an_office_address_of_the_register_is_written_to(sign_in, project, address):
    sign_in(people.lead_of_st_marys()).post(asks(project), {"address": address})
    assert not Letter.objects.filter(to__contains="@").exclude(to__endswith="stmarys.example").exists()
    assert part_of(project).link_key == ""


def test_only_a_lead_writes_to_another_schools_office(sign_in, project):
    answer = sign_in(people.contributor_at_st_marys()).post(asks(project), {"address": OFFICE})
    assert answer.status_code == 403
    assert sign_in(people.lead_of_bootham()).post(asks(project), {"address": OFFICE}).status_code == 404
    assert not Letter.objects.filter(to=OFFICE).exists()


def test_where_somebody_is_registered_the_leads_are_asked_and_no_office(sign_in, project, hillside):
    people.member("head@hillside.example", "Hana Head", hillside, "lead")
    page = sign_in(people.lead_of_st_marys()).post(asks(project), {"address": OFFICE}, follow=True)
    assert "has leads here. We have asked them." in page.content.decode()
    assert not Letter.objects.filter(to=OFFICE).exists()


def test_a_project_that_becomes_public_asks_the_office_by_itself(hillside):
    lead = people.lead_of_st_marys()
    project = factories.project(host=people.st_marys(), waiting=[hillside], state="waiting", published_at=None)
    assert not Letter.objects.filter(to=OFFICE).exists()
    actions.approve_project(by=people.moderator(), project=project)
    assert Letter.objects.filter(to=OFFICE).count() == 1
    actions.withdraw_project(by=lead, project=project)
    actions.restore_project(by=people.moderator(), project=project)
    assert Letter.objects.filter(to=OFFICE).count() == 1


def test_naming_it_again_after_a_no_ends_the_old_link(client, link, project, hillside):
    client.post(link, {"decline": "1"})
    actions.name_partner(by=people.lead_of_st_marys(), project=project, school=hillside)
    assert part_of(project).state == "invited"
    assert client.post(link, {"confirm": "1", "role": HEAD}).status_code == 410
    assert client.get(path_of(part_of(project))).status_code == 200


def test_a_school_writes_to_twenty_offices_a_day(project):
    lead = people.lead_of_st_marys()
    for number in range(20):
        school = factories.school(website=f"https://school{number}.example")
        actions.name_partner(by=lead, project=project, school=school)
    assert Letter.objects.filter(to__startswith="office@").count() == 20
    with pytest.raises(Exception, match="written to 20 offices today"):
        actions.ask_by_link(by=lead, participation=part_of_twenty_first(lead, project), address="office@last.example")


def part_of_twenty_first(lead, project) -> Participation:
    school = factories.school(website="https://last.example")
    return actions.name_partner(by=lead, project=project, school=school)
