"""From signing up to leading a school, and away again: with JavaScript and without, and once by keyboard alone."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from accounts.models import Membership, Role
from accounts.permissions import is_lead, is_member
from accounts.traps import FASTEST_SECONDS
from tests import factories, people

from .keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DORA = "d.deputy@hollybank.cambs.sch.uk"
OFFICE = "office@hollybank.cambs.sch.uk"
WORDS = "three green tractors"


def holly_bank():
    return factories.school_once(urn=900010, name="Holly Bank School", website="https://www.hollybank.cambs.sch.uk")


def last_letter(to: str) -> str:
    """What the worker has sent to this address last."""
    call_command("worker", once=True)
    return next(sent.body for sent in reversed(mail.outbox) if sent.recipients() == [to])


def code_in(letter: str) -> str:
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter, re.MULTILINE).group(1)


def link_in(letter: str) -> str:
    return re.search(r"http://localhost(/\S+)", letter).group(1)


def words_of(page) -> str:
    return page.locator("main").inner_text().replace("'", "’")


def sign_up(page, email: str, name: str):
    """When somebody signs up and types the code from the letter."""
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Work e-mail").fill(email)
    page.get_by_label("Choose a password").fill(WORDS)
    page.wait_for_timeout(FASTEST_SECONDS * 1000 + 1100)  # as long as a person takes at least
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code").fill(code_in(last_letter(email)))
    page.get_by_role("button", name="Continue").click()


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.get_by_label("Work e-mail").fill(person.email)
    page.get_by_label("Password", exact=False).first.fill(people.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_deputy_head_becomes_the_first_lead_and_invites_a_colleague(new_page, live_server):
    holly_bank()
    page = new_page(width=360)
    page.goto("/accounts/signup/")
    sign_up(page, DORA, "Dora Deputy")
    page.get_by_role("link", name="Join your school").first.click()
    assert "Is this your school?" in words_of(page)
    page.get_by_label("Holly Bank School").check()
    page.get_by_label("Your role at the school").fill("Deputy head")
    page.get_by_label("Lead: I also publish").check()
    page.get_by_role("button", name="Ask to join").click()
    assert "you would be its first lead" in words_of(page)

    page.get_by_label(OFFICE, exact=True).check()
    page.get_by_role("button", name="Send the code to the office").click()
    letter = last_letter(OFFICE)
    assert "Dora Deputy, Deputy head, asks to act for Holly Bank School" in letter
    page.get_by_label("The code from your school’s office").fill("WRONG-CODE")
    page.get_by_role("button", name="Become the first lead").click()
    assert "This is not the code that we sent to the office." in words_of(page)
    page.get_by_label("The code from your school’s office").fill(code_in(letter).lower())
    page.get_by_role("button", name="Become the first lead").click()
    page.wait_for_url("**/my-school/")
    assert Membership.objects.active().leads().get().user.email == DORA

    page.goto("/my-school/colleagues/")
    assert "You are the only lead" in words_of(page)
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("Your colleague’s work e-mail").fill("bill@hollybank.cambs.sch.uk")
    page.get_by_role("button", name="Send the invitation").click()
    assert "b…@hollybank.cambs.sch.uk" in words_of(page)

    guest = new_page()
    guest.goto(link_in(last_letter("bill@hollybank.cambs.sch.uk")))
    guest.get_by_role("main").get_by_role("link", name="Sign up").click()
    sign_up(guest, "bill@hollybank.cambs.sch.uk", "Bill Bursar")
    guest.get_by_role("button", name="Accept the invitation").click()
    guest.wait_for_url("**/my-school/")
    assert "Welcome. You can now act for Holly Bank School." in guest.locator("body").inner_text()
    assert Membership.objects.active().count() == 2


def test_a_lead_hands_over_and_leaves_and_the_last_one_names_a_successor(new_page):
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    page = new_page()
    sign_in(page, alice)
    page.goto("/my-school/colleagues/")
    page.get_by_role("link", name=re.compile("^Leave")).click()
    assert "This is the last lead" in words_of(page)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name=re.compile("^Make lead")).click()
    page.get_by_label("I hand over").check()
    page.get_by_role("button", name="Make lead").click()
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert "Bob Teacher is lead of St Mary’s School now." in page.locator("body").inner_text().replace("'", "’")
    assert (is_lead(alice, people.st_marys()), is_lead(bob, people.st_marys())) == (False, True)

    bobs = new_page()
    sign_in(bobs, bob)
    bobs.goto(f"/my-school/colleagues/{Membership.objects.get(user=bob).pk}/end/")
    bobs.get_by_label("Alice Lead").check()
    bobs.get_by_role("button", name="Leave").click()
    bobs.wait_for_url("**/my-school/")
    assert not is_member(bob, people.st_marys())
    assert is_lead(alice, people.st_marys())
    assert "From now on you can publish projects of St Mary’s School" in last_letter(alice.email)


def test_signing_up_and_asking_to_join_by_keyboard_alone(new_page):
    holly_bank()
    people.member("head@hollybank.cambs.sch.uk", "Hal Head", holly_bank(), Role.LEAD)
    page = new_page()
    page.goto("/accounts/signup/")
    for label, typed in (("Your name", "Dora Deputy"), ("Work e-mail", DORA), ("Choose a password", WORDS)):
        tab_to(page, label)
        page.keyboard.type(typed)
    page.wait_for_timeout(FASTEST_SECONDS * 1000 + 1100)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Type the code").wait_for()
    tab_to(page, "The code")
    page.keyboard.type(code_in(last_letter(DORA)))
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-school/")
    tab_to(page, "Join your school")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/schools/join/")
    tab_to(page, "Holly Bank School")
    assert page.evaluate("document.activeElement.checked")
    tab_to(page, "Your role at the school")
    page.keyboard.type("Deputy head")
    tab_to(page, "Contributor")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Ask to join")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/schools/joining/*/")
    assert "A lead of the school decides." in words_of(page)
    assert Membership.objects.get(user__email=DORA).role == Role.LEAD
