"""What people do about places at schools."""

from .invitations import accept_invitation, invite_colleague, withdraw_invitation
from .memberships import approve_membership, ask_to_join_school, end_membership, refuse_membership

__all__ = [
    "accept_invitation",
    "approve_membership",
    "ask_to_join_school",
    "end_membership",
    "invite_colleague",
    "refuse_membership",
    "withdraw_invitation",
]
