"""Both schools stand behind what is said: a school is named only when its own lead has agreed."""

import pytest
from django.urls import reverse

from partnerships import actions
from partnerships.models import Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), waiting=[people.st_albans()], title="Chemistry in a real lab")


def address(project: Project) -> str:
    return reverse("partnerships:participation_answer", args=[project.slug])


def part_of(school) -> Participation:
    return Participation.objects.get(school=school)


def shown(client, project: Project) -> str:
    """What a visitor reads of it: its page, and the list that finds it by the name of the school."""
    client.logout()
    page = client.get(project.get_absolute_url()).content.decode()
    return page + client.get("/projects/", {"q": "alban"}).content.decode().replace("“alban”", "").replace(
        '"alban"', ""
    )


def test_a_lead_confirms_and_from_then_on_the_name_is_shown_and_found(sign_in, client, project):
    assert "Alban" not in shown(client, project)
    page = sign_in(people.lead_of_st_albans()).post(
        address(project), {"confirm": "1", "gains": "A laboratory.", "gives": "Curious children."}, follow=True
    )
    assert "Confirmed. Your school’s name is shown beside theirs." in page.content.decode()
    part = part_of(people.st_albans())
    assert (part.state, part.answered_by, part.gains) == ("confirmed", people.lead_of_st_albans(), "A laboratory.")
    body = shown(client, project)
    assert body.count("St Alban’s Catholic Primary School") >= 2
    assert "Confirmed by both schools" in body
    assert Letter.objects.get(key__startswith=f"participation {part.pk} answered").to == "lead@stmarys.example"


def test_a_lead_declines_with_a_reason_that_only_the_posting_school_reads(sign_in, client, project):
    sign_in(people.lead_of_st_albans()).post(address(project), {"decline": "1", "reason": "We were never asked."})
    assert part_of(people.st_albans()).state == "declined"
    partners = reverse("partnerships:project_partners", args=[project.slug])
    assert "We were never asked." in sign_in(people.lead_of_st_marys()).get(partners).content.decode()


def test_answering_twice_is_answering_once_and_no_becomes_yes_only_when_asked_again(sign_in, project):
    client = sign_in(people.lead_of_st_albans())
    client.post(address(project), {"confirm": "1"})
    client.post(address(project), {"confirm": "1"})
    part = part_of(people.st_albans())
    assert part.history.filter(history_change_reason="Confirmed").count() == 1
    client.post(address(project), {"leave": "1"})
    page = client.post(address(project), {"confirm": "1"})
    assert "Ask St Mary’s School to name you again." in page.content.decode()
    actions.name_partner(by=people.lead_of_st_marys(), project=project, school=people.st_albans())
    assert part_of(people.st_albans()).state == "invited"


def test_a_school_leaves_and_its_name_disappears_at_once(sign_in, client, project):
    sign_in(people.lead_of_st_albans()).post(address(project), {"confirm": "1"})
    assert "Alban" in shown(client, project)
    sign_in(people.lead_of_st_albans()).post(address(project), {"leave": "1"})
    assert part_of(people.st_albans()).state == "left"
    assert "Alban" not in shown(client, project)


def test_neither_yes_nor_no_is_asked_again(sign_in, project):
    page = sign_in(people.lead_of_st_albans()).post(address(project), {"gains": "Words that stay."})
    assert "Choose whether it is true or not." in page.content.decode()
    assert "Words that stay." in page.content.decode()
    assert part_of(people.st_albans()).state == "invited"


def test_a_contributor_is_told_to_ask_a_lead(sign_in, project):
    people.member("teacher@stalbans.example", "Ben Teacher", people.st_albans(), "contributor")
    client = sign_in(people.person("teacher@stalbans.example", "Ben Teacher"))
    for answer in (client.get(address(project)), client.post(address(project), {"confirm": "1"})):
        assert answer.status_code == 403
        assert "Only a lead of your school may confirm for it." in answer.content.decode()
    assert part_of(people.st_albans()).state == "invited"


@pytest.mark.parametrize("person", [people.lead_of_st_marys, people.lead_of_bootham, people.newcomer, people.moderator])
def test_nobody_answers_for_another_school(sign_in, project, person):
    assert sign_in(person()).post(address(project), {"confirm": "1"}).status_code == 404
    assert part_of(people.st_albans()).state == "invited"


def test_a_draft_is_not_shown_to_the_school_that_it_names(sign_in, project):
    client = sign_in(people.lead_of_st_albans())
    assert client.get(address(project)).status_code == 200
    Project.objects.update(state="draft")
    assert client.get(address(project)).status_code == 404


def test_reading_the_question_answers_nothing(sign_in, project):
    sign_in(people.lead_of_st_albans()).get(address(project) + "?confirm=1")
    assert part_of(people.st_albans()).state == "invited"


def test_naming_a_partner_and_taking_it_off_again(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    partners = reverse("partnerships:project_partners", args=[project.slug])
    people.lead_of_bootham()
    client.post(partners, {"partner-school": people.bootham().pk})
    part = part_of(people.bootham())
    assert (part.role, part.state) == ("partner", "invited")
    assert Letter.objects.get(key__startswith=f"participation {part.pk} asked").to == "lead@bootham.example"
    empty = client.post(partners, {}).content.decode()
    assert "Type the name, town or postcode of your partner school." in empty
    own = client.post(partners, {"partner-school": people.st_marys().pk})
    assert "This is your own school. Choose your partner school." in own.content.decode()
    remove = reverse("partnerships:partner_remove", args=[project.slug, part.pk])
    assert client.get(remove).status_code == 405
    client.post(remove)
    client.post(remove)
    assert not Participation.objects.filter(school=people.bootham()).exists()


def test_a_public_project_keeps_one_partner_and_its_own_school(sign_in, project):
    client = sign_in(people.lead_of_st_marys())
    for part in project.participations.all():
        page = client.post(reverse("partnerships:partner_remove", args=[project.slug, part.pk]), follow=True)
        sentence = "so it stays" if part.is_host else "A public project names at least one partner."
        assert sentence in page.content.decode()
    assert project.participations.count() == 2


def test_when_the_last_partner_says_no_the_entry_is_hidden_until_another_is_named(sign_in, client, project):
    sign_in(people.lead_of_st_albans()).post(address(project), {"decline": "1"})
    project.refresh_from_db()
    assert project.state == "unpublished"
    assert client.get(project.get_absolute_url()).status_code == 404
    letter = Letter.objects.get(key__contains=" answered ")
    assert (letter.to, letter.subject) == ("lead@stmarys.example", "“Chemistry in a real lab” needs another partner")
    lead = people.lead_of_st_marys()
    assert "Choose your partner school from the list." in sign_in(lead).get(project.get_absolute_url()).content.decode()
    actions.name_partner(by=lead, project=project, school=people.bootham())
    assert actions.send_for_publication(by=lead, project=project).state == "waiting"


def test_while_another_partner_stands_a_no_hides_nothing(sign_in, client, project):
    actions.name_partner(by=people.lead_of_st_marys(), project=project, organisation="Lab for All")
    sign_in(people.lead_of_st_albans()).post(address(project), {"decline": "1"})
    assert "Alban" not in shown(client, project)
    letter = Letter.objects.get(key__contains=" answered ")
    assert letter.subject == "A partner has answered about “Chemistry in a real lab”"
