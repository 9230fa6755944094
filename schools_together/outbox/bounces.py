"""Mailboxes that refuse letters, as the mail server says at once, a report in a mailbox (RFC 3464), or a webhook."""

import mailbox
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.utils import timezone

from .models import Bounce, Letter

KEPT = timedelta(days=365)


def note_bounce(address: str, words: str = "") -> bool:
    """Remember that a mailbox refuses for good; False for what is no address, or one that we never wrote to.

    A report that anybody could have sent must not silence an address that has nothing to do with us.
    """
    address = address.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return False
    if not Letter.objects.filter(to__iexact=address).exists():
        return False
    now, words = timezone.now(), " ".join(words.split())[:300]
    bounce, is_new = Bounce.objects.get_or_create(address=address, defaults={"words": words})
    if not is_new:
        Bounce.objects.filter(pk=bounce.pk).update(times=F("times") + 1, latest_at=now, words=words)
    return True


def is_bouncing(address: str) -> bool:
    return Bounce.objects.of(address).exists()


def bouncing(addresses) -> set[str]:
    """Those of the addresses that refuse letters, in lower case. One query."""
    wanted = {address.lower() for address in addresses}
    return set(Bounce.objects.filter(address__in=wanted).values_list("address", flat=True))


def forget_old_bounces() -> int:
    """After a year without another one a mailbox gets a new chance."""
    return Bounce.objects.filter(latest_at__lt=timezone.now() - KEPT).delete()[0]


def read_mailbox(path) -> Iterator[tuple[str, str]]:
    """(address, what the server said) of every mailbox that a report in this file names as gone for good."""
    parser = BytesParser(policy=policy.default)
    box = mailbox.mbox(path, factory=parser.parse, create=False)
    try:
        for message in box:
            yield from reported(message)
    finally:
        box.close()


def reported(message: EmailMessage | Message) -> Iterator[tuple[str, str]]:
    """What one report says: recipients with "Action: failed" and a status of 5.x.x. Nothing for other mail."""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for group in part.get_payload():
            action = str(group.get("Action", "")).strip().lower()
            status = str(group.get("Status", "")).strip()
            _, _, address = str(group.get("Final-Recipient", "")).rpartition(";")
            if action == "failed" and status.startswith("5") and address.strip():
                yield address.strip().strip("<>"), str(group.get("Diagnostic-Code", status))
