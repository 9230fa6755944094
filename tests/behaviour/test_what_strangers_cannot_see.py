"""What a stranger may not see is not there: not on a page, in a list, in a search, in a count, or beside another."""

import re

import pytest
from django.urls import reverse

from partnerships import figures
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db

CANARY = "zanzibarcanary"
STRANGERS = [None, people.newcomer, people.lead_of_bootham, people.lead_of_st_albans]


@pytest.fixture
def hidden() -> Project:
    return factories.project(
        host=people.st_marys(),
        title=f"Draft {CANARY}",
        story=CANARY,
        state="draft",
        slug="a-draft",
        category_slug="music",
    )


def pages(project: Project) -> list[str]:
    """Where it could leak: its own address, lists, searches, counts, other pages."""
    other = factories.project(host=people.st_marys(), partners=[people.st_albans()], category_slug="music")
    return [
        "/", "/projects/", f"/projects/?q={CANARY[:7]}", "/projects/?category=music", "/numbers/", "/sitemap.xml",
        other.get_absolute_url(), people.st_marys().get_absolute_url(), project.get_absolute_url(),
        reverse("partnerships:project_edit", args=[project.slug]),
        reverse("partnerships:project_partners", args=[project.slug]),
        reverse("partnerships:participation_answer", args=[project.slug]),
        reverse("partnerships:project_follow", args=[project.slug]),
    ]  # fmt: skip


def test_there_is_something_to_see(sign_in, hidden):
    for person in (people.contributor_at_st_marys(), people.moderator()):
        assert CANARY in sign_in(person).get(hidden.get_absolute_url()).content.decode()


@pytest.mark.parametrize("person", STRANGERS)
@pytest.mark.parametrize("state", ["draft", "waiting", "changes", "unpublished"])
def test_a_project_that_is_not_public_is_nowhere(sign_in, client, hidden, person, state):
    Project.objects.filter(pk=hidden.pk).update(state=state)
    if person:
        sign_in(person())
    leaks = [page for page in pages(hidden) if CANARY in client.get(page).content.decode()]
    assert leaks == []
    assert client.get(hidden.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("person", [people.newcomer, people.lead_of_bootham, people.lead_of_st_albans])
@pytest.mark.parametrize("verb", ["send", "take-back", "still-right", "edit", "partners", "save"])
def test_nobody_acts_on_what_he_cannot_see(sign_in, hidden, person, verb):
    before = hidden.version
    assert sign_in(person()).post(f"/projects/{hidden.slug}/{verb}/", {"title": "Mine"}).status_code == 404
    hidden.refresh_from_db()
    assert (hidden.state, hidden.version) == ("draft", before)


def test_it_does_not_count(client, hidden):
    factories.project(host=people.st_marys(), category_slug="sport")
    groups = {group["name"]: group for group in client.get("/projects/").context["groups"]}
    counts = {value: count for value, _, count, _ in groups["category"]["options"] + groups["category"]["rest"]}
    assert (counts["sport"], counts["music"]) == (1, 0)
    assert figures.totals().projects == 1


@pytest.mark.parametrize("person", [None, people.newcomer, people.lead_of_bootham])
def test_a_partner_that_has_not_confirmed_is_nowhere(sign_in, client, person):
    shy = factories.school(name="Quartzwood Academy", town="Zedtown", sector="state", region="scotland")
    project = factories.project(host=people.bootham(), waiting=[shy], title="Choir day")
    if person:
        sign_in(person())
    page = client.get(project.get_absolute_url()).content.decode()
    assert "1 partner, waiting to confirm" in page
    for address in [
        project.get_absolute_url(), "/", "/projects/", "/projects/?q=choir", "/projects/?region=scotland",
        "/projects/?near=YO30+7BU", "/numbers/",
    ]:  # fmt: skip
        assert "Quartzwood" not in client.get(address).content.decode()
    for question in ("q=quartzwood", "q=zedtown", "region=scotland", "sector=state"):
        assert client.get(f"/projects/?{question}").context["page"].paginator.count == 0
    region = next(group for group in client.get("/projects/").context["groups"] if group["name"] == "region")
    assert {value: count for value, _, count, *_ in region["options"]}["scotland"] == 0


def test_once_it_has_confirmed_it_is_found():
    """The same words find it then: so the test above has something to hide."""
    from django.test import Client

    open_school = factories.school(name="Quartzwood Academy", town="Zedtown", sector="state", region="scotland")
    factories.project(host=people.bootham(), partners=[open_school], title="Choir day")
    for question in ("q=quartzwood", "q=zedtown", "region=scotland", "sector=state"):
        assert Client().get(f"/projects/?{question}").context["page"].paginator.count == 1


def test_no_page_shows_an_address(client):
    people.lead_of_st_marys()
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    for address in ["/projects/", project.get_absolute_url(), "/board/", "/groups/"]:
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w", client.get(address).content.decode())
