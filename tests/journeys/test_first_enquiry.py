"""From a fresh clone to the first answered enquiry, as people walk it: with JavaScript and without."""

import pytest
from django.core.management import call_command

from schools_together.sample.files import PASSWORD

TITLE = "A lavender garden"
SUMMARY = "Pupils of two schools dig, plant and look after a lavender garden together, and sell what they make of it."

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
    find_by_words_and_postcode(visitor)

    head = new_page()
    sign_in(head, "lead@stalbans.example")
    post_a_project(head, new_page.has_javascript)

    visitor.goto("/projects/?q=lavender")
    assert visitor.get_by_role("link", name=TITLE).count() == 0

    moderator = new_page()
    sign_in(moderator, "moderator@sample.example")
    approve_in_admin(moderator)

    visitor.goto("/projects/?q=lavender")
    visitor.get_by_role("link", name=TITLE, exact=True).click()
    assert "1 partner, waiting to confirm" in words_of(visitor)
    assert "St Mary’s" not in words_of(visitor)

    asking = new_page(width=360)
    sign_in(asking, "lead@canford.example")
    ask_the_host(asking)

    answer_as_host(head)

    asking.goto("/enquiries/")
    asking.get_by_role("link", name=TITLE).first.click()
    assert "Come and see it in May." in words_of(asking)


def words_of(page) -> str:
    """The words of a page as people see them, with curly apostrophes throughout."""
    return page.locator("main").inner_text().replace("'", "’")


def find_by_words_and_postcode(page):
    """When a teacher looks for chemistry near Cambridge, then she finds what two schools do there."""
    page.goto("/")
    page.get_by_label("What would help your pupils?").fill("chemistry")
    page.get_by_label("Near (postcode or town)").fill("CB2 1EN")
    page.get_by_role("button", name="Find projects").click()
    page.get_by_role("link", name="Chemistry in a real lab").first.click()
    assert "St Alban’s Catholic Primary School" in words_of(page)


def post_a_project(page, has_javascript: bool):
    """When a head writes what his school does and picks the partner, then it waits for a moderator."""
    page.goto("/projects/new/")
    page.get_by_label("Title").fill(TITLE)
    page.locator("#id_summary").fill(SUMMARY)
    page.locator("#id_category").select_option(label="Community and volunteering")
    pick_partner(page, has_javascript)
    page.get_by_label("Key stage 2").check()
    page.get_by_label("Weekly", exact=True).check()
    page.locator("#id_starts_on").fill("03/2026")
    page.get_by_role("group", name="Who supervises").get_by_label("Both schools").check()
    page.locator("#id_safeguarding_lead_agreed").check()
    page.get_by_role("group", name="risk assessment").get_by_label("Done and agreed").check()
    page.get_by_role("button", name="Send for publication").click()
    if not has_javascript:
        page.get_by_label("St Mary").first.check()
        page.get_by_role("button", name="Send for publication").click()
    page.wait_for_url("**/projects/a-lavender-garden/")
    assert "waiting for a moderator" in words_of(page).lower()


def pick_partner(page, has_javascript: bool):
    """Type the partner's name; choose it from the suggestions, or without JavaScript from the list that comes back."""
    box = page.get_by_label("Partner school")
    if has_javascript:
        box.press_sequentially("St Mary Cambridge")
        page.get_by_role("listbox").get_by_role("option", name="St Mary").first.click()
    else:
        box.fill("st marys cambridge")


def approve_in_admin(page):
    """When a moderator opens the queue and approves, then the project is public."""
    page.goto("/admin/partnerships/project/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Approve: make it public").check()
    page.get_by_role("button", name="Decide, then the next one").click()
    assert page.locator("ul.messagelist li.success").count() == 1


def ask_the_host(page):
    """When a lead of another school writes from a phone, then the message is sent."""
    page.goto("/projects/a-lavender-garden/")
    page.get_by_role("link", name="Contact the school").click()
    page.get_by_label("Your message").fill("Could our Year 4 class come and see your garden?")
    page.get_by_role("button", name="Check before sending").click()
    assert "It is not sent yet." in words_of(page)
    page.get_by_role("button", name="Send message").click()
    assert "Could our Year 4 class come" in words_of(page)


def answer_as_host(page):
    """When the host reads it and answers yes, then the other school can see it."""
    page.goto("/my-school/")
    page.get_by_role("link", name="Read").first.click()
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("textarea[name=text]").fill("Come and see it in May.")
    page.get_by_role("button", name="Send message").click()
    page.locator("button[value=interested]").click()
    assert "Come and see it in May." in words_of(page)
