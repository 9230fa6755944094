"""Signing in: who gets in, who does not, where it leads, and when it ends."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client

from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
PAIR = "This e-mail address and password do not belong together. Check both."


def sign_in(client, login="lead@stmarys.example", password=people.PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def is_in(client) -> bool:
    return client.get("/my-school/").status_code == 200


def test_the_right_password_leads_to_my_school(client):
    people.lead_of_st_marys()
    answer = sign_in(client, " Lead@StMarys.example ")
    assert (answer.status_code, answer.url) == (302, "/my-school/")
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("lead@stmarys.example", "wrong", PAIR),
        ("nobody@stmarys.example", people.PASSWORD, PAIR),
        ("not an address", "x", "Enter an e-mail address, like name@school.sch.uk."),
        ("", "", "Enter your password."),
        ("lead@stmarys.example\x00", "x", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_the_address_stays(client, login, password, sentence):
    people.lead_of_st_marys()
    answer = sign_in(client, login, password)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "<title>Error: Sign in" in html
    assert people.PASSWORD not in html
    assert not is_in(client)


def test_the_address_comes_back_after_an_error(client):
    assert "someone@school.example" in sign_in(client, "someone@school.example", "wrong").content.decode()


def test_five_wrong_tries_shut_one_account_and_not_the_school(client):
    """One school sits behind one address: a colleague still gets in."""
    people.lead_of_st_marys()
    people.contributor_at_st_marys()
    for _ in range(5):
        sign_in(client, password="wrong")
    assert "That was too often. Wait five minutes" in sign_in(client).content.decode()
    assert not is_in(client)
    assert sign_in(client, "teacher@stmarys.example").status_code == 302


def test_forty_people_behind_one_address_all_get_in():
    for number in range(40):
        people.person(f"p{number}@school.example", f"Person {number}")
    answers = {sign_in(Client(), f"p{number}@school.example").status_code for number in range(40)}
    assert answers == {302}


def test_in_a_flood_clients_who_failed_wait_before_any_hash_and_others_get_in(monkeypatch):
    people.lead_of_st_marys()
    hashed, real = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: hashed.append(1) or real(self, *args))
    for number in range(60):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number % 10}"), f"p{number}@school.example", "wrong")
    assert len(hashed) == 30
    hashed.clear()
    assert "That was too often" in sign_in(Client(REMOTE_ADDR="198.51.100.1")).content.decode()
    assert hashed == []
    assert sign_in(Client(REMOTE_ADDR="203.0.113.5")).status_code == 302


def test_a_stranger_keeps_nobody_out_for_long(client):
    """The account is shut for five minutes; its owner gets in at once by a code or a new password."""
    lead = people.lead_of_st_marys()
    for number in range(50):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number % 10}"), password="wrong")
    assert "That was too often" in sign_in(client).content.decode()
    client.post("/accounts/login/code/", {"email": lead.email})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", Letter.objects.get().text, re.MULTILINE).group(1)
    assert client.post("/accounts/login/code/confirm/", {"code": code}).url == "/my-school/"
    assert is_in(client)
    other = Client()
    other.post("/accounts/password/reset/", {"email": lead.email})
    path = re.search(r"(/accounts/password/reset/key/\S+)", Letter.objects.latest("pk").text).group(1)
    form = other.get(path, follow=True).redirect_chain[-1][0]
    other.post(form, {"password1": "quite-another-word-9", "password2": "quite-another-word-9"})
    assert sign_in(Client(), password="quite-another-word-9").status_code == 302


def test_too_much_at_once_gets_a_page_not_a_bare_line(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client)
    answer = sign_in(client)
    assert answer.status_code == 429
    assert "That was a lot at once." in answer.content.decode()
    assert "Skip to main content" in answer.content.decode()


AWAY = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "http://evil.example", "https://evil.example/", "HTTPS://evil.example", "https:evil.example", "http:///evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
    "\t//evil.example", "/\t/evil.example", "\n//evil.example", "/%09/evil.example", "/%0a/evil.example",
    "https://testserver@evil.example", "https://testserver.evil.example", "//testserver@evil.example",
    "ftp://testserver/", "id", "evil.example", "x" * 5000, "\x00", "/\x00", "%00", "[", "//[", "https://[::1",
    "?next=//evil.example", "#", "",
]  # fmt: skip


@pytest.mark.parametrize("wanted", AWAY)
@pytest.mark.parametrize("where", ["address", "form"])
def test_signing_in_never_leads_away(client, wanted, where):
    people.lead_of_st_marys()
    if where == "form":
        answer = sign_in(client, next=wanted)
    else:
        client.get(LOGIN, {"next": wanted})
        answer = client.post(
            LOGIN, {"login": "lead@stmarys.example", "password": people.PASSWORD}, query_params={"next": wanted}
        )
    assert answer.status_code in (302, 400)
    target = answer.get("Location", "/")
    assert wanted == target or target == "/my-school/"
    assert not re.match(r"^[\s\\/]*[\\/][\s]*[\\/]|^[a-zA-Z][a-zA-Z0-9+.-]*:", target), target
    assert client.get("/").status_code == 200


def test_signing_in_leads_to_the_page_one_came_from(client):
    people.lead_of_st_marys()
    assert sign_in(client, next="/projects/?q=choir").url == "/projects/?q=choir"


def test_the_session_key_changes_and_the_old_one_is_worth_nothing(client):
    people.lead_of_st_marys()
    client.get("/accounts/password/reset/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert not is_in(stranger)


def test_cookies_are_out_of_reach_of_scripts(client):
    people.lead_of_st_marys()
    client.get(LOGIN)
    answer = sign_in(client)
    for name in ("sessionid", "csrftoken"):
        assert answer.cookies[name]["httponly"], name
        assert answer.cookies[name]["samesite"] == "Lax", name


def test_signing_out_needs_a_button_and_ends_the_session(client):
    people.lead_of_st_marys()
    sign_in(client)
    key = client.session.session_key
    client.get("/accounts/logout/")
    assert is_in(client)
    assert client.post("/accounts/logout/").url == "/"
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_the_open_session_of_a_disabled_person_dies(client):
    lead = people.lead_of_st_marys()
    sign_in(client)
    assert is_in(client)
    lead.is_active = False
    lead.save()
    assert not is_in(client)
    assert sign_in(client).url == "/accounts/inactive/"
    assert not is_in(client)


def test_a_form_without_its_token_is_refused_and_changes_nothing():
    people.lead_of_st_marys()
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict).status_code == 403
    assert not is_in(strict)


@pytest.mark.parametrize("address", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_asking_for_a_letter_tells_nobody_who_is_known(address):
    people.lead_of_st_marys()
    told = []
    for email in ("lead@stmarys.example", "nobody@stmarys.example"):
        cache.clear()
        answer = Client().post(address, {"email": email})
        body = answer.content.decode().replace(email, "…")
        told.append((answer.status_code, answer.get("Location"), body, Letter.objects.filter(to=email).count()))
    assert told[0] == told[1]
    assert told[0][3] == 1


def test_links_in_letters_lead_to_our_own_address(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    people.lead_of_st_marys()
    client.post("/accounts/password/reset/", {"email": "lead@stmarys.example"}, headers={"host": "evil.example"})
    letter = Letter.objects.get()
    assert "evil.example" not in letter.text
    assert f"{settings.SITE_URL}/accounts/password/reset/key/" in letter.text


def test_the_link_for_a_new_password_works_once_and_opening_it_changes_nothing(client):
    lead = people.lead_of_st_marys()
    client.post("/accounts/password/reset/", {"email": lead.email})
    path = re.search(r"(/accounts/password/reset/key/\S+)", Letter.objects.get().text).group(1)
    old = lead.password
    for _ in range(2):  # a mail scanner
        assert Client().get(path, follow=True).status_code == 200
    lead.refresh_from_db()
    assert lead.password == old
    page = client.get(path, follow=True)
    form = page.redirect_chain[-1][0]
    new = {"password1": "quite-another-word-9", "password2": "quite-another-word-9"}
    assert client.post(form, new).status_code == 302
    assert sign_in(Client(), password="quite-another-word-9").status_code == 302
    assert "used" in Client().get(path, follow=True).content.decode()
