"""The posting school says what a partner does, brings and gains, until that partner has confirmed."""

import pytest
from django.urls import reverse

from partnerships import actions
from partnerships.models import Participation, Project
from partnerships.moderation import queue_for
from schools.models import SchoolProfile
from tests import factories, people

pytestmark = pytest.mark.django_db
TYPED = {"role": "host", "gains": "A laboratory for five afternoons.", "gives": "Curious children."}


@pytest.fixture
def project() -> Project:
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), waiting=[people.st_albans()], title="Chemistry in a real lab")


def part_of(school, project: Project) -> Participation:
    return project.participations.get(school=school)


def address(project: Project, school=None) -> str:
    part = part_of(school or people.st_albans(), project)
    return reverse("partnerships:partner_edit", args=[project.slug, part.pk])


def told(project: Project) -> tuple:
    part = part_of(people.st_albans(), project)
    return part.role, part.gains, part.gives, part.state


def test_a_lead_is_led_there_and_changes_role_and_words(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    partners = reverse("partnerships:project_partners", args=[project.slug])
    assert client.get(partners).content.decode().count(f'href="{address(project)}"') == 1
    assert "This is what your school says about its part." in client.get(address(project)).content.decode()
    page = client.post(address(project), {**TYPED, "role": "partner"}, follow=True).content.decode()
    assert "Saved what is said about St Alban’s Catholic Primary School." in page
    assert told(project) == ("partner", TYPED["gains"], TYPED["gives"], "invited")
    asked = sign_in(people.lead_of_st_albans()).get(reverse("partnerships:participation_answer", args=[project.slug]))
    assert TYPED["gains"] in asked.content.decode()


def test_saving_twice_is_saving_once(sign_in, project):
    Project.objects.update(state="draft")
    client = sign_in(people.contributor_at_st_marys())
    client.post(address(project), TYPED)
    client.post(address(project), TYPED)
    part = part_of(people.st_albans(), project)
    assert told(project) == ("host", TYPED["gains"], TYPED["gives"], "invited")
    assert part.history.filter(history_change_reason="Proposed").count() == 1


def test_wrong_answers_change_nothing_and_keep_what_was_typed(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    page = client.post(address(project), {**TYPED, "role": "sponsor"})
    assert page.status_code == 422
    assert "Choose host or partner." in page.content.decode()
    assert TYPED["gains"] in page.content.decode()
    left_alone = client.post(address(project), TYPED)
    assert "A public project names a host and a partner. Name another one first." in left_alone.content.decode()
    assert told(project) == ("partner", "", "", "invited")


@pytest.mark.parametrize(
    "person", [people.lead_of_st_albans, people.lead_of_bootham, people.newcomer, people.moderator]
)
def test_nobody_else_finds_the_page(sign_in, project, person):
    client = sign_in(person())
    assert client.get(address(project)).status_code == 404
    assert client.post(address(project), TYPED).status_code == 404
    assert told(project) == ("partner", "", "", "invited")


def test_a_contributor_is_told_that_leads_change_what_is_public(sign_in, project):
    page = sign_in(people.contributor_at_st_marys()).post(address(project), TYPED)
    assert page.status_code == 403
    assert "only its leads once it is public" in page.content.decode()
    assert told(project) == ("partner", "", "", "invited")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("confirmed", "has confirmed, so only its own members change what is said about it."),
        ("declined", "is not taking part. If that has changed, name it again."),
        ("left", "is not taking part. If that has changed, name it again."),
    ],
)
def test_once_the_partner_has_answered_it_speaks_for_itself(sign_in, project, state, sentence):
    part = part_of(people.st_albans(), project)
    Participation.objects.filter(pk=part.pk).update(state=state)
    client = sign_in(people.lead_of_st_marys())
    for answer in (client.get(address(project)), client.post(address(project), TYPED)):
        assert answer.status_code == 403
        assert f"St Alban’s Catholic Primary School {sentence}" in answer.content.decode()
    assert told(project) == ("partner", "", "", state)
    partners = client.get(reverse("partnerships:project_partners", args=[project.slug])).content.decode()
    assert f'href="{address(project)}"' not in partners


def test_then_the_partner_edits_its_own_part_and_it_is_found_at_once(sign_in, client, project):
    actions.confirm_participation(by=people.lead_of_st_albans(), participation=part_of(people.st_albans(), project))
    Project.objects.update(read_at=project.published_at)
    own = reverse("partnerships:participation_answer", args=[project.slug])
    sign_in(people.lead_of_st_albans()).post(own, {"tell": "1", "gains": "A titration bench."})
    assert told(project) == ("partner", "A titration bench.", "", "confirmed")
    client.logout()
    assert project.title in client.get("/projects/", {"q": "titration"}).content.decode()
    assert Project.objects.get().read_at is None, "a moderator reads the new words afterwards"


def test_reading_the_page_changes_nothing(sign_in, project):
    before = told(project)
    sign_in(people.lead_of_st_marys()).get(address(project), TYPED)
    assert told(project) == before


def test_the_own_part_of_the_posting_school_is_not_there(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    assert client.get(address(project, people.st_marys())).status_code == 404


def test_an_organisation_has_no_account_so_its_words_stay_with_the_school(sign_in, project):
    lead = people.lead_of_st_marys()
    part = actions.name_partner(by=lead, project=project, organisation="Lab for All")
    actions.confirm_participation(by=people.moderator(), participation=part)
    page = reverse("partnerships:partner_edit", args=[project.slug, part.pk])
    sign_in(lead).post(page, {"role": "partner", "gives": "Two chemists."})
    part.refresh_from_db()
    assert (part.gives, part.state) == ("Two chemists.", "confirmed")


def test_who_shares_the_draft_proposes_words_but_no_roles(sign_in):
    lead, partner = people.lead_of_st_marys(), people.lead_of_st_albans()
    draft = actions.start_draft(by=lead, school=people.st_marys(), title="Strings", shared_with=people.st_albans())
    actions.name_partner(by=lead, project=draft, school=people.st_albans())
    actions.name_partner(by=lead, project=draft, school=people.bootham())
    client = sign_in(partner)
    assert 'name="role"' not in client.get(address(draft, people.bootham())).content.decode()
    client.post(address(draft, people.bootham()), TYPED)
    part = part_of(people.bootham(), draft)
    assert (part.role, part.gains) == ("partner", TYPED["gains"])


@pytest.mark.parametrize("as_role", ["host", "partner"])
def test_nobody_says_yes_to_a_role_that_was_changed_meanwhile(sign_in, project, as_role):
    actions.name_partner(by=people.lead_of_st_marys(), project=project, school=people.bootham())
    client = sign_in(people.lead_of_st_albans())
    question = reverse("partnerships:participation_answer", args=[project.slug])
    assert "St Alban’s Catholic Primary School takes part in" in client.get(question).content.decode()
    actions.propose_part(
        by=people.lead_of_st_marys(),
        participation=part_of(people.st_albans(), project),
        role="host",
        gives="",
        gains="",
    )
    page = client.post(question, {"confirm": "1", "as_role": as_role})
    assert told(project)[3] == {"host": "confirmed", "partner": "invited"}[as_role]
    is_told = "Your role is now “host”. Read it again, then answer." in page.content.decode()
    assert is_told is (as_role == "partner")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Write to head@stalbans.example.", "head@stalbans.example"),
        ("Our Year 5 pupil Tom loved it.", "“Tom” may be the name of a pupil."),
    ],
)
def test_what_does_not_belong_there_is_pointed_out_to_whoever_wrote_it_and_to_moderators(
    sign_in, project, words, sentence
):
    page = sign_in(people.lead_of_st_marys()).post(address(project), {**TYPED, "role": "partner", "gains": words})
    shown = sign_in(people.lead_of_st_marys()).get(page["Location"]).content.decode()
    assert sentence in shown
    own = reverse("partnerships:participation_answer", args=[project.slug])
    partner = sign_in(people.lead_of_st_albans())
    assert sentence in partner.post(own, {"confirm": "1", "gains": words}, follow=True).content.decode()
    desk = sign_in(people.moderator()).get(reverse("admin:partnerships_project_change", args=[project.pk]))
    assert f"{sentence}" in desk.content.decode()
    assert queue_for(people.moderator())[0][0].risks != []


def test_an_address_in_the_words_of_a_partner_waits_for_a_moderator_even_from_a_trusted_school(project):
    lead, part = people.lead_of_st_marys(), part_of(people.st_albans(), project)
    SchoolProfile.objects.create(school=people.st_marys(), trusted_on=project.last_confirmed_on)
    for gains, state in (("A laboratory.", "public"), ("Write to head@stalbans.example.", "waiting")):
        Project.objects.update(state="draft", published_at=None)
        actions.propose_part(by=lead, participation=part, gives="", gains=gains)
        assert actions.send_for_publication(by=lead, project=Project.objects.get()).state == state
