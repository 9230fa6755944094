"""Membership of partnership groups: asked by the coordinator, agreed by each school's own lead."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.permissions import is_moderator
from partnerships.models import Group, GroupMember, GroupMemberState
from partnerships.permissions import can_agree_group_membership, can_coordinate_group
from schools.models import School

from .locking import locked, mirror

LEADS_ONLY = "Only a lead of the school may answer for it. Ask a lead at your school."


@transaction.atomic
def invite_to_group(*, by, group: Group, school: School) -> GroupMember:
    """Name a school as a member; it is shown once its own lead has agreed. Asking again after it left is allowed."""
    if not (can_coordinate_group(by, group) or is_moderator(by)):
        raise PermissionDenied("Only the coordinators of this group may name its members.")
    member, _ = GroupMember.objects.get_or_create(group=group, school=school)
    if member.state == GroupMemberState.LEFT:
        member.state, member.agreed_at, member.agreed_by = GroupMemberState.INVITED, None, None
        member.asked_at = timezone.now()
        member.save()
    return member


@transaction.atomic
def agree_group_membership(*, by, member: GroupMember) -> GroupMember:
    """The school's lead agrees: the name is public from now on. Twice is once."""
    return _answer(by, member, GroupMemberState.AGREED)


@transaction.atomic
def leave_group(*, by, member: GroupMember) -> GroupMember:
    """The school's lead takes the school's name off the group. Twice is once."""
    return _answer(by, member, GroupMemberState.LEFT)


def _answer(by, member: GroupMember, state: str) -> GroupMember:
    if not can_agree_group_membership(by, member):
        raise PermissionDenied(LEADS_ONLY)
    stored = locked(member)
    if stored.state != state:
        stored.state, stored.agreed_by = state, by
        stored.agreed_at = timezone.now() if state == GroupMemberState.AGREED else stored.agreed_at
        stored.save()
    mirror(member, stored, ["state", "agreed_at", "agreed_by"])
    return member
