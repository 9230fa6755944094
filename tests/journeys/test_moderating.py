"""A moderator clears the queue in a coffee break, with the keys or without JavaScript."""

import pytest

from partnerships import actions
from partnerships.models import Decision, Project, ReplyTemplate
from tests import factories, people

from .looking import LOOKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(live_server):
    """Given two projects that wait, one of them changed since it was last read."""
    reply = {"text": "Thank you for “{project}”. It seems to name a pupil. Please take the name out."}
    ReplyTemplate.objects.update_or_create(name="Take out names of pupils", defaults=reply)
    parts = {"host": people.st_marys(), "partners": [people.st_albans()]}
    changed = factories.project(**parts, title="Changed one", story="A bridge of wood.", state="waiting")
    actions.approve_project(by=people.superuser(), project=changed)
    words = {"story": "A bridge of steel, built by our Year 5 pupil Tom."}
    actions.save_draft(by=people.lead_of_st_marys(), project=changed, changes=words)
    factories.photo(of=changed, alt="A bridge", state="hidden")
    return [factories.project(**parts, title="New one", state="waiting", published_at=None), changed]


def test_the_queue_is_cleared_on_one_page(queue, new_page):
    moderator = new_page()
    moderator.goto("/accounts/login/?next=/admin/partnerships/project/desk/")
    moderator.get_by_label("E-mail").fill(people.moderator().email)
    moderator.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    moderator.get_by_role("main").get_by_role("button", name="Sign in").click()

    assert moderator.locator("h1").inner_text() == "New one"
    decide(moderator, "a", "Approve: make it public", new_page.has_javascript)

    assert moderator.locator("h1").inner_text() == "Changed one"
    assert "“Tom” may be the name of a pupil." in moderator.locator("#content").inner_text()
    assert moderator.locator("del").all_inner_texts() == ["wood"]
    if new_page.has_javascript:
        assert [fault for look in LOOKS for fault in faults_of(moderator, *look)] == []
    send_back_with_a_ready_reply(moderator, new_page.has_javascript)

    assert list(Decision.objects.values_list("kind", flat=True))[:2] == ["changes", "approve"]
    assert "names a pupil" not in Project.objects.get(title="Changed one").moderator_note
    assert "seems to name a pupil" in Project.objects.get(title="Changed one").moderator_note


def decide(page, key: str, words: str, has_javascript: bool):
    """With the keys: one for the decision, Enter for doing it."""
    if has_javascript:
        page.wait_for_load_state()  # modules run just before it
        page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    else:
        page.get_by_label(words).check()
        page.get_by_role("button", name="Decide, then the next one").click()
    assert page.locator("ul.messagelist li.success").count() == 1


def send_back_with_a_ready_reply(page, has_javascript: bool):
    """When she chooses the reply about names, then the note holds it; without JavaScript a button puts it there."""
    page.get_by_label("A reply that is ready").select_option(label="Take out names of pupils")
    if not has_javascript:
        page.get_by_role("button", name="Put it into the note").click()
    assert "seems to name a pupil" in page.get_by_label("Your note to the school").input_value()
    page.get_by_label("Ask for changes").check()
    page.get_by_role("button", name="Decide, then the next one").click()
    page.wait_for_selector("ul.messagelist li.success")
