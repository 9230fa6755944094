"""Asking for a place at a school, and the answers. Whoever changes who belongs to a school holds that school first."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import letters
from accounts.models import MEMBERSHIP_MOVES, Membership, MembershipState, Role
from accounts.permissions import can_approve_membership, can_end_membership
from schools.models import School, SchoolProfile

NOT_ONESELF = "Nobody decides on their own place. Ask another lead of the school, or a moderator."
LEADS_DECIDE = "Only a lead of this school may let somebody in. Ask a lead."
LEADS_END = "Only a lead of this school, or the person, may end this place."


@transaction.atomic
def ask_to_join_school(*, by, school: School, role: str = Role.CONTRIBUTOR, job_title: str = "") -> Membership:
    """Ask for a place; it waits for a lead of the school or a moderator. Asking twice is asking once.

    The role is a wish: whoever approves decides it.
    Order: hold the school, membership, letters to its leads, who thereby hear of rival claims too.
    Raises ValidationError for a school that has closed or not opened yet.
    """
    school = hold(school)
    if not school.is_open:
        raise ValidationError(f"{school} has no pupils today. Choose the school that came after it.")
    living = Membership.objects.living().of_user(by).of_school(school).first()
    if living:
        return living
    membership = Membership(user=by, school=school, role=Role(role), job_title=" ".join(job_title.split()))
    keep(membership, by, "Asked")
    letters.tell_leads_of_request(membership)
    return membership


@transaction.atomic
def approve_membership(*, membership: Membership, by, role: str | None = None, reason: str = "") -> Membership:
    """Let a person in, in the role asked for unless `role` says another. Approving twice is approving once.

    Order: hold the school, state, the school's profile when this is its first member, letter to the person.
    Raises PermissionDenied but for leads of the school and moderators, and for one's own place;
    ValidationError where it was refused or has ended, the person is disabled or the school has closed.
    """
    stored = hold_membership(membership)
    _must_decide(by, stored)
    if stored.state == MembershipState.ACTIVE:
        return stored
    if not stored.school.is_open:
        raise ValidationError(f"{stored.school} has closed. Nobody can join it any more.")
    if not stored.user.is_active:
        raise ValidationError("This person’s account has been closed.")
    _move(stored, MembershipState.ACTIVE, by, reason)
    stored.role = Role(role or stored.role)
    keep(stored, by, "Let in")
    SchoolProfile.objects.get_or_create(school=stored.school)
    letters.tell_of_approval(stored)
    return stored


@transaction.atomic
def refuse_membership(*, membership: Membership, by, reason: str = "") -> Membership:
    """Say “not now” to a request. Twice is once; the person may ask again.

    Raises as `approve_membership`; ValidationError where the person has been let in meanwhile.
    """
    stored = hold_membership(membership)
    _must_decide(by, stored)
    if stored.state == MembershipState.ENDED:
        return stored
    if stored.state == MembershipState.ACTIVE:
        raise ValidationError("Somebody has let this person in meanwhile. End the place instead.")
    _end(stored, by, reason, "Refused")
    letters.tell_of_refusal(stored)
    return stored


@transaction.atomic
def end_membership(*, membership: Membership, by, reason: str = "", successor: Membership | None = None) -> Membership:
    """End a place, one's own or a colleague's; its rights end with the next request. Twice is once.

    A `successor` at the same school becomes lead first: so a school need not be without one.
    Order: hold the school (two leads who remove each other at once: the second is no lead any more), successor, state,
    letter to the person where somebody else did it, letter to the moderators where the school has no lead left.
    Raises PermissionDenied but for the person, leads of the school and moderators; ValidationError for a successor who
    has left meanwhile.
    """
    stored = hold_membership(membership)
    if not can_end_membership(by, stored):
        raise PermissionDenied(LEADS_END)
    if stored.state == MembershipState.ENDED:
        return stored
    was_lead = stored.state == MembershipState.ACTIVE and stored.is_lead
    if was_lead and successor is not None:
        _follow(successor, stored, by)
    _end(stored, by, reason, "Left" if by.pk == stored.user_id else "Ended")
    if by.pk != stored.user_id:
        letters.tell_of_end(stored)
    if was_lead and not leads_beside(stored).exists():
        letters.tell_moderators_no_lead(stored)
    return stored


def leads_beside(membership: Membership):
    """The other leads of the same school today."""
    return Membership.objects.active().leads().of_school(membership.school).exclude(pk=membership.pk)


def _follow(successor: Membership, leaving: Membership, by) -> None:
    """The successor leads from now on, and is told."""
    colleagues = Membership.objects.active().of_school(leaving.school).exclude(pk=leaving.pk)
    follower = colleagues.select_related("school", "user").filter(pk=successor.pk).first()
    if follower is None:
        raise ValidationError("Your successor has left the school meanwhile. Choose somebody else.")
    if not follower.is_lead:
        follower.role = Role.LEAD
        keep(follower, by, "Made lead by a lead who left")
        letters.tell_of_role(follower)


def end_by_itself(membership: Membership, reason: str) -> None:
    """End a place by nobody's hand of ours: an office's word, or the time. Within the caller's transaction."""
    _end(membership, None, reason, reason)


def hold(school: School) -> School:
    """The stored school, held until the transaction ends, so that decisions on its people come one after another.

    SQLite holds the whole file instead (transaction_mode).
    """
    return School.objects.select_for_update(of=("self",), no_key=True).get(pk=school.pk)


def hold_membership(membership: Membership) -> Membership:
    """The stored membership, with its school held."""
    hold(membership.school)
    return Membership.objects.select_related("school", "user").get(pk=membership.pk)


def keep(membership: Membership, by, why: str) -> None:
    """Save with who and why in the history."""
    membership._history_user, membership._change_reason = by, why
    membership.save()


def _must_decide(by, membership: Membership) -> None:
    if by.pk == membership.user_id:
        raise PermissionDenied(NOT_ONESELF)
    if not can_approve_membership(by, membership):
        raise PermissionDenied(LEADS_DECIDE)


def _move(membership: Membership, state: str, by, reason: str) -> None:
    """Along MEMBERSHIP_MOVES only."""
    if state not in MEMBERSHIP_MOVES[membership.state]:
        raise ValidationError("This request has been answered already. The person may ask again.")
    membership.state, membership.decided_at, membership.decided_by = state, timezone.now(), by
    membership.reason = " ".join(reason.split())[:300]


def _end(membership: Membership, by, reason: str, why: str) -> None:
    _move(membership, MembershipState.ENDED, by, reason)
    membership.ended_at = membership.decided_at
    keep(membership, by, why)
