"""Every page of one's own account, errors included: accessible in both schemes, on a phone too, valid, in our words."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page

from accounts.actions import ask_to_join_school, invite_colleague, send_office_code
from accounts.models import Invitation, Membership, OfficeCode
from tests import factories, people

from .conftest import is_a_complaint
from .looking import THEIRS, Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VISITOR = [
    "/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/",
    "/accounts/password/reset/done/", "/accounts/password/reset/key/done/", "/accounts/password/reset/key/1-wrong/",
    "/accounts/inactive/",
]  # fmt: skip
MEMBER = [
    "/accounts/logout/", "/accounts/email/", "/accounts/password/change/", "/accounts/reauthenticate/",
    "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/", "/accounts/schools/join/", "/my-school/colleagues/",
]  # fmt: skip
SECURED = [
    "/accounts/2fa/", "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/", "/accounts/2fa/reauthenticate/",
]  # fmt: skip


@pytest.fixture
def look(tmp_path):
    looked = Look(tmp_path)
    yield looked
    assert looked.verdict() == ""


def opened(chromium, live_server, client: Client | None = None) -> Page:
    """A page of a visitor, or of whoever is signed in on the test client."""
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    if client is not None:
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page = context.new_page()
    page.on("console", lambda said: pytest.fail(said.text) if is_a_complaint(said) else None)
    return page


def press(page: Page) -> None:
    """Send the first form of the page as it stands, which is empty."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def confirmed(person) -> Client:
    """Somebody who has just typed the password, as grave pages ask."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": people.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    return client


def test_what_leads_in(chromium, live_server, look):
    page = opened(chromium, live_server)
    for address in VISITOR:
        page.goto(address)
        look(page)
    for address in VISITOR[:4]:
        page.goto(address)
        look.after(page, lambda: press(page))
    page.context.close()


def test_typing_a_code(chromium, live_server, look):
    people.lead_of_st_marys()
    page = opened(chromium, live_server)
    page.goto("/accounts/login/code/")
    page.get_by_label("E-mail address").fill("lead@stmarys.example")
    page.get_by_role("button", name="Send me a code").click()
    look(page)
    look.after(page, lambda: press(page))
    page.context.close()


def test_ones_own_account(chromium, live_server, look):
    lead = people.lead_of_st_marys()
    people.contributor_at_st_marys()
    page = opened(chromium, live_server, confirmed(lead))
    for address in [*MEMBER, f"/my-school/colleagues/{Membership.objects.get(user=lead).pk}/end/"]:
        page.goto(address)
        look(page)
    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/reauthenticate/",
                    "/accounts/2fa/totp/activate/", "/accounts/schools/join/"):  # fmt: skip
        page.goto(address)
        look.after(page, lambda: press(page))
    page.context.close()


def test_two_steps(chromium, live_server, look):
    lead = people.lead_of_st_marys()
    client = confirmed(lead)
    TOTP.activate(lead, generate_totp_secret())
    RecoveryCodes.activate(lead)
    page = opened(chromium, live_server, client)
    for address in SECURED:
        page.goto(address)
        look(page)
    page.context.close()
    page = opened(chromium, live_server)
    page.goto("/accounts/login/")
    page.get_by_label("Work e-mail").fill(lead.email)
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", name="The second step").count() == 1
    look(page)
    look.after(page, lambda: press(page))
    page.context.close()


def test_joining_and_colleagues(chromium, live_server, look):
    school = factories.school(name="Holly Bank School", website="https://www.sample.example")
    place = ask_to_join_school(by=people.newcomer(), school=school, job_title="Bursar")
    page = opened(chromium, live_server, confirmed(people.newcomer()))
    for address in ("/accounts/schools/join/", f"/accounts/schools/joining/{place.pk}/"):
        page.goto(address)
        look(page)
    look.after(page, lambda: press(page))
    send_office_code(by=place.user, membership=place, address="office@sample.example")
    page.goto(f"/accounts/schools/joining/{place.pk}/")
    look(page)
    look.after(page, lambda: press(page))
    page.goto(f"/accounts/office/{OfficeCode.objects.get().token}/")
    look(page)
    page.context.close()
    lead, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    invite_colleague(by=lead, school=people.st_marys(), email="new@stmarys.example")
    page = opened(chromium, live_server, confirmed(lead))
    for address in (f"/accounts/invitations/{Invitation.objects.get().token}/", "/my-school/colleagues/",
                    f"/my-school/colleagues/{Membership.objects.get(user=bob).pk}/role/",
                    f"/my-school/colleagues/invite/{people.st_marys().pk}/"):  # fmt: skip
        page.goto(address)
        look(page)
    look.after(page, lambda: press(page))
    page.context.close()


def test_letters_of_the_account_speak_our_words():
    lead = people.lead_of_st_marys()
    client = confirmed(lead)
    new = {"oldpassword": people.PASSWORD, "password1": "quite-another-word-9", "password2": "quite-another-word-9"}
    client.post("/accounts/password/change/", new)
    TOTP.activate(lead, generate_totp_secret())
    call_command("worker", once=True)
    assert [sent.subject for sent in mail.outbox] == ["Your password was changed"]
    assert THEIRS.findall(mail.outbox[0].body) == []
