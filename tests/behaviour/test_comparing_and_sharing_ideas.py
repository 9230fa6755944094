"""Saved ideas side by side, on paper for a meeting, and behind a link that can be taken away."""

import pytest
from django.urls import reverse

from partnerships.models import Idea, Project, SharedShelf
from tests import factories, people

pytestmark = pytest.mark.django_db

SHELF = reverse("partnerships:idea_list")
COMPARE = reverse("partnerships:idea_compare")
SHEET = reverse("partnerships:idea_sheet")
SHARE = reverse("partnerships:shelf_share")
UNSHARE = reverse("partnerships:shelf_unshare")
NOTE = "Ask our caretaker about the gym."


@pytest.fixture
def ideas() -> list[Idea]:
    """Four ideas of the newcomer; the first has a note."""
    made = []
    for title, cost in [("Chemistry", "free"), ("Choir day", "shared"), ("Netball", "charged"), ("Latin club", "free")]:
        project = factories.project(host=people.st_marys(), partners=[people.st_albans()], title=title, cost=cost)
        made.append(Idea.objects.create(user=people.newcomer(), project=project, note=NOTE if not made else ""))
    return made


def words_of(answer) -> str:
    return answer.content.decode()


def slugs(ideas: list[Idea]) -> dict:
    return {"project": [idea.project.slug for idea in ideas]}


def test_two_ideas_stand_side_by_side_with_the_same_facts(sign_in, ideas):
    page = words_of(sign_in(people.newcomer()).get(COMPARE, slugs(ideas[:2])))
    assert '<th scope="row">Cost</th>' in page
    assert "Free to partner" in page and "Shared" in page
    assert page.index("Chemistry") < page.index("Choir day")


def test_what_only_one_of_them_says_is_told_as_not_said_by_the_other(sign_in, ideas):
    Project.objects.filter(pk=ideas[0].project_id).update(transport="The host’s minibus")
    page = words_of(sign_in(people.newcomer()).get(COMPARE, slugs(ideas[:2])))
    row = page.partition('<th scope="row">Travel</th>')[2].partition("</tr>")[0]
    assert "The host’s minibus" in row and "not said" in row


def test_a_fourth_is_left_out_and_named(sign_in, ideas):
    page = words_of(sign_in(people.newcomer()).get(COMPARE, slugs(ideas)))
    assert "Left out: Latin club." in page


@pytest.mark.parametrize("asked", [{}, {"project": ["chemistry"]}, {"project": ["x" * 300, "no-such", "\x00"]}])
def test_fewer_than_two_say_what_to_do(sign_in, ideas, asked):
    answer = sign_in(people.newcomer()).get(COMPARE, asked)
    assert answer.status_code == 200
    assert "Tick at least two of your saved ideas" in words_of(answer)


def test_nobody_compares_what_is_on_another_shelf_or_no_longer_public(sign_in, ideas):
    assert "Tick at least two" in words_of(sign_in(people.lead_of_bootham()).get(COMPARE, slugs(ideas[:2])))
    Project.objects.filter(pk=ideas[0].project_id).update(state="unpublished")
    assert "Tick at least two" in words_of(sign_in(people.newcomer()).get(COMPARE, slugs(ideas[:2])))


def test_the_sheet_has_notes_only_when_asked_for(sign_in, ideas):
    client = sign_in(people.newcomer())
    assert "Chemistry" in words_of(client.get(SHEET))
    assert NOTE not in words_of(client.get(SHEET))
    assert NOTE in words_of(client.get(SHEET, {"notes": "yes"}))


def test_a_shared_shelf_is_read_without_account_notes_or_name(sign_in, client, ideas):
    owner = sign_in(people.newcomer())
    owner.post(SHARE)
    owner.post(SHARE)
    link = SharedShelf.objects.get().get_absolute_url()
    assert link in words_of(owner.get(SHELF))
    client.logout()
    answer = client.get(link)
    page = words_of(answer)
    assert "Chemistry" in page
    for secret in (NOTE, "Nora", "newcomer@"):
        assert secret not in page
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in page


def test_what_is_no_longer_public_leaves_the_shared_shelf(client, ideas):
    link = SharedShelf.objects.create(user=people.newcomer()).get_absolute_url()
    assert "Chemistry" in words_of(client.get(link))
    Project.objects.filter(title="Chemistry").update(state="unpublished")
    assert "Chemistry" not in words_of(client.get(link))


def test_a_link_that_was_taken_away_leads_nowhere_and_the_next_one_is_another(sign_in, client, ideas):
    owner = sign_in(people.newcomer())
    owner.post(SHARE)
    link = SharedShelf.objects.get().get_absolute_url()
    owner.post(UNSHARE)
    owner.post(UNSHARE)
    assert client.get(link).status_code == 404
    owner.post(SHARE)
    assert SharedShelf.objects.get().get_absolute_url() != link


def test_the_link_of_somebody_disabled_leads_nowhere(client, ideas):
    link = SharedShelf.objects.create(user=people.newcomer()).get_absolute_url()
    people.newcomer().__class__.objects.update(is_active=False)
    assert client.get(link).status_code == 404


def test_sharing_is_done_by_a_button_never_by_a_link(sign_in, ideas):
    client = sign_in(people.newcomer())
    assert (client.get(SHARE).status_code, client.get(UNSHARE).status_code) == (405, 405)
    assert SharedShelf.objects.count() == 0


def test_one_takes_away_only_ones_own_link(sign_in, client, ideas):
    link = SharedShelf.objects.create(user=people.newcomer()).get_absolute_url()
    sign_in(people.lead_of_bootham()).post(UNSHARE)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_ideas_as_for_one(sign_in, client, ideas, number, django_assert_num_queries):
    Idea.objects.exclude(pk__in=[idea.pk for idea in ideas[:number]]).delete()
    link = SharedShelf.objects.create(user=people.newcomer()).get_absolute_url()
    with django_assert_num_queries(6):
        client.get(link)
    owner = sign_in(people.newcomer())
    owner.get(SHEET)
    with django_assert_num_queries(7):
        owner.get(SHEET)
