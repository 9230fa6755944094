"""Somebody keeps a project for later, with a note that nobody else sees."""

import pytest
from django.urls import reverse

from partnerships.models import Idea, Project
from tests import factories, people

pytestmark = pytest.mark.django_db

SHELF = reverse("partnerships:idea_list")


@pytest.fixture
def project() -> Project:
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def address(name: str, project: Project) -> str:
    return reverse(f"partnerships:{name}", args=[project.slug])


def test_saved_once_however_often_one_presses_and_shown_on_the_shelf(sign_in, project):
    client = sign_in(people.newcomer())
    client.post(address("project_save", project))
    answer = client.post(address("project_save", project), follow=True)
    assert "Saved “Chemistry in a real lab” to your ideas." in answer.content.decode()
    assert Idea.objects.count() == 1
    assert "Chemistry in a real lab" in client.get(SHELF).content.decode()


def test_back_to_where_one_was_and_never_to_another_site(sign_in, project):
    client = sign_in(people.newcomer())
    here = "http://testserver/projects/?q=lab"
    assert client.post(address("project_save", project), headers={"referer": here}).url == here
    there = client.post(address("project_save", project), headers={"referer": "https://evil.example/"})
    assert there.url == project.get_absolute_url()


def test_a_visitor_signs_in_first_and_is_asked_again(sign_in, client, project):
    answer = client.post(address("project_save", project))
    assert (answer.status_code, Idea.objects.count()) == (302, 0)
    page = sign_in(people.newcomer()).get(address("project_save", project))
    assert "Save “Chemistry in a real lab” for later?" in page.content.decode()
    assert Idea.objects.count() == 0


def test_a_private_note_and_its_limit(sign_in, project):
    client = sign_in(people.newcomer())
    client.post(address("project_save", project))
    client.post(address("idea_note", project), {"note": "Ask our caretaker."})
    assert "Ask our caretaker." in client.get(SHELF).content.decode()
    page = client.post(address("idea_note", project), {"note": "x" * 1001})
    assert "Use at most 1000 letters for the note." in page.content.decode()
    assert "x" * 1001 in page.content.decode()
    assert Idea.objects.get().note == "Ask our caretaker."


def test_nobody_else_sees_or_changes_it(sign_in, project):
    sign_in(people.newcomer()).post(address("project_save", project))
    Idea.objects.update(note="Ask our caretaker.")
    client = sign_in(people.lead_of_bootham())
    assert "Ask our caretaker." not in client.get(SHELF).content.decode()
    assert client.post(address("idea_note", project), {"note": "Mine"}).status_code == 404
    assert client.post(address("idea_remove", project)).status_code == 404
    assert Idea.objects.get().note == "Ask our caretaker."


def test_removed_by_pressing_a_button(sign_in, project):
    client = sign_in(people.newcomer())
    client.post(address("project_save", project))
    assert client.get(address("idea_remove", project)).status_code == 405
    client.post(address("idea_remove", project))
    assert Idea.objects.count() == 0
    assert "Nothing here yet." in client.get(SHELF).content.decode()


def test_what_is_no_longer_public_is_not_on_the_shelf(sign_in, project):
    client = sign_in(people.newcomer())
    client.post(address("project_save", project))
    Project.objects.update(state="unpublished")
    assert "Chemistry in a real lab" not in client.get(SHELF).content.decode().replace("Saved “Chemistry", "")
    assert client.post(address("project_save", project)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_ideas_as_for_one(sign_in, number, django_assert_num_queries):
    for _ in range(number):
        made = factories.project(host=people.st_marys(), partners=[people.st_albans()])
        Idea.objects.create(user=people.newcomer(), project=made)
    client = sign_in(people.newcomer())
    client.get(SHELF)
    with django_assert_num_queries(8):
        client.get(SHELF)


@pytest.mark.parametrize("page", [reverse("partnerships:project_list"), None])
def test_a_visitor_is_led_to_the_log_in_by_a_link_and_is_given_no_cookie(client, project, page):
    answer = client.get(page or project.get_absolute_url())
    assert f'href="{address("project_save", project)}"' in answer.content.decode()
    assert not answer.cookies
    led = client.get(address("project_save", project))
    assert (led.status_code, led.url) == (302, f"{reverse('account_login')}?next={address('project_save', project)}")
