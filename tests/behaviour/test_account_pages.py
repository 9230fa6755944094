"""Every page of one's own account can be reached, in our frame, without anything our policy forbids."""

import re

import pytest
from django.urls import reverse

from tests import people

pytestmark = pytest.mark.django_db

FOR_VISITORS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/inactive/",
]
FOR_MEMBERS = [
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
]
INLINE_SCRIPT = re.compile(r"<script(?![^>]*(?:src=|type=\"application/json\"))[^>]*>")


def is_ours(html: str) -> bool:
    return "Skip to main content" in html and html.count("<h1") == 1


def forbidden(html: str) -> list[str]:
    """What the content security policy would stop, and fields whose placeholder repeats the label."""
    found = re.findall(r"\sstyle=|\son[a-z]+=\"|javascript:|src=\"data:|<style|placeholder=", html)
    return found + INLINE_SCRIPT.findall(html)


@pytest.fixture
def confirmed(client):
    """Somebody who has just typed their password, as grave pages ask."""
    person = people.lead_of_st_marys()
    client.post("/accounts/login/", {"login": person.email, "password": people.PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    return client


@pytest.mark.parametrize("address", FOR_VISITORS)
def test_a_visitor_reaches_what_leads_in(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert is_ours(answer.content.decode())
    assert forbidden(answer.content.decode()) == []


@pytest.mark.parametrize(
    "address", ["/accounts/confirm-email/", "/accounts/login/code/confirm/", "/accounts/2fa/authenticate/"]
)
def test_a_step_without_the_one_before_leads_back_to_the_log_in(client, address):
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith(("/accounts/login", "/accounts/signup"))


@pytest.mark.parametrize("address", FOR_MEMBERS)
def test_a_member_reaches_the_pages_of_the_account(confirmed, address):
    answer = confirmed.get(address)
    assert answer.status_code == 200
    assert is_ours(answer.content.decode())
    assert forbidden(answer.content.decode()) == []


@pytest.mark.parametrize("address", [one for one in FOR_MEMBERS if one != "/accounts/logout/"])
def test_a_visitor_is_asked_to_sign_in_first(client, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_two_steps_from_first_code_to_recovery_codes(confirmed):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    page = confirmed.get("/accounts/2fa/totp/activate/")
    html = page.content.decode()
    assert "<svg" in html and "<?xml" not in html
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert confirmed.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    for address in [
        "/accounts/2fa/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/totp/deactivate/",
    ]:
        answer = confirmed.get(address)
        assert answer.status_code == 200, address
        assert is_ours(answer.content.decode()), address
        assert forbidden(answer.content.decode()) == [], address
    confirmed.post("/accounts/logout/")
    lead = people.lead_of_st_marys()
    confirmed.post("/accounts/login/", {"login": lead.email, "password": people.PASSWORD})
    assert "_auth_user_id" not in confirmed.session
    answer = confirmed.get("/accounts/2fa/authenticate/")
    assert is_ours(answer.content.decode())
    assert forbidden(answer.content.decode()) == []


def test_the_rule_for_passwords_is_one_sentence(confirmed):
    html = confirmed.get("/accounts/password/change/").content.decode()
    assert html.count("12 characters or more. Three or four words that you remember are good.") == 1
    assert "can’t be" not in html and "commonly used" not in html
