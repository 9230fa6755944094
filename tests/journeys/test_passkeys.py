"""A key vouches for a person: alone at the log-in, and as the second step of a moderator. Chromium plays the key."""

import pytest
from playwright.sync_api import Page

from tests import people

from .conftest import is_a_complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium, live_server, settings):
    """A browser with a key in it, at a site that asks moderators for a second step."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # the test's site has no certificate
    settings.STAFF_TWO_STEP = True
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    page, complaints = context.new_page(), []
    page.set_default_timeout(6_000)
    page.on("console", lambda said: complaints.append(said.text) if is_a_complaint(said) else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable", {"enableUI": False})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_key(page: Page, passkey: bool) -> None:
    """On the page of one's own account; the password is asked for again."""
    page.goto("/accounts/2fa/webauthn/add/")
    if page.locator("#id_password").count():
        page.locator("#id_password").fill(people.PASSWORD)
        page.locator("main").get_by_role("button").first.click()
        page.wait_for_url("**/webauthn/add/")
    page.locator("#id_name").fill("Staff room computer")
    page.locator("#id_passwordless").set_checked(passkey)
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url(lambda url: not url.endswith("/webauthn/add/"))


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def test_a_lead_adds_a_passkey_and_signs_in_by_it_alone(page):
    lead = people.lead_of_st_marys()
    sign_in(page, lead.email)
    page.wait_for_url("**/my-school/")
    add_key(page, passkey=True)
    page.goto("/accounts/2fa/webauthn/")
    assert "Staff room computer" in page.locator("main").inner_text()
    sign_out(page)

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/my-school/")
    assert "St Mary" in page.locator("h1").inner_text()


def test_a_moderator_enters_the_admin_by_password_and_key(page):
    moderator = people.moderator()
    sign_in(page, moderator.email)
    page.wait_for_url("**/my-school/")
    page.goto("/admin/")
    page.wait_for_url("**/accounts/2fa/")
    assert "Moderators need one." in page.locator("main").inner_text()
    add_key(page, passkey=False)
    sign_out(page)

    sign_in(page, moderator.email)
    page.wait_for_url("**/accounts/2fa/authenticate/**")
    page.goto("/admin/")
    assert "/accounts/2fa/authenticate/" in page.url  # half a log-in is none
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/my-school/")
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
