"""A lead says that a project is planned, runs, pauses or has ended, and what the schools learned."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db

ENDED = {"lifecycle": "ended", "ends_on": "07/2026", "learned": "Book the minibus in June."}


@pytest.fixture
def project() -> Project:
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def address(project: Project) -> str:
    return reverse("partnerships:project_standing", args=[project.slug])


def test_it_ends_with_what_was_learned_and_the_page_tells_it(sign_in, client, project):
    lead = sign_in(people.lead_of_st_marys())
    answer = lead.post(address(project), ENDED, follow=True)
    assert "Saved. The page says: ended." in answer.content.decode()
    client.logout()
    page = client.get(project.get_absolute_url()).content.decode()
    assert "What we learned" in page and "Book the minibus in June." in page and "July 2026" in page


def test_twice_is_once_and_it_may_begin_again(sign_in, project):
    lead = sign_in(people.lead_of_st_marys())
    lead.post(address(project), ENDED)
    lead.post(address(project), ENDED)
    project.refresh_from_db()
    assert (project.lifecycle, project.ends_on) == ("ended", date(2026, 7, 1))
    lead.post(address(project), {"lifecycle": "running"})
    project.refresh_from_db()
    assert (project.lifecycle, project.ends_on, project.learned) == ("running", None, "Book the minibus in June.")


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({}, "Choose how it stands."),
        ({"lifecycle": "planned"}, "Choose one of these."),
        ({"lifecycle": "ended"}, "Enter the month and year when it ended, like 07/2026."),
        ({"lifecycle": "ended", "ends_on": "soon"}, "Enter a month and a year, like 09/2024."),
        ({"lifecycle": "ended", "ends_on": "07/2020"}, "It cannot end before it starts, in September 2025."),
        ({**ENDED, "learned": "x" * 2001}, "Use at most 2000 letters."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(sign_in, project, typed, sentence):
    answer = sign_in(people.lead_of_st_marys()).post(address(project), typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert typed.get("learned", "") in answer.content.decode()
    project.refresh_from_db()
    assert project.lifecycle == "running"


@pytest.mark.parametrize(
    "person, status", [(people.contributor_at_st_marys, 403), (people.lead_of_st_albans, 404), (people.moderator, 404)]
)
def test_nobody_else_says_it(sign_in, project, person, status):
    assert sign_in(person()).post(address(project), ENDED).status_code == status
    project.refresh_from_db()
    assert project.lifecycle == "running"


def test_looking_changes_nothing(sign_in, project):
    before = Project.objects.values().get(pk=project.pk)
    sign_in(people.lead_of_st_marys()).get(address(project))
    assert Project.objects.values().get(pk=project.pk) == before
