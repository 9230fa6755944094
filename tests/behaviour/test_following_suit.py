"""Start one's own project from somebody's: the recipe, never names, figures, dates or pictures."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from partnerships import actions
from partnerships.following import descends_from
from partnerships.models import Project, YearFigures
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    made = factories.project(
        host=people.st_marys(),
        partners=[people.st_albans()],
        title="Chemistry in a real lab",
        steps=[{"title": "Walk the route", "text": "Check entrances."}],
        takes_rooms="A laboratory",
        aims="To meet a real chemist.",
        story="St Mary’s and St Alban’s meet at the gate.",
        starts_on=date(2019, 1, 1),
    )
    YearFigures.objects.create(project=made, year=2025, state_pupils=18)
    return made


def address(project) -> str:
    return reverse("partnerships:project_follow", args=[project.slug])


def test_the_recipe_is_copied_and_nothing_of_theirs_else(sign_in, project):
    client = sign_in(people.lead_of_bootham())
    page = client.get(address(project))
    token = page.context["form"]["token"].value()
    client.post(address(project), {"token": token, "posting_school": people.bootham().pk})
    draft = Project.objects.get(school=people.bootham())
    assert (draft.state, draft.followed_from, draft.steps) == ("draft", project, project.steps)
    assert (draft.takes_rooms, draft.aims, draft.category) == (
        "A laboratory",
        "To meet a real chemist.",
        project.category,
    )
    assert list(draft.stages.all()) == list(project.stages.all())
    assert (draft.story, draft.summary, draft.starts_on, draft.last_confirmed_on) == ("", "", None, None)
    assert [part.school for part in draft.participations.all()] == [people.bootham()]
    assert draft.years.count() == 0


def test_pressing_twice_makes_one_draft(sign_in, project):
    client = sign_in(people.lead_of_bootham())
    form = {
        "token": client.get(address(project)).context["form"]["token"].value(),
        "posting_school": people.bootham().pk,
    }
    client.post(address(project), form)
    client.post(address(project), form)
    assert Project.objects.filter(school=people.bootham()).count() == 1


def test_reading_the_question_makes_no_draft(sign_in, project):
    assert sign_in(people.lead_of_bootham()).get(address(project)).status_code == 200
    assert Project.objects.count() == 1


def test_not_for_another_school_and_not_without_one(sign_in, project):
    page = sign_in(people.lead_of_bootham()).post(address(project), {"posting_school": people.st_marys().pk})
    assert "Choose your school." in page.content.decode()
    assert sign_in(people.newcomer()).post(address(project)).status_code == 403
    assert Project.objects.count() == 1


def test_a_draft_of_others_cannot_be_followed(sign_in, project):
    Project.objects.update(state="draft")
    assert sign_in(people.contributor_at_st_marys()).get(address(project)).status_code == 200
    assert sign_in(people.lead_of_bootham()).get(address(project)).status_code == 404


def test_the_page_says_how_many_have_followed_suit(sign_in, client, project):
    factories.project(host=people.bootham(), followed_from=project)
    factories.project(host=people.bootham(), followed_from=project)
    factories.project(host=people.st_marys(), followed_from=project)
    factories.project(host=people.st_albans(), followed_from=project, state="draft")
    assert "1 school has followed suit." in client.get(project.get_absolute_url()).content.decode()


def follow(project) -> Project:
    return actions.follow_suit(by=people.lead_of_bootham(), project=project, school=people.bootham())


@pytest.mark.parametrize(
    "words, copied",
    [
        ("Walk from St Alban’s Catholic Primary School.", "Walk from the partner school."),
        ("St Mary's opens its lab, and st albans walk.", "the host opens its lab, and st albans walk."),
        ("St Alban’s pupils meet St Mary’s School staff.", "the partner school pupils meet the host staff."),
        ("Ask the school office.", "Ask the school office."),
    ],
)
def test_names_of_schools_are_not_copied(project, words, copied):
    project.aims, project.steps = words, [{"title": words, "text": words}]
    project.save()
    draft = follow(project)
    assert (draft.aims, draft.steps) == (copied, [{"title": copied, "text": copied}])


def test_the_credit_survives_renaming_and_deletion(client, project):
    draft = follow(project)
    Project.objects.filter(pk=draft.pk).update(state="public", published_at=timezone.now())
    assert "Began from <a" in client.get(draft.get_absolute_url()).content.decode()
    Project.objects.filter(pk=project.pk).update(title="Chemistry for all")
    assert ">Chemistry for all</a>" in client.get(draft.get_absolute_url()).content.decode()
    Project.objects.filter(pk=project.pk).update(state="unpublished")
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Began from a project that is no longer in the directory." in page
    assert "Chemistry for all" not in page
    Project.objects.filter(pk=project.pk).delete()
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Began from a project that is no longer in the directory." in page


def test_who_followed_a_deleted_draft_follows_what_it_had_begun_from(project):
    middle = follow(project)
    last = actions.follow_suit(by=people.lead_of_bootham(), project=middle, school=people.bootham())
    actions.discard_draft(by=people.lead_of_bootham(), project=middle)
    last.refresh_from_db()
    assert last.followed_from == project


def test_nobody_follows_in_a_circle(project):
    child = follow(project)
    grandchild = actions.follow_suit(by=people.lead_of_bootham(), project=child, school=people.bootham())
    assert descends_from(grandchild, project) and not descends_from(project, grandchild)
    actions.hand_on_followers(project=project, to=grandchild)
    child.refresh_from_db()
    assert child.followed_from is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=child.pk).update(followed_from=child)
