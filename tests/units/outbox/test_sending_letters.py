"""What becomes of letters when the mail server is well, refuses, hangs or goes away."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from schools_together.outbox.letters import post_letter, send_again
from schools_together.outbox.models import Letter
from schools_together.outbox.sending import MOST_ATTEMPTS, send_due_letters
from tests.smtp_sink import smtp_sink

pytestmark = pytest.mark.django_db


def post(number=1):
    return post_letter(key=f"greeting {number}", to=f"lead{number}@example.org", subject="Hello", text="Hello\n")


def make_due():
    Letter.objects.unfinished().update(due_at=timezone.now())


def test_letters_are_sent_oldest_first_and_once(settings):
    with smtp_sink() as sink:
        settings.MAILERS = sink.mailers()
        for number in (1, 2, 3):
            post(number)
        assert send_due_letters().sent == 3
        assert send_due_letters().is_idle
    assert [envelope for envelope, _ in sink.letters] == [(f"lead{n}@example.org",) for n in (1, 2, 3)]
    assert Letter.objects.unfinished().count() == 0


def test_a_temporary_refusal_puts_the_letter_off_and_the_others_go(settings):
    letter = post()
    with smtp_sink("451") as sink:
        settings.MAILERS = sink.mailers()
        assert send_due_letters().put_off == 1
        letter.refresh_from_db()
        assert letter.last_error == "451 4.3.0 come back later"
        assert letter.due_at > timezone.now() + timedelta(seconds=50)
        sink.mode = "up"
        post(2)
        assert send_due_letters().sent == 1
        make_due()
        assert send_due_letters().sent == 1
    assert len(sink.letters) == 2


def test_after_eight_refusals_a_letter_is_given_up_until_sent_again(settings):
    letter = post()
    with smtp_sink("451") as sink:
        settings.MAILERS = sink.mailers()
        waits = []
        for _ in range(MOST_ATTEMPTS):
            before = timezone.now()
            send_due_letters()
            letter.refresh_from_db()
            waits.append(round((letter.due_at - before).total_seconds() / 60))
            make_due()
        assert waits[:7] == [1, 5, 15, 60, 240, 720, 1440]
        assert letter.failed_at is not None
        assert send_due_letters().is_idle
        assert send_again(letter) is True
        assert send_again(letter) is False
        sink.mode = "up"
        assert send_due_letters().sent == 1
    assert len(sink.letters) == 1


def test_an_unknown_mailbox_is_given_up_at_once(settings):
    letter = post()
    with smtp_sink("550") as sink:
        settings.MAILERS = sink.mailers()
        assert send_due_letters().given_up == 1
    letter.refresh_from_db()
    assert (letter.attempts, letter.last_error) == (1, "550 5.1.1 no such mailbox")


def test_a_conversation_cut_short_puts_only_that_letter_off(settings):
    post()
    with smtp_sink("drop") as sink:
        settings.MAILERS = sink.mailers()
        assert send_due_letters().put_off == 1
        sink.mode = "up"
        make_due()
        assert send_due_letters().sent == 1
    assert len(set(sink.names)) == 1


@pytest.mark.parametrize("mode", ["hang", "refuse"])
def test_an_unreachable_mail_server_costs_no_letter_an_attempt(settings, mode):
    letter = post()
    turn = letter.due_at
    with smtp_sink("hang") as sink:
        settings.MAILERS = sink.mailers(timeout=0.3)
        if mode == "refuse":
            sink.server_close()
        done = send_due_letters()
    assert done.trouble != ""
    assert done.is_idle
    letter.refresh_from_db()
    assert (letter.attempts, letter.due_at) == (0, turn)


def test_a_worker_told_to_stop_gives_its_letters_back(settings):
    with smtp_sink() as sink:
        settings.MAILERS = sink.mailers()
        post()
        assert send_due_letters(stop=lambda: True).is_idle
        assert send_due_letters().sent == 1


def test_worker_once_sends_everything_and_ends(settings, capsys):
    with smtp_sink() as sink:
        settings.MAILERS = sink.mailers()
        for number in range(25):
            post(number)
        call_command("worker", once=True)
        call_command("worker", once=True)
    assert len(set(sink.names)) == len(sink.letters) == 25
    assert capsys.readouterr().out == (
        "Letters: 20 sent, 0 put off, 0 given up.\nLetters: 5 sent, 0 put off, 0 given up.\n"
    )


def test_worker_once_says_that_the_mail_server_is_away(settings):
    post()
    with smtp_sink("hang") as sink:
        settings.MAILERS = sink.mailers(timeout=0.3)
        with pytest.raises(CommandError, match="The mail server cannot be reached, letters wait"):
            call_command("worker", once=True)
