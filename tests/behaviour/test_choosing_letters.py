"""Choosing when one wants which letters, and turning a kind off by the switch that each letter carries."""

import re
from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.models import Digest, DigestLine, NoticeChoice
from accounts.notices import choose, notify, off_path, write_digests
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db
CHOICES = "/accounts/notices/"
TODAY = date(2026, 11, 25)


def tell(person, number: int = 1, kind: str = "enquiries") -> None:
    """Something happens of which this person may be told."""
    context = {"path": "/enquiries/", "about": None, "school": people.st_marys(), "other": "A state primary"}
    with transaction.atomic():
        notify(
            person,
            kind,
            key=f"message {number} to {person.pk}",
            subject=f"Message {number}",
            template="enquiry_message",
            context=context,
        )


def chosen(person) -> dict:
    return dict(NoticeChoice.objects.filter(user=person).values_list("kind", "when"))


def test_without_a_choice_a_letter_comes_at_once_and_says_how_to_stop_it():
    alice = people.lead_of_st_marys()
    tell(alice)
    call_command("worker", once=True)
    [sent] = mail.outbox
    message = sent.message()
    off = f"http://localhost{off_path(alice, 'enquiries')}"
    assert message["List-Unsubscribe"] == f"<{off}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    letter = Letter.objects.get()
    for part in (letter.text, letter.html):
        assert off in part
        assert "http://localhost/accounts/notices/" in part


def test_choosing_once_a_day_collects_and_the_day_has_one_letter():
    alice = people.lead_of_st_marys()
    choose(by=alice, kind="enquiries", when="daily")
    tell(alice, 1), tell(alice, 1), tell(alice, 2)
    assert Letter.objects.count() == 0
    assert write_digests(TODAY) == 1
    letter = Letter.objects.get()
    assert letter.subject == "2 things from Schools Together today"
    assert "Message 1" in letter.text
    assert "Message 2" in letter.html
    tell(alice, 3)
    assert write_digests(TODAY) == 0, "a second run on one day writes none"
    assert write_digests(date(2026, 11, 26)) == 1
    assert "Message 3" in Letter.objects.first().text
    assert Digest.objects.count() == 2
    assert not DigestLine.objects.filter(done=False).exists()


def test_what_was_collected_is_not_told_at_once_later():
    alice = people.lead_of_st_marys()
    choose(by=alice, kind="enquiries", when="daily")
    tell(alice)
    choose(by=alice, kind="enquiries", when="at-once")
    tell(alice)
    assert Letter.objects.count() == 0


def test_who_turned_a_kind_off_meanwhile_gets_no_digest():
    alice = people.lead_of_st_marys()
    choose(by=alice, kind="enquiries", when="daily")
    tell(alice)
    choose(by=alice, kind="enquiries", when="off")
    tell(alice, 2)
    assert write_digests(TODAY) == 0
    assert Letter.objects.count() == 0


def test_the_page_keeps_choices(sign_in):
    alice = people.lead_of_st_marys()
    client = sign_in(alice)
    page = client.get(CHOICES).content.decode()
    kinds = re.findall(r'<input[^>]*name="([a-z-]+)"[^>]*value="daily"', page)
    assert "enquiries" in kinds
    assert "moderation" not in kinds
    asked = dict.fromkeys(kinds, "daily")
    for _ in range(2):
        answer = client.post(CHOICES, asked, follow=True)
        assert "Your choices are kept." in answer.content.decode()
        assert chosen(alice) == asked


def test_a_wrong_choice_is_refused_with_a_sentence(sign_in):
    alice = people.lead_of_st_marys()
    answer = sign_in(alice).post(CHOICES, {"enquiries": "hourly"})
    assert answer.status_code == 422
    assert "Choose one of the three." in answer.content.decode()
    assert chosen(alice) == {}


def test_moderators_choose_about_their_work_too(sign_in):
    assert 'name="moderation"' in sign_in(people.moderator()).get(CHOICES).content.decode()


def test_looking_at_the_switch_changes_nothing_and_pressing_it_turns_one_kind_off(client):
    alice = people.lead_of_st_marys()
    address = off_path(alice, "enquiries")
    for _ in range(2):
        assert "Stop these letters?" in client.get(address).content.decode()
        assert chosen(alice) == {}
    for _ in range(2):
        assert "These letters are off" in client.post(address).content.decode()
        assert chosen(alice) == {"enquiries": "off"}
    tell(alice)
    assert Letter.objects.count() == 0


def test_a_mailbox_presses_the_switch_without_a_token_of_ours():
    alice = people.lead_of_st_marys()
    mailbox = Client(enforce_csrf_checks=True)
    answer = mailbox.post(off_path(alice, "requests"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert chosen(alice) == {"requests": "off"}


def test_the_switch_of_the_daily_letter_turns_off_what_comes_in_it(client):
    alice = people.lead_of_st_marys()
    choose(by=alice, kind="enquiries", when="daily")
    client.post(off_path(alice, "digest"))
    assert chosen(alice) == {"enquiries": "off"}


@pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "nonsense", lambda token: token * 3])
def test_an_address_that_was_tampered_with_is_nothing(change, client):
    alice = people.lead_of_st_marys()
    token = off_path(alice, "enquiries").split("/")[-2]
    assert client.post(f"/accounts/notices/off/{change(token)}/").status_code == 404
    assert chosen(alice) == {}


def test_letters_that_must_come_have_no_switch(client):
    client.post("/accounts/login/code/", {"email": people.lead_of_st_marys().email})
    letter = Letter.objects.get()
    assert letter.off_url == ""


def test_somebody_gone_gets_nothing():
    alice = people.lead_of_st_marys()
    choose(by=alice, kind="enquiries", when="daily")
    tell(alice, 1)
    alice.is_active = False
    alice.save()
    tell(alice, 2)
    assert write_digests(TODAY) == 0
    assert Letter.objects.count() == 0
