"""What comes back from each form of one's account and one's school with a wrong answer in it.

It says what to do, marks the field and leads to it; axe and the HTML checker have nothing to say about it.
"""

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from playwright.sync_api import Page

from accounts.actions import ask_to_join_school, send_office_code
from accounts.models import Membership
from accounts.traps import FASTEST_SECONDS
from tests import factories, people, pictures

from .looking import Look
from .test_account_pages import confirmed, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOT_AN_ADDRESS = "Enter an e-mail address, like name@school.sch.uk."
WRONG_CODE = "This code is not right."
DOES_NOT_FIT = "That does not fit. Type the newest code, or use your key again."
LINKS = "Leave out addresses and links."
# Writes answers into the form that holds the first of them, junk into boxes to choose from too, and sends it.
ANSWER = """typed => {
    const first = document.querySelector(`main form[method=post] [name="${Object.keys(typed)[0]}"]`);
    for (const [name, value] of Object.entries(typed)) {
        const boxes = first.form.elements[name], box = boxes.length && !boxes.options ? boxes[0] : boxes;
        box.value = value;
        if (box.type === "radio") box.checked = true;
    }
    const button = first.form.querySelector("button[type=submit]");
    if (button) first.form.requestSubmit(button); else first.form.submit(); }"""


@pytest.fixture
def look(tmp_path):
    looked = Look(tmp_path)
    yield looked
    assert looked.verdict() == ""


def wrong(look: Look, page: Page, address: str, typed: dict, sentence: str, is_error: bool = True) -> None:
    """Open the form at this address, answer so, and be told the sentence."""
    if address:
        page.goto(address)
    look.after(page, lambda: page.evaluate(ANSWER, typed), sentence, is_error)


def test_of_a_visitor(chromium, live_server, look):
    lead = people.lead_of_st_marys()
    page = opened(chromium, live_server)
    wrong(look, page, "/accounts/login/", {"login": "nobody", "password": "x"}, NOT_AN_ADDRESS)
    wrong(look, page, "/accounts/login/", {"login": lead.email, "password": "x"}, "do not belong together")
    wrong(look, page, "/accounts/login/code/", {"email": "nobody"}, NOT_AN_ADDRESS)
    wrong(look, page, "/accounts/password/reset/", {"email": "nobody"}, NOT_AN_ADDRESS)
    key = f"/accounts/password/reset/key/{user_pk_to_url_str(lead)}-{default_token_generator.make_token(lead)}/"
    two = {"password1": "three green tractors", "password2": "three green trailers"}
    wrong(look, page, key, two, "You must type the same password")
    wrong(look, page, key, {"password1": "short", "password2": "short"}, "at least 12 characters")
    page.context.close()


def test_of_somebody_who_signs_up(chromium, live_server, look):
    page = opened(chromium, live_server)
    page.goto("/accounts/signup/")
    wrong(
        look, page, "", {"name": "Ann", "email": "ann@sample.example", "password1": "short"}, "at least 12 characters"
    )
    link = {"name": "www.cheap.example", "email": "ann", "password1": "three green tractors"}
    wrong(look, page, "", link, LINKS)
    wrong(look, page, "", {"name": "Ann", "nothing": "x"}, "Leave the box")
    page.wait_for_timeout(FASTEST_SECONDS * 1000 + 1100)
    with page.expect_navigation():
        good = {"email": "ann@sample.example", "password1": "three green tractors", "nothing": ""}
        page.evaluate(ANSWER, good)
    wrong(look, page, "", {"code": "WRONG-CODE"}, WRONG_CODE)

    page.context.close()


def test_of_somebody_who_joins_a_school(chromium, live_server, look):
    school = factories.school(name="Holly Bank School", website="https://www.sample.example")
    place = ask_to_join_school(by=people.newcomer(), school=school, job_title="Bursar")
    page = opened(chromium, live_server, confirmed(people.newcomer()))
    wrong(look, page, "/accounts/schools/join/?q=Nowhere", {"job_title": "www.cheap.example", "role": "head"}, LINKS)
    here = f"/accounts/schools/joining/{place.pk}/"
    wrong(look, page, here, {"address": "me@home.example"}, "Choose one of the addresses in the list.")
    send_office_code(by=place.user, membership=place, address="office@sample.example")
    wrong(look, page, here, {"code": "WRONG-CODE"}, "This is not the code that we sent to the office.")
    wrong(look, page, here, {"code": "WRONG-CODE" * 3}, "The code has eight letters and figures.")
    page.context.close()


def test_of_a_lead_among_colleagues(chromium, live_server, look):
    lead, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    page = opened(chromium, live_server, confirmed(lead))
    invite = f"/my-school/colleagues/invite/{people.st_marys().pk}/"
    wrong(look, page, invite, {"email": "nobody", "role": "head"}, NOT_AN_ADDRESS)
    wrong(look, page, invite, {"email": bob.email}, "already")
    place = Membership.objects.get(user=bob)
    wrong(look, page, f"/my-school/colleagues/{place.pk}/role/", {"stay": "x"}, "Choose one of the two.")
    leave = f"/my-school/colleagues/{Membership.objects.get(user=lead).pk}/end/"
    wrong(look, page, leave, {"successor": "999", "reason": "why " * 200}, "Choose one of your colleagues.")
    page.context.close()


def test_of_a_school_s_profile(chromium, live_server, look, tmp_path_factory):
    lead = people.lead_of_st_marys()
    page = opened(chromium, live_server, confirmed(lead))
    profile = f"/my-school/profile/{people.st_marys().pk}/"
    letter = tmp_path_factory.mktemp("files") / "logo.png"
    letter.write_bytes(b"%PDF-1.7 no picture")
    page.goto(profile)
    page.locator("[name=logo_file]").set_input_files(letter)
    wrong(look, page, "", {"about": "Write to head@stmarys.example"}, "Leave out “head@stmarys.example”.")
    letter.write_bytes(pictures.written(pictures.drawing(30, 20), "GIF"))
    page.locator("[name=logo_file]").set_input_files(letter)
    wrong(look, page, "", {"about": "By the river.", "welcome": "w" * 2000}, "JPEG")
    page.context.close()


def test_of_one_s_own_account(chromium, live_server, look):
    bob, other = people.contributor_at_st_marys(), people.lead_of_bootham()
    page = opened(chromium, live_server, confirmed(bob))
    wrong(look, page, "/accounts/yours/name/", {"name": "www.cheap.example"}, LINKS)
    wrong(look, page, "/accounts/notices/", {"requests": "never"}, "Choose one of the three.")
    wrong(look, page, "/accounts/email/", {"email": "nobody"}, NOT_AN_ADDRESS)
    wrong(look, page, "/accounts/email/", {"email": bob.email}, "Your account uses this address already.")
    assert other.email != bob.email
    change = {"oldpassword": "x", "password1": "three green tractors", "password2": "three green trailers"}
    wrong(look, page, "/accounts/password/change/", change, "You must type the same password")
    wrong(look, page, "/accounts/reauthenticate/", {"password": "x"}, "This is not your password.")
    page.context.close()
    late = Client()
    late.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = opened(chromium, live_server, late)
    page.goto("/accounts/yours/erase/")
    with page.expect_navigation():
        page.get_by_role("button", name="Erase my account for good").click()
    wrong(look, page, "", {"password": "x"}, "This is not your password.")
    wrong(look, page, "/accounts/yours/data/json/", {"password": ""}, "Enter your password.")
    page.context.close()


def test_of_the_second_step(chromium, live_server, look):
    lead = people.lead_of_st_marys()
    client = confirmed(lead)
    page = opened(chromium, live_server, client)
    wrong(look, page, "/accounts/2fa/totp/activate/", {"code": "12"}, DOES_NOT_FIT)
    add = "/accounts/2fa/webauthn/add/"
    wrong(look, page, add, {"name": "Mine", "credential": "[1]"}, DOES_NOT_FIT)
    wrong(look, page, add, {"name": "Mine", "credential": ""}, "Your browser did not reach the key.")
    key = Authenticator.objects.create(
        user=lead, type=Authenticator.Type.WEBAUTHN, data={"name": "Old", "credential": {}}
    )
    rename = f"/accounts/2fa/webauthn/keys/{key.pk}/edit/"
    for address in ("/accounts/2fa/webauthn/", rename, f"/accounts/2fa/webauthn/keys/{key.pk}/remove/"):
        page.goto(address)
        look(page)
    wrong(look, page, rename, {"name": ""}, "Give the key a name.")

    key.delete()
    TOTP.activate(lead, generate_totp_secret())
    RecoveryCodes.activate(lead)
    wrong(look, page, "/accounts/2fa/reauthenticate/", {"code": "123"}, DOES_NOT_FIT)
    page.context.close()
    page = opened(chromium, live_server)
    page.goto("/accounts/login/")
    with page.expect_navigation():
        page.evaluate(ANSWER, {"login": lead.email, "password": people.PASSWORD})
    wrong(look, page, "", {"code": "123"}, DOES_NOT_FIT)
    page.context.close()
