"""Without a mouse: invited, accepted, handed over, left, erased. Every ring of focus is seen on the way."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import Membership, User
from accounts.permissions import is_lead
from tests import people

from .keyboard import press, tab_to, type_into

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BILL = "bill@stmarys.example"


@pytest.fixture(autouse=True)
def _own_ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.txt")


def sign_in(page, email: str) -> None:
    """When somebody signs in at the page that is open."""
    type_into(page, "Work e-mail", email)
    type_into(page, "Password", people.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def words_of(page) -> str:
    return page.locator("body").inner_text().replace("'", "’")


def mend(page, has_javascript: bool, sentence: str, field: str) -> None:
    """Then the summary has the focus, without JavaScript only by Tab, and its line leads to the field."""
    assert page.title().startswith("Error: ")
    if has_javascript:
        assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    tab_to(page, sentence)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''").startswith(field)


def test_from_an_invitation_to_an_erased_account(new_page):
    alice = people.lead_of_st_marys()
    people.person(BILL, "Bill Bursar")
    page = new_page()
    page.goto("/accounts/login/?next=/my-school/colleagues/")
    sign_in(page, alice.email)

    press(page, "Invite a colleague")
    press(page, "Send the invitation")
    mend(page, new_page.has_javascript, "Enter an e-mail address", "Your colleague’s work e-mail")
    page.keyboard.type(BILL)
    tab_to(page, "Contributor")
    press(page, "Send the invitation", key="Space")
    assert "The invitation is on its way." in words_of(page)

    bills = new_page(width=360)
    call_command("worker", once=True)
    letter = next(sent.body for sent in reversed(mail.outbox) if sent.recipients() == [BILL])
    bills.goto(re.search(r"http://localhost(/\S+)", letter).group(1))
    press(bills, "Sign in")
    sign_in(bills, BILL)
    press(bills, "Accept the invitation", key="Space")
    assert "You can now act for St Mary’s School." in words_of(bills)

    page.goto("/my-school/colleagues/")
    press(page, "Make lead")
    tab_to(page, "I stay lead too")
    page.keyboard.press("ArrowDown")
    press(page, "Make lead")
    type_into(page, "Password", "wrong")
    press(page, "Go on")
    mend(page, new_page.has_javascript, "This is not your password.", "Password")
    page.keyboard.type(people.PASSWORD)
    press(page, "Go on")
    assert "Bill Bursar is lead of St Mary’s School now." in words_of(page)
    assert is_lead(User.objects.get(email=BILL), people.st_marys())
    assert not is_lead(alice, people.st_marys())

    press(page, "Leave")
    tab_to(page, "Why, in a few words")
    tab_to(page, "Colleagues", back=True)
    type_into(page, "Why, in a few words", "A new post in York")
    press(page, "Leave")
    assert "has ended" in words_of(page)
    assert Membership.objects.active().get().user.email == BILL

    page.goto("/accounts/yours/data/")
    press(page, "Erase your account")
    press(page, "Erase my account for good", key="Space")
    assert "Your account is erased." in words_of(page)
    assert not User.objects.filter(email=alice.email).exists()
