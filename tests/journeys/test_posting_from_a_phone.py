"""A head posts from a phone: two tabs, an ended session, a lost connection; the partner confirms without an account."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from partnerships import actions
from partnerships.models import Project
from schools.models import SchoolProfile
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUMMARY = "Pupils of two schools dig, plant and look after a lavender garden together, and sell what they make of it."
PHONE = 360


@pytest.fixture
def schools(live_server):
    """St Mary's is trusted and has a lead; Hillside has a website in the register and nobody here."""
    SchoolProfile.objects.create(school=people.st_marys(), trusted_on="2026-01-01")
    people.lead_of_st_marys()
    return factories.school(name="Hillside Primary School", website="https://www.hillside.example", town="Ely")


def sign_in(page):
    """Given that the head signs in."""
    page.goto("/accounts/login/")
    sign_in_here(page)


def sign_in_here(page):
    page.get_by_label("E-mail").fill("lead@stmarys.example")
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def words_of(page) -> str:
    return page.locator("main").inner_text().replace("'", "’")


def assert_accessible(page, has_javascript: bool):
    """The checker is a script itself, so it looks only where scripts run; the pages are the same."""
    if not has_javascript:
        return
    faults = [fault["id"] for fault in Axe().run(page).response["violations"]]
    assert (faults, page.evaluate("document.documentElement.scrollWidth") <= PHONE) == ([], True)


def test_a_project_is_posted_and_its_partner_confirms_without_an_account(schools, new_page):
    head = new_page(width=PHONE)
    sign_in(head)
    write_the_project(head, new_page.has_javascript)
    send_it_after_a_look(head, new_page.has_javascript)
    project = Project.objects.get()
    assert project.state == "public"

    office = new_page(width=PHONE)
    confirm_through_the_link(office, new_page.has_javascript)
    visitor = new_page(width=PHONE)
    visitor.goto(project.get_absolute_url())
    assert "Hillside Primary School" in words_of(visitor)
    assert "confirmed by both" in words_of(visitor).lower()


def write_the_project(page, has_javascript: bool):
    """When he writes a title and a summary, then a draft is there; the rest follows."""
    page.goto("/projects/new/")
    page.get_by_label("Title").fill("A lavender garden")
    page.locator("#id_summary").fill(f"{SUMMARY} Our Year 4 pupil Tom helps.")
    if has_javascript:
        page.wait_for_url("**/projects/a-lavender-garden/edit/")
        assert "Saved at" in page.locator("[data-kept]").inner_text()
        needed = page.locator("[data-needed]:visible")
        assert "Say how often it happens." in needed.inner_text()
    page.locator("#id_category").select_option(label="Community and volunteering")
    page.get_by_label("Key stage 2").check()
    page.get_by_label("Weekly", exact=True).check()
    if has_javascript:
        page.locator("[data-needed]:visible", has_not_text="Say how often it happens.").wait_for()
    page.locator("#id_starts_on").fill("March 2026")
    page.get_by_role("group", name="Who supervises").get_by_label("Both schools").check()
    page.locator("#id_safeguarding_lead_agreed").check()
    page.get_by_role("group", name="risk assessment").get_by_label("Done and agreed").check()
    pick_partner(page, has_javascript)
    assert_accessible(page, has_javascript)


def pick_partner(page, has_javascript: bool):
    box = page.get_by_label("Partner school")
    if has_javascript:
        box.press_sequentially("Hillside")
        page.get_by_role("listbox").get_by_role("option", name="Hillside").first.click()
        return
    box.fill("hillside")
    page.get_by_role("button", name="Save draft").last.click()
    page.get_by_label("Hillside Primary School").first.check()


def send_it_after_a_look(page, has_javascript: bool):
    """When he sends it, a name in it is pointed out; he takes it out and sends it again."""
    page.get_by_role("button", name="Send for publication").click()
    assert "“Tom” may be the name of a pupil." in words_of(page)
    assert_accessible(page, has_javascript)
    page.locator("#id_summary").fill(SUMMARY)
    page.get_by_role("button", name="Send it as it is").click()
    page.wait_for_url("**/projects/a-lavender-garden/")
    assert "Hillside" not in page.locator(".st-plate").inner_text()


def confirm_through_the_link(page, has_javascript: bool):
    """When the office opens the link and presses the button, then the name is public."""
    letter = Letter.objects.get(to="office@hillside.example")
    page.goto(re.search(r"https?://[^/]+(/confirm/\S+)", letter.text)[1])
    assert_accessible(page, has_javascript)
    page.get_by_role("button", name="Yes, this is true").click()
    assert "Choose what you are at the school." in words_of(page)
    page.get_by_label("Head, or deputy head").check()
    page.get_by_role("button", name="Yes, this is true").click()
    assert "Your school has confirmed" in words_of(page)


@pytest.fixture
def draft(schools) -> Project:
    return actions.start_draft(by=people.lead_of_st_marys(), school=people.st_marys(), title="Choir day")


def open_story(page, draft: Project):
    page.goto(f"/projects/{draft.slug}/edit/")
    page.get_by_text("Tell the whole story").click()


def test_a_second_tab_is_told_and_both_texts_stand_side_by_side(draft, new_page):
    first = new_page(width=PHONE)
    sign_in(first)
    open_story(first, draft)
    second = first.context.new_page()
    open_story(second, draft)
    first.locator("#id_story").fill("From the first tab.")
    if new_page.has_javascript:
        first.get_by_text("Saved at").wait_for()
    else:
        first.get_by_role("button", name="Save draft").last.click()
    second.locator("#id_story").fill("From the second tab.")
    if new_page.has_javascript:
        second.get_by_text("Somebody at your school has saved this project").wait_for()
    second.get_by_role("button", name="Save draft").last.click()
    shown = words_of(second)
    assert "Both texts, side by side" in shown
    assert "From the first tab." in shown
    assert second.locator("#id_story").input_value() == "From the second tab."
    draft.refresh_from_db()
    assert draft.story == "From the first tab."


def test_a_session_that_ended_loses_nothing(draft, new_page):
    page = new_page(width=PHONE)
    sign_in(page)
    open_story(page, draft)
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_story").fill("Typed for an hour.")
    if new_page.has_javascript:
        page.get_by_text("You have been signed out.").wait_for()
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Sign in (opens a new tab)").click()
        sign_in_here(opened.value)
        opened.value.close()
        page.bring_to_front()
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.get_by_text("Saved at").wait_for()
    else:
        page.get_by_role("button", name="Save draft").last.click()
        assert "You have been signed out." in words_of(page)
        sign_in_here(page)
        assert "What you wrote is back" in words_of(page)
        page.get_by_role("button", name="Save draft").last.click()
    draft.refresh_from_db()
    assert draft.story == "Typed for an hour."


def test_a_lost_connection_loses_nothing(draft, new_page):
    if not new_page.has_javascript:
        pytest.skip("Without JavaScript the browser itself keeps the form when there is no connection.")
    signed_in = new_page(width=PHONE)
    sign_in(signed_in)
    page = signed_in.context.new_page()  # this one is meant to complain
    open_story(page, draft)
    page.context.set_offline(True)
    page.locator("#id_story").fill("Typed in a tunnel.")
    page.get_by_text("No connection. Your text is kept on this device").wait_for()
    page.close()
    signed_in.context.set_offline(False)
    again = signed_in.context.new_page()
    open_story(again, draft)
    again.get_by_role("button", name="Put it into the form").click()
    again.get_by_text("Saved at").wait_for()
    draft.refresh_from_db()
    assert draft.story == "Typed in a tunnel."


def test_the_form_is_walked_by_keyboard(draft, new_page):
    """Every box and button is reached in the order of the page, and Enter in a box keeps the draft."""
    page = new_page(width=PHONE)
    sign_in(page)
    page.goto(f"/projects/{draft.slug}/edit/")
    page.locator("#id_title").focus()
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.locator(":focus").get_attribute("name")
        reached.append(name)
        if name == "send":
            break
    order = ["summary", "category", "stages", "frequency", "starts_on", "cost", "our_gains", "supervised_by",
             "safeguarding_lead_agreed", "risk_assessment", "send"]  # fmt: skip
    assert [name for name in dict.fromkeys(reached) if name in order] == order
    page.locator("#id_title").fill("Choir evening")
    page.locator("#id_title").press("Enter")
    page.wait_for_url(f"**/projects/{draft.slug}/")
    draft.refresh_from_db()
    assert (draft.title, draft.state) == ("Choir evening", "draft")
