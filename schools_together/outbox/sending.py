"""Sending leased letters, outside any database transaction, and noting what became of each."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import mailers
from django.utils import timezone

from .backing_off import MOST_ATTEMPTS, WAITS
from .bounces import is_bouncing, note_bounce
from .leasing import give_back, lease, lease_is_nearly_over, still_ours
from .letters import mail_of
from .models import Letter

BATCH = 20
LEASE_SECONDS = 300
BOUNCES = "Not sent: this mailbox refuses our letters (see Bounces)."
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20  # letters to one address that can wait; a lead of a busy school chooses the daily letter


@dataclass
class Round:
    """What one batch came to. `trouble` is set when the mail server itself could not be reached."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    trouble: str = ""

    @property
    def is_idle(self) -> bool:
        return not (self.sent or self.put_off or self.given_up)


def send_due_letters(
    *, batch: int = BATCH, seconds: float = LEASE_SECONDS, stop: Callable[[], bool] = lambda: False
) -> Round:
    """Send one batch of due letters over one connection; returns what became of them.

    A mail server that cannot be reached costs no letter an attempt: all go back as they were, and wait.
    """
    done = Round()
    letters = lease(Letter, batch, seconds)
    mailer = mailers.default
    for place, letter in enumerate(letters):
        if stop() or lease_is_nearly_over(letter, seconds):
            give_back(letters[place:])
            break
        try:
            mailer.open()
        except OSError as error:  # every SMTP and TLS error is one
            done.trouble = _in_words(error)
            give_back(letters[place:])
            break
        _send(mailer, letter, done)
    with suppress(OSError):
        mailer.close()
    return done


def _send(mailer, letter: Letter, done: Round) -> None:
    """One letter over an open connection; the note of it is written at once, so that a crash repeats one at most."""
    if letter.off_url and is_bouncing(letter.to):
        still_ours(letter).update(failed_at=timezone.now(), last_error=BOUNCES)
        done.given_up += 1
        return
    if has_had_enough(letter):
        still_ours(letter).update(due_at=timezone.now() + AN_HOUR)
        done.put_off += 1
        return
    try:
        mailer.send_messages([mail_of(letter)])
    except (OSError, ValueError) as error:
        _note_refusal(letter, error, done)
        with suppress(OSError):  # the conversation may be half-way: the next letter begins a new one
            mailer.close()
        return
    still_ours(letter).update(sent_at=timezone.now(), attempts=letter.attempts + 1, last_error="")
    done.sent += 1


def has_had_enough(letter: Letter) -> bool:
    """True for a letter that can wait, to somebody who had a mailboxful within the hour. Codes never wait.

    Each worker counts for itself: two at once may pass the limit by a batch.
    """
    if not letter.off_url:
        return False
    return Letter.objects.filter(to=letter.to, sent_at__gt=timezone.now() - AN_HOUR).count() >= MOST_AN_HOUR


def _note_refusal(letter: Letter, error: Exception, done: Round) -> None:
    """Put the letter off, or give it up after the last attempt or a plain "no such mailbox"."""
    now, attempts = timezone.now(), letter.attempts + 1
    words = _in_words(error)
    if attempts >= MOST_ATTEMPTS or _is_final(error):
        still_ours(letter).update(failed_at=now, attempts=attempts, last_error=words)
        if isinstance(error, smtplib.SMTPRecipientsRefused) and _is_final(error):
            note_bounce(letter.to, words)
        done.given_up += 1
    else:
        still_ours(letter).update(due_at=now + WAITS[attempts - 1], attempts=attempts, last_error=words)
        done.put_off += 1


def _is_final(error: Exception) -> bool:
    """The server says for good (5xx) that it does not know the recipient, or the letter cannot be an e-mail."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def _in_words(error: Exception) -> str:
    """The trouble in one line of at most 300 characters, for moderators and the log."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {words.decode(errors='replace')}"[:300]
    return f"{type(error).__name__}: {error}"[:300]
