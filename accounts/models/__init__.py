"""People, and their places at schools."""

from .decisions import AccountDecision, Deed
from .erasures import Erasure
from .invitations import INVITATION_LIFE, Invitation, new_invitation_token
from .memberships import MEMBERSHIP_MOVES, Membership, MembershipState, Role
from .notices import Digest, DigestLine, NoticeChoice, When
from .office_codes import CODE_LIFE, OfficeCode, digest_of_code, new_office_code
from .people import User
from .tallies import Tally

__all__ = [
    "AccountDecision",
    "CODE_LIFE",
    "Deed",
    "Digest",
    "DigestLine",
    "Erasure",
    "INVITATION_LIFE",
    "Invitation",
    "MEMBERSHIP_MOVES",
    "Membership",
    "MembershipState",
    "NoticeChoice",
    "OfficeCode",
    "Role",
    "Tally",
    "User",
    "When",
    "digest_of_code",
    "new_invitation_token",
    "new_office_code",
]
