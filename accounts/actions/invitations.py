"""Inviting a colleague: bound to one address, single use, ends after two weeks or when the inviting lead leaves."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import letters
from accounts.models import Invitation, Membership, MembershipState, Role
from accounts.permissions import can_invite_colleague, can_withdraw_invitation, owns_address
from schools.models import School, SchoolProfile

from .memberships import hold, keep

MOST_OPEN = 30  # a whole senior team and every head of department; more is a mailing
LEADS_INVITE = "Only a lead of this school may invite colleagues. Ask a lead."
OTHER_ADDRESS = "This invitation was sent to another address. Sign in with that address to accept it."


@transaction.atomic
def invite_colleague(*, by, school: School, email: str, role: str = Role.CONTRIBUTOR) -> Invitation:
    """Invite one address to the school. While an invitation is open, inviting again changes nothing.

    Order: hold the school, invitation, letter to the address.
    Raises PermissionDenied but for leads of the school; ValidationError for a colleague's own address, for somebody
    who waits already, for too many open invitations.
    """
    if not can_invite_colleague(by, school):
        raise PermissionDenied(LEADS_INVITE)
    school, email = hold(school), email.strip().lower()
    place = Membership.objects.living().of_school(school).filter(user__email__iexact=email).first()
    if place:
        waits = place.state == MembershipState.WAITING
        raise ValidationError(
            "This person has asked to join already. Answer the request instead." if waits
            else "This person is at your school already."
        )  # fmt: skip
    invitations = Invitation.objects.open().filter(school=school)
    if already := invitations.filter(email__iexact=email).first():
        return already
    if invitations.count() >= MOST_OPEN:
        raise ValidationError(f"{MOST_OPEN} invitations are open already. Withdraw one first.")
    invitation = Invitation.objects.create(school=school, email=email, role=Role(role), invited_by=by)
    letters.send_invitation(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, by, invitation: Invitation) -> Invitation:
    """Make an invitation worthless. Twice is once. Raises ValidationError where it has been accepted."""
    if not can_withdraw_invitation(by, invitation):
        raise PermissionDenied("Only a lead of this school may withdraw an invitation.")
    stored = _held(invitation)
    if stored.accepted_at:
        raise ValidationError("This invitation has been accepted. End the person’s place instead.")
    if stored.withdrawn_at is None:
        stored.withdrawn_at = timezone.now()
        stored.save(update_fields=["withdrawn_at"])
    return stored


@transaction.atomic
def accept_invitation(*, by, invitation: Invitation) -> Membership:
    """Take the place that was offered; the inviting lead's word stands for an approval. Twice is once.

    Order: hold school and invitation, membership (made, or the waiting one activated), invitation used.
    Raises PermissionDenied for anybody but the owner of the invited, verified address; ValidationError where it no
    longer holds (see `why_not_accept`).
    """
    school = hold(invitation.school)
    stored = _held(invitation)
    if not owns_address(by, stored.email):
        raise PermissionDenied(OTHER_ADDRESS)
    place = Membership.objects.living().of_user(by).of_school(school).first()
    if stored.accepted_at and place:
        return place
    if trouble := why_not_accept(stored):
        raise ValidationError(trouble)
    now = timezone.now()
    if place is None:
        place = Membership(user=by, school=school, role=stored.role)
    if place.state == MembershipState.WAITING or stored.role == Role.LEAD:
        place.role = stored.role
    place.state, place.decided_at, place.decided_by = MembershipState.ACTIVE, now, stored.invited_by
    place.reason = "Invited."
    keep(place, by, "Accepted an invitation")
    SchoolProfile.objects.get_or_create(school=school)
    stored.accepted_at = now
    stored.save(update_fields=["accepted_at"])
    return place


def why_not_accept(invitation: Invitation) -> str:
    """The sentence that says why nobody can accept it any more; empty while it is open."""
    if invitation.accepted_at:
        return "This invitation has been used. Each works once."
    if invitation.withdrawn_at:
        return "This invitation was withdrawn. Ask a lead of the school for another."
    if invitation.expires_at <= timezone.now():
        return "This invitation has run out. Ask a lead of the school for another."
    if not invitation.school.is_open:
        return f"{invitation.school} has closed. Nobody can join it any more."
    if invitation.invited_by is None or not can_invite_colleague(invitation.invited_by, invitation.school):
        return "Whoever invited you is no longer a lead of the school. Ask another lead."
    return ""


def _held(invitation: Invitation) -> Invitation:
    held = Invitation.objects.select_for_update(of=("self",))
    return held.select_related("school", "invited_by").get(pk=invitation.pk)
