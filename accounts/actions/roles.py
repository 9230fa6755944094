"""Who leads a school: making a colleague lead or contributor, and handing one's own place over."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts import letters
from accounts.models import Membership, MembershipState, Role
from accounts.permissions import can_change_role

from .memberships import hold_membership, keep, leads_beside

LEADS_CHANGE = "Only a lead of this school may change what somebody does here."
NOT_ACTIVE = "This person does not act for the school any more."
LAST_LEAD = "You are the last lead. Make a colleague lead first."


@transaction.atomic
def change_role(*, by, membership: Membership, role: str, reason: str = "") -> Membership:
    """Make somebody lead or contributor. Twice is once; the rights change with the next request.

    Order: hold the school, role, letter to the person where somebody else did it.
    Raises PermissionDenied but for leads of the school and moderators, and for making oneself lead;
    ValidationError where the place is not active, or where the school would be left without a lead.
    """
    stored, role = hold_membership(membership), Role(role)
    if not can_change_role(by, stored, role):
        raise PermissionDenied(LEADS_CHANGE)
    if stored.state != MembershipState.ACTIVE:
        raise ValidationError(NOT_ACTIVE)
    if stored.role == role:
        return stored
    if role != Role.LEAD and not leads_beside(stored).exists():
        raise ValidationError(LAST_LEAD)
    stored.role, stored.reason = role, " ".join(reason.split())[:300] or stored.reason
    keep(stored, by, f"Made {role.label.lower()}")
    if by.pk != stored.user_id:
        letters.tell_of_role(stored)
    return stored


@transaction.atomic
def hand_over(*, by, membership: Membership) -> Membership:
    """Make a colleague lead and become contributor oneself, both or neither. Returns the colleague's place.

    Raises as `change_role`; PermissionDenied where one does not lead this school oneself.
    """
    theirs = change_role(by=by, membership=membership, role=Role.LEAD)
    mine = Membership.objects.active().leads().of_user(by).of_school(theirs.school).first()
    if mine is None:
        raise PermissionDenied(LEADS_CHANGE)
    change_role(by=by, membership=mine, role=Role.CONTRIBUTOR)
    return theirs
