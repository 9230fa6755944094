"""Writing a letter: rendered and stored with its reason, sent later by the worker.

Templates live in templates/emails/<name>.txt and .html. Both parts hold the same links, built from
`{{ site_url }}` (the setting, never the request's host) and a path.
"""

import hashlib
import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from .models import Letter

SUBJECT_LENGTH = Letter._meta.get_field("subject").max_length
KEY_LENGTH = Letter._meta.get_field("key").max_length


def write_letter(
    *, key: str, to: str, subject: str, template: str, context: dict | None = None, off_path: str = ""
) -> Letter:
    """Write one letter from templates/emails/<template>.txt and .html, once for a key.

    Call it inside the transaction of its reason, so that both are kept or neither. The key names that reason
    ("enquiry 12 to person 7"); a second call with it returns the first letter, whatever else it says.
    The templates get `context`, and `site_url`, `site_name`, `subject` and `off_path`: where its reader stops such
    letters. It becomes a header by which mailboxes draw a button (RFC 8058). A letter that must come has none.
    Raises as `post_letter`.
    """
    if already := Letter.objects.filter(key=key).first():
        return already
    words = {
        **(context or {}),
        "subject": one_line(subject),
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "off_path": off_path,
    }
    return post_letter(
        key=key,
        to=to,
        subject=subject,
        text=_without_gaps(_render(f"emails/{template}.txt", words, escaped=False)),
        html=_render(f"emails/{template}.html", words, escaped=True),
        off_url=f"{settings.SITE_URL}{off_path}" if off_path else "",
    )


def post_letter(*, key: str, to: str, subject: str, text: str, html: str = "", off_url: str = "") -> Letter:
    """Put a letter that is already in words into the outbox, once for a key; see `write_letter`.

    Raises TransactionManagementError outside a transaction, ValidationError for a bad address, ValueError for a
    key that does not fit.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A letter is written in the transaction that gives its reason.")
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"The key of a letter has 1 to {KEY_LENGTH} characters.")
    validate_email(to)
    words = {"to": to, "subject": one_line(subject), "text": text, "html": html, "off_url": off_url}
    try:
        with transaction.atomic():
            return Letter.objects.create(key=key, **words)
    except IntegrityError:  # nearly every key is new: asking first would cost each letter a question
        return Letter.objects.get(key=key)


def one_line(words: str) -> str:
    """A subject on one line: line breaks and other controls become spaces, so no header can be smuggled in."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    plain = " ".join(plain.split())
    return plain if len(plain) <= SUBJECT_LENGTH else plain[: SUBJECT_LENGTH - 1] + "…"


def mail_of(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of a letter: one recipient, and a Message-ID from the key.

    Where a worker dies between the mail server's yes and our note of it, the letter goes out again with the same
    Message-ID, by which mailboxes know a repeat.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    name = hashlib.sha256(letter.key.encode()).hexdigest()[:40]
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated", **_switch(letter)},
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail


def _switch(letter: Letter) -> dict[str, str]:
    """The headers of RFC 8058, by which a mailbox offers to stop such letters with one click."""
    if not letter.off_url:
        return {}
    return {"List-Unsubscribe": f"<{letter.off_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def send_again(letter: Letter) -> bool:
    """Give a letter that was given up its eight attempts anew; False where there is nothing to send."""
    dead = Letter.objects.dead().filter(pk=letter.pk).exclude(to="")
    return bool(dead.update(failed_at=None, attempts=0, due_at=timezone.now(), last_error=""))


def empty_old_letters(days: int) -> int:
    """Forget whom and what letters said, this many days after they were sent or given up; returns how many.

    The key stays, so that the same reason never sends a second letter.
    """
    before = timezone.now() - timedelta(days=days)
    old = Letter.objects.finished_before(before).exclude(to="")
    return old.update(to="", subject="", text="", html="", off_url="", last_error="")


def _render(name: str, words: dict, *, escaped: bool) -> str:
    """A template in words; the plain part is not HTML, so nothing in it is escaped."""
    return get_template(name).template.render(Context(words, autoescape=escaped))


def _without_gaps(text: str) -> str:
    """Plain text with single empty lines only, where the template's optional parts are absent."""
    return re.sub(r"\n\s*\n", "\n\n", text).strip() + "\n"
