"""What people do about places at schools."""

from .accounts import decide_on_account, merge_accounts
from .erasing import erase_account, erase_again, forget_unverified
from .invitations import accept_invitation, invite_colleague, withdraw_invitation
from .memberships import approve_membership, ask_to_join_school, end_membership, refuse_membership
from .office import disown_request, enter_office_code, send_office_code
from .profiles import edit_profile
from .roles import change_role, hand_over

__all__ = [
    "accept_invitation",
    "approve_membership",
    "ask_to_join_school",
    "change_role",
    "decide_on_account",
    "disown_request",
    "edit_profile",
    "end_membership",
    "erase_account",
    "erase_again",
    "enter_office_code",
    "hand_over",
    "forget_unverified",
    "invite_colleague",
    "merge_accounts",
    "refuse_membership",
    "send_office_code",
    "withdraw_invitation",
]
