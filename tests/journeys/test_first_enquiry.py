"""From a fresh clone to the first answered enquiry, as people walk it: with JavaScript and without."""

import pytest
from django.core.management import call_command

from schools_together.sample.files import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def directory(live_server, settings):
    """The sample directory, as `python3 run.py` starts with it."""
    settings.SAMPLE_DIRECTORY = True
    call_command("demo", verbosity=0)


def sign_in(page, email: str):
    """Given that somebody signs in with the printed password."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_project_is_posted_approved_found_and_asked_about(directory, new_page):
    visitor = new_page()
    visitor.goto("/")
    find_by_words_and_postcode(visitor)

    head = new_page()
    sign_in(head, "lead@stalbans.example")
    title = post_a_project(head)

    moderator = new_page()
    sign_in(moderator, "moderator@sample.example")
    approve(moderator, title)

    visitor.goto("/projects/?q=garden")
    assert visitor.get_by_role("link", name=title).count() == 1

    asking = new_page(width=360)
    sign_in(asking, "lead@canford.example")
    ask_about(asking, title)

    head.goto("/enquiries/")
    answer(head, title)

    asking.goto("/enquiries/")
    asking.get_by_role("link", name=title).first.click()
    assert "Yes" in asking.locator("main").inner_text()


def find_by_words_and_postcode(page):
    """When a teacher looks for chemistry near Cambridge, she finds the project of St Mary's."""
    page.get_by_label("What would help your pupils?").fill("chemistry")
    page.get_by_label("Near (postcode or town)").fill("CB2 1EN")
    page.get_by_role("button", name="Find projects").click()
    page.get_by_role("link", name="Chemistry in a real lab").first.click()
    assert "St Alban’s Catholic Primary School" in page.locator("main").inner_text().replace("'", "’")
