"""Invitations of colleagues."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from schools.models import School

from .memberships import Role

INVITATION_LIFE = timedelta(days=14)


def new_invitation_token() -> str:
    """An unguessable token for an invitation link (256 bits)."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A lead's invitation of one address to one school, single use.

    Life: sent → accepted, withdrawn or expired.
    Always: bound to its address; one open invitation for an address at a school is a matter of actions.
    Seen by: leads of the school; the invited through the link.
    Not: a membership; accepting it makes one.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    token = models.CharField(max_length=64, unique=True, default=new_invitation_token, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Invitation to {self.school}"

    def save(self, *args, **kwargs):
        if self.expires_at is None:
            self.expires_at = self.sent_at + INVITATION_LIFE
        super().save(*args, **kwargs)
