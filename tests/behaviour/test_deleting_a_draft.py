"""A draft that was never public can be deleted by its school, after a question."""

import pytest
from django.urls import reverse

from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Project:
    return factories.project(host=people.st_marys(), title="Choir day", state="draft", published_at=None)


def address(project: Project) -> str:
    return reverse("partnerships:project_discard", args=[project.slug])


def test_asked_first_then_gone_and_twice_is_once(sign_in, draft):
    member = sign_in(people.contributor_at_st_marys())
    assert "Delete “Choir day”?" in member.get(address(draft)).content.decode()
    assert Project.objects.count() == 1
    assert "“Choir day” has been deleted." in member.post(address(draft), follow=True).content.decode()
    assert Project.objects.count() == 0
    assert member.post(address(draft)).status_code == 404


@pytest.mark.parametrize("fields", [{"state": "public"}, {"state": "waiting"}, {"state": "unpublished"}])
def test_what_is_or_was_public_stays(sign_in, fields):
    project = factories.project(host=people.st_marys(), **fields)
    lead = sign_in(people.lead_of_st_marys())
    assert lead.get(address(project)).status_code == 404
    answer = lead.post(address(project), follow=True).content.decode()
    assert "Only a draft that was never public can be deleted. Take it back instead." in answer
    assert Project.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("person", [people.lead_of_st_albans, people.newcomer, people.moderator])
def test_nobody_else_deletes_it(sign_in, draft, person):
    assert sign_in(person()).post(address(draft)).status_code == 404
    assert Project.objects.filter(pk=draft.pk).exists()
