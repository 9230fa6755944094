"""Invitations, for moderators to read."""

from django.contrib import admin

from accounts.models import Invitation
from schools_together.outbox.addresses import masked

from .secrets import NothingSecret


@admin.register(Invitation)
class InvitationAdmin(NothingSecret):
    """To read only. The link, with which one could accept, is not shown."""

    list_display = ["school", "masked_address", "role", "sent_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["school"]
    list_filter = ["role", "sent_at"]
    search_fields = ["school__name", "school__town"]
    fields = readonly_fields = [
        "school", "masked_address", "role", "invited_by", "sent_at", "expires_at", "accepted_at", "withdrawn_at",
    ]  # fmt: skip

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description="e-mail address")
    def masked_address(self, invitation: Invitation) -> str:
        return masked(invitation.email)
