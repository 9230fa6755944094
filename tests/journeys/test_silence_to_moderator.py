"""Nobody answers: the enquiry goes from the leads to a second contact, to all, to the office, to a moderator."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from messaging.models import Attempt, Enquiry
from schools_together.outbox.models import Letter
from tests import factories, people

from .test_unnamed_to_agreed import is_accessible, sign_in, words_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(live_server):
    """Of a school with two leads, a contributor and a known office."""
    school = factories.school(name="Holly Bank School", website="https://www.holly.example", telephone="01223 000000")
    people.member("head@holly.example", "Hana Head", school, "lead")
    people.member("second@holly.example", "Sam Second", school, "lead")
    people.member("teacher@holly.example", "Tom Teacher", school, "contributor")
    people.lead_of_st_albans(), people.moderator()
    return factories.project(host=school, title="Chemistry in a real lab")


def after(days: int) -> None:
    """So many days later, and a night has passed. What has happened is moved back, so that the clock can stay."""
    Enquiry.objects.update(opened_at=F("opened_at") - timedelta(days=days))
    for attempt in Attempt.objects.all():
        Attempt.objects.filter(pk=attempt.pk).update(made_on=attempt.made_on - timedelta(days=days))
    call_command("nightly", verbosity=0)


def test_silence_leads_to_a_moderator(project, new_page, capsys):
    asking, script = new_page(width=360), new_page.has_javascript
    sign_in(asking, "lead@stalbans.example")
    asking.goto(f"/projects/{project.slug}/enquire/")
    asking.get_by_label("Your message").fill("May our Year 5 come and see your laboratory?")
    asking.get_by_role("button", name="Check before sending").click()
    asking.get_by_role("button", name="Send message").click()
    asking.wait_for_url(re.compile(r"/enquiries/\d+/"))
    assert "We told the leads of the school by e-mail." in words_of(asking)

    for days, sentence, reader in (
        (7, "we asked a second person at the school", "second@holly.example"),
        (3, "we wrote to everybody else who acts for the school here", "teacher@holly.example"),
        (4, "we wrote to the school’s office", "office@holly.example"),
        (3, "Our moderators try to reach the school", people.moderator().email),
    ):
        after(days)
        asking.reload()
        assert sentence in words_of(asking)
        assert Letter.objects.latest("pk").to == reader or reader in Letter.objects.values_list("to", flat=True)
    is_accessible(asking, script)

    moderator = new_page()
    moderator.goto("/accounts/login/?next=/admin/messaging/enquiry/")
    moderator.get_by_label("E-mail").fill(people.moderator().email)
    moderator.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    moderator.get_by_role("main").get_by_role("button", name="Sign in").click()
    moderator.get_by_role("link", name="Holly Bank School").click()
    page = moderator.locator("#content").inner_text()
    assert "01223 000000" in page
    assert "laboratory" not in page  # never the words
