"""What matters for an account asks for the password again, and tells the old address."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from accounts.models import User
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db

LEAD = "lead@stmarys.example"
NEW = "alice@stmarys.example"


@pytest.fixture
def lead() -> Client:
    """Somebody who is signed in, and has not typed the password lately."""
    client = Client()
    client.force_login(people.lead_of_st_marys(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def confirm(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/accounts/email/", {"action_add": "", "email": NEW}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/2fa/recovery-codes/generate/", {}),
        ("/accounts/2fa/webauthn/add/", {"credential": "{}"}),
    ],
)
def test_without_the_password_nothing_happens(lead, address, fields):
    answer = lead.post(address, fields)
    assert answer.url.startswith("/accounts/reauthenticate/"), address
    assert Letter.objects.count() == Authenticator.objects.count() == 0
    assert User.objects.get(email=LEAD).emailaddress_set.count() == 1


def test_a_new_address_counts_once_its_code_was_typed_and_the_old_one_is_told(lead):
    confirm(lead)
    lead.post("/accounts/email/", {"action_add": "", "email": NEW})
    assert User.objects.filter(email=LEAD).exists()
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", Letter.objects.get(to=NEW).text, re.MULTILINE).group(1)
    lead.post("/accounts/confirm-email/", {"code": code})
    assert User.objects.get(email=NEW).name == "Alice Lead"
    told = Letter.objects.get(to=LEAD)
    assert told.subject == "The address of your account was changed"
    assert NEW not in told.text
    assert "a…@stmarys.example" in told.text


def test_a_new_password_is_told_and_a_link_from_before_is_worth_nothing(lead):
    Client().post("/accounts/password/reset/", {"email": LEAD})
    link = re.search(r"(/accounts/password/reset/key/\S+)", Letter.objects.get().text).group(1)
    new = {"oldpassword": people.PASSWORD, "password1": "quite-another-word-9", "password2": "quite-another-word-9"}
    assert lead.post("/accounts/password/change/", new | {"oldpassword": "wrong"}).status_code == 200
    assert User.objects.get(email=LEAD).check_password(people.PASSWORD)
    lead.post("/accounts/password/change/", new)
    assert Letter.objects.get(to=LEAD, subject="Your password was changed")
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_setting_up_an_app_is_told_and_each_recovery_code_works_once(lead, django_capture_on_commit_callbacks):
    confirm(lead)
    secret = lead.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        lead.post("/accounts/2fa/totp/activate/", {"code": code})
    assert Letter.objects.filter(to=LEAD, subject="An app was set up for your account").count() == 1
    user = User.objects.get(email=LEAD)
    spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for tried, lets_in in ((spare, True), (spare, False)):
        client = Client()
        client.post("/accounts/login/", {"login": LEAD, "password": people.PASSWORD})
        assert client.get("/my-school/").status_code == 302
        client.post("/accounts/2fa/authenticate/", {"code": tried})
        assert (client.get("/my-school/").status_code == 200) is lets_in


def test_six_digits_cannot_be_guessed_at_length():
    lead = people.lead_of_st_marys()
    TOTP.activate(lead, generate_totp_secret())
    RecoveryCodes.activate(lead)
    client = Client()
    client.post("/accounts/login/", {"login": LEAD, "password": people.PASSWORD})
    tries = (client.post("/accounts/2fa/authenticate/", {"code": f"{number:06}"}) for number in range(12))
    said = [answer.content.decode() for answer in tries]
    assert "That was too often" in said[-1] or "a lot at once" in said[-1]
    assert client.get("/my-school/").status_code == 302
