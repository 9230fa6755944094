"""A shy school asks unnamed, is answered, and agrees; another reports and blocks. Every step is accessible."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from messaging.models import Block, Enquiry, Report
from tests import factories, people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(live_server):
    for person in (people.lead_of_st_marys, people.lead_of_st_albans):
        person()
    for _ in range(5):
        factories.school()
    return factories.project(host=people.st_marys(), title="Chemistry in a real lab")


def sign_in(page, email: str):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"^(?!.*/accounts/login/)"))


def words_of(page) -> str:
    return page.locator("main").inner_text().replace("'", "’")


def is_accessible(page, has_javascript: bool):
    """Then axe is silent; it needs JavaScript itself, so it looks in that pass only."""
    if has_javascript:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found] == []


def test_from_an_unnamed_first_approach_to_a_project_of_both(project, new_page):
    asking, script = new_page(width=360), new_page.has_javascript
    sign_in(asking, "lead@stalbans.example")
    asking.goto(f"/projects/{project.slug}/")
    asking.get_by_role("link", name="Contact the school").click()
    asking.get_by_role("link", name="Come and see").click()
    asking.get_by_label("For whom").fill("28 in Year 5")
    asking.get_by_label("Show our school’s name only when they answer yes").check()
    asking.get_by_role("button", name="Check before sending").click()
    assert "A state primary in Cambridgeshire" in words_of(asking)
    is_accessible(asking, script)
    asking.get_by_role("button", name="Change it").click()
    asking.get_by_label("When, if you know").fill("After Easter")
    asking.get_by_role("button", name="Check before sending").click()
    asking.get_by_role("button", name="Send message").click()
    assert "They do not see your school’s name" in words_of(asking)
    is_accessible(asking, script)

    answering = new_page()
    sign_in(answering, "lead@stmarys.example")
    answering.goto("/enquiries/?show=us")
    assert "Alban" not in words_of(answering)
    answering.get_by_role("link", name="Chemistry in a real lab").click()
    assert "Alban" not in words_of(answering)
    is_accessible(answering, script)
    answering.locator("button[value=interested]").click()
    assert "St Alban’s" in words_of(answering)

    asking.reload()
    asking.get_by_label("We have agreed to do something together").check()
    asking.get_by_role("button", name="Save what came of it").click()
    asking.get_by_role("link", name="Go on with it").click()
    assert Enquiry.objects.get().began.participations.count() == 2


def test_a_rude_message_is_reported_in_two_clicks_and_its_school_blocked(project, new_page):
    enquiry = factories.enquiry(from_school=people.st_albans(), to_school=people.st_marys(), text="A rude word")
    reading, script = new_page(width=360), new_page.has_javascript
    sign_in(reading, "lead@stmarys.example")
    reading.goto(f"/enquiries/{enquiry.pk}/")
    reading.get_by_role("link", name="Report this message").click()
    is_accessible(reading, script)
    reading.get_by_role("button", name="Somebody behaves badly").click()
    assert "Whoever you reported never learns who you are." in words_of(reading)
    assert Report.objects.get().reason == "conduct"
    reading.goto(f"/enquiries/{enquiry.pk}/")
    reading.get_by_role("button", name="Block this school").click()
    assert "Your school has blocked St Alban’s" in words_of(reading)
    is_accessible(reading, script)
    assert Block.objects.count() == 1
