"""A year later: by the link of a letter a lead says that one entry is still right; on one page she reviews several."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import Project
from schools_together.outbox.models import Letter
from tests import factories, people

from .keyboard import press, tab_to
from .test_first_enquiry import words_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = ("Chemistry in a real lab", "Choir day", "Latin for beginners")


@pytest.fixture
def due(live_server) -> list[Project]:
    """Three entries of St Mary's, last checked almost a year ago."""
    people.lead_of_st_marys()
    old = timezone.localdate() - timedelta(days=350)
    return [
        factories.project(host=people.st_marys(), partners=[people.st_albans()], title=title, last_confirmed_on=old)
        for title in TITLES
    ]


def checked_today() -> set[str]:
    return set(Project.objects.filter(last_confirmed_on=timezone.localdate()).values_list("title", flat=True))


def sign_in_as_lead(page, then: str) -> None:
    page.goto(f"/accounts/login/?next={then}")
    page.get_by_label("E-mail").fill("lead@stmarys.example")
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{then}")


def test_the_link_of_the_letter_asks_and_its_button_answers(due, new_page):
    Project.objects.exclude(pk=due[0].pk).update(last_confirmed_on=timezone.localdate() - timedelta(days=30))
    call_command("nightly", verbosity=0)
    text = Letter.objects.get(to="lead@stmarys.example", key__startswith="reviews of").text
    address = next(word for word in text.split() if "/reviews/" in word)
    page = new_page(width=360)
    page.goto(address[address.index("/reviews/") :])
    assert TITLES[0] in words_of(page)
    assert checked_today() == set(), "to open the page decides nothing"
    page.get_by_role("button", name="Yes, this is still right").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert checked_today() == {TITLES[0]}
    page.get_by_role("link", name="See the page").click()
    page.get_by_role("heading", name=TITLES[0]).wait_for()


def test_several_entries_are_reviewed_at_once(due, new_page):
    page = new_page(width=360)
    sign_in_as_lead(page, "/my-school/")
    assert "Still right? 3 entries" in words_of(page)
    page.locator(".st-todo > li", has_text="Still right? 3 entries").get_by_role("link").click()
    page.get_by_role("heading", name="Entries to check").wait_for()
    page.get_by_role("button", name="The ticked ones are still right").click()
    page.get_by_text("Nothing was ticked. Tick what is still right.").wait_for()
    assert checked_today() == set()
    for title in TITLES[:2]:
        page.get_by_label(title, exact=True).check()
    page.get_by_role("button", name="The ticked ones are still right").click()
    page.get_by_text("Thank you. Confirmed today: 2.").wait_for()
    assert checked_today() == set(TITLES[:2])
    page.goto("/my-school/")
    assert f"Still right? “{TITLES[2]}”" in words_of(page)


def test_at_a_keyboard_alone(due, new_page):
    page = new_page()
    sign_in_as_lead(page, "/reviews/")
    tab_to(page, TITLES[0])
    page.keyboard.press("Space")
    press(page, "The ticked ones are still right")
    page.get_by_text("Thank you. Confirmed today: 1.").wait_for()
    assert checked_today() == {TITLES[0]}
