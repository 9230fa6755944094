"""Codes that a school’s office hands to its first lead."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from .invitations import new_invitation_token
from .memberships import Membership

CODE_LIFE = timedelta(days=7)
CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ2456789"  # none that looks or sounds like another, no words


def new_office_code() -> str:
    """Eight signs that a person can read out and type, like "BK4T-9WXZ" (27^8 of them)."""
    code = get_random_string(8, CODE_SIGNS)
    return f"{code[:4]}-{code[4:]}"


def digest_of_code(code: str) -> str:
    """What is kept of a code; spaces, dashes and case do not matter."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("accounts.office", typed, algorithm="sha256").hexdigest()


class OfficeCodeQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be used."""
        return self.filter(used_at=None, refused_at=None, expires_at__gt=timezone.now())

    def just_sent(self):
        """Within the last ten minutes: a second press of the button means these."""
        return self.open().filter(sent_at__gt=timezone.now() - timedelta(minutes=10))


class OfficeCode(models.Model):
    """A code sent to a school's office, which makes a waiting person the first lead.

    Life: sent → used, refused by the office, or expired after CODE_LIFE; a newer one ends it.
    Always: kept as a digest; used and refused exclude each other.
    Seen by: nobody; the office has the letter, moderators see to which mailbox it went.
    Not: the code that shows that an address is a person's own (allauth's).
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="office_codes")
    address = models.EmailField("office mailbox")
    digest = models.CharField(max_length=64, editable=False)
    token = models.CharField(max_length=64, unique=True, default=new_invitation_token, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(refused_at__isnull=True),
                name="an_office_code_is_not_both_used_and_refused",
            )
        ]

    def __str__(self) -> str:
        return f"Code for {self.membership}"
