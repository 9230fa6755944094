"""A school that a moderator has stopped: what it has posted is on no public page, and comes back when the stop ends."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from messaging.actions import end_freeze, freeze_school
from messaging.models import Freeze
from partnerships import actions, figures
from partnerships.models import Project
from partnerships.search import Criteria, search
from schools.models import SchoolProfile
from tests import factories, people
from tests.answers import body_of
from tests.house.addresses import WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db
WORD = "quokkacanary"
WHY = "Messages that press others for money."


@pytest.fixture
def project() -> Project:
    """Bootham has a project with a picture, an offer, words of its own and a project that began from its first."""
    bootham = people.bootham()
    SchoolProfile.objects.update_or_create(school=bootham, defaults={"about": f"We keep a {WORD}."})
    factories.listing(by_school=bootham, title=f"A {WORD} wombat to borrow")
    made = factories.project(
        host=bootham, partners=[people.st_albans()], title=f"The {WORD} wombat morning", slug=f"the-{WORD}-morning",
        category_slug="music",
    )  # fmt: skip
    factories.project(host=people.st_albans(), title="Our own morning", followed_from=made)
    return made


def addresses(world, project: Project) -> list[str]:
    """Every address that answers a visitor, and those of what the stopped school has posted."""
    visitors = [address_of(name, row, world) for name, row in WHO_MAY_SEE.items() if row.answers[0] == 200]
    listing = project.school.listings.get()
    follower = Project.objects.get(title="Our own morning")
    own = [thing.get_absolute_url() for thing in (project, listing, project.school, follower)]
    asking = [
        "/projects/",
        "/projects/feed/",
        "/projects/export.csv",
        "/projects/export.json",
        "/projects/map/",
        "/board/",
    ]
    return [*visitors, *own, *(f"{page}?q=wombat" for page in asking), "/projects/?category=music"]


def where_it_stands(client, pages: list[str]) -> list[str]:
    """The addresses that answer with the word."""
    answers = {page: client.get(page) for page in pages}
    return sorted(page for page, answer in answers.items() if answer.status_code == 200 and WORD in body_of(answer))


def stop(school) -> Freeze:
    return freeze_school(by=people.moderator(), school=school, reason=WHY)


def test_it_vanishes_from_every_public_address_and_comes_back(client, project):
    world = make_world()
    pages = addresses(world, project)
    before = where_it_stands(client, pages)
    for page in (
        "/",
        "/projects/feed/?q=wombat",
        "/board/?q=wombat",
        "/sitemap-projects.xml",
        project.get_absolute_url(),
    ):
        assert page in before, page
    counted = figures.totals().projects

    freeze = stop(project.school)
    assert where_it_stands(client, pages) == []
    assert client.get(project.get_absolute_url()).status_code == 404
    assert search(Criteria(q=WORD, as_typed=True)).total == 0
    figures.forget_figures()
    assert figures.totals().projects == counted - 1

    end_freeze(by=people.moderator(), freeze=freeze)
    figures.forget_figures()
    assert where_it_stands(client, pages) == before
    assert search(Criteria(q=WORD, as_typed=True)).total == 1
    assert figures.totals().projects == counted


def test_its_own_people_and_moderators_still_see_it_and_why(project, sign_in):
    stop(project.school)
    for person in (people.lead_of_bootham(), people.moderator()):
        page = sign_in(person).get(project.get_absolute_url()).content.decode()
        assert "Hidden by a moderator" in page
        assert "back by itself when the stop ends" in page


def test_a_picture_of_it_is_gone_too(client, project):
    photo = factories.photo(of=project)
    address = photo.src
    assert client.get(address).status_code == 200
    stop(project.school)
    assert client.get(address).status_code == 404


def test_each_project_stands_afterwards_where_it_stood(project):
    archived = factories.project(host=project.school, title="Long ago", state="archived")
    draft = factories.project(host=project.school, title="Not yet", state="draft")
    end_freeze(by=people.moderator(), freeze=stop(project.school))
    states = [Project.objects.get(pk=one.pk).state for one in (project, archived, draft)]
    assert states == ["public", "archived", "draft"]


def test_a_stopped_school_sends_nothing_for_publication(project):
    draft = factories.project(host=project.school, partners=[people.st_albans()], title="Not yet", state="draft")
    stop(project.school)
    with pytest.raises(ValidationError, match="A moderator has stopped your school"):
        actions.send_for_publication(by=people.lead_of_bootham(), project=draft)


def test_stopping_twice_is_stopping_once(project):
    assert stop(project.school) == stop(project.school)
    assert Freeze.objects.count() == 1


def test_nobody_but_moderators_hides_or_shows(project):
    for deed in (actions.hide_what_was_posted, actions.show_what_was_posted):
        with pytest.raises(PermissionDenied, match="Only moderators"):
            deed(by=people.lead_of_st_marys(), school=project.school)
    assert not SchoolProfile.objects.frozen().exists()
