"""No mailbox is flooded: what can wait waits once an hour’s fill has gone there; codes never do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Letter
from schools_together.outbox.sending import MOST_AN_HOUR, send_due_letters

pytestmark = pytest.mark.django_db


def post(number: int, to: str = "lead@example.org", off_url: str = "http://localhost/off/") -> Letter:
    return post_letter(key=f"greeting {number}", to=to, subject="Hello", text="Hello\n", off_url=off_url)


def test_the_rest_waits_an_hour_and_loses_no_attempt():
    for number in range(MOST_AN_HOUR + 3):
        post(number)
    post(100, to="other@example.org")
    post(101, off_url="")
    while not send_due_letters().is_idle:
        pass
    sent = [message.to[0] for message in mail.outbox]
    assert sent.count("lead@example.org") == MOST_AN_HOUR + 1, "the fill, and the code"
    assert sent.count("other@example.org") == 1
    waiting = Letter.objects.unfinished()
    assert [letter.attempts for letter in waiting] == [0, 0, 0]
    assert waiting.first().due_at > timezone.now() + timedelta(minutes=55)
    Letter.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(minutes=61))
    waiting.update(due_at=timezone.now())
    assert send_due_letters().sent == 3
