"""What moderators did about accounts."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Deed(models.TextChoices):
    END_SESSIONS = "end-sessions", "Sign out everywhere"
    CLOSE = "close", "Close the account"
    OPEN = "open", "Open the account again"
    MAKE_MODERATOR = "make-moderator", "Make moderator"
    NO_MODERATOR = "no-moderator", "Moderator no more"
    MERGE = "merge", "Merge into another account"


class AccountDecision(models.Model):
    """What a moderator did about an account, and why.

    Life: written once; never changed. It loses the person when the account is erased.
    Seen by: moderators.
    Not: a decision about a place at a school (Membership's own history).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    deed = models.CharField(max_length=16, choices=Deed)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}, {timezone.localdate(self.decided_at):%-d %B %Y}"
