"""Membership of partnership groups: asked by the coordinator, agreed by each school's own lead."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.permissions import is_moderator
from partnerships import group_letters
from partnerships.models import Group, GroupMember, GroupMemberState
from partnerships.permissions import can_agree_group_membership, can_coordinate_group
from partnerships.search import refresh_search_text
from schools.models import School

from .locking import locked, mirror

LEADS_ONLY = "Only a lead of the school may answer for it. Ask a lead at your school."
COORDINATORS_ONLY = "Only the coordinators of this group may do that."
GROUP_WRITABLE = frozenset(("summary", "about", "how_it_works", "timeline", "figures", "funding", "website"))


@transaction.atomic
def invite_to_group(*, by, group: Group, school: School) -> GroupMember:
    """Name a school as a member; it is shown once its own lead has agreed. Asking again after it left is allowed.

    Order: place, letter to the school's leads. Raises PermissionDenied, ValidationError for a closed school.
    """
    _must_coordinate(by, group)
    if not school.is_open:
        raise ValidationError(f"{school} has closed. Choose the school that came after it.")
    member, is_new = GroupMember.objects.get_or_create(group=group, school=school)
    if member.state == GroupMemberState.LEFT:
        member.state, member.agreed_at, member.agreed_by = GroupMemberState.INVITED, None, None
        member.asked_at, is_new = timezone.now(), True
        member.save()
    if is_new:
        group_letters.ask_member(member)
    return member


@transaction.atomic
def remove_from_group(*, by, member: GroupMember) -> None:
    """A coordinator takes a school off the group, or takes back the question. Twice is once."""
    _must_coordinate(by, member.group)
    stored = GroupMember.objects.select_for_update(of=("self",)).filter(pk=member.pk).first()
    if stored:
        _drop_projects_of(stored)
        stored.delete()


@transaction.atomic
def edit_group(*, by, group: Group, changes: dict, version: int) -> Group:
    """A coordinator writes the group's page. Raises PermissionDenied, ValidationError when somebody else has saved."""
    _must_coordinate(by, group)
    stored = locked(group)
    if stored.version != version:
        raise ValidationError(
            "Somebody has saved this page since you opened it. Yours is still here: read theirs, then save again."
        )
    for name in GROUP_WRITABLE & set(changes):
        setattr(stored, name, changes[name])
    stored.version += 1
    stored.last_confirmed_on = timezone.localdate()
    stored._history_user, stored._change_reason = by, "Saved"
    stored.save()
    mirror(group, stored, [*GROUP_WRITABLE, "version", "last_confirmed_on"])
    return group


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
        if state == GroupMemberState.LEFT:
            _drop_projects_of(stored)
    mirror(member, stored, ["state", "agreed_at", "agreed_by"])
    return member


def _drop_projects_of(member: GroupMember) -> None:
    """What a school posted is the group's no longer when the school is not in it; search forgets the group's name."""
    for project in member.group.projects.filter(school=member.school):
        project.group = None
        project._change_reason = "The school is no longer in the group"
        project.save(update_fields=["group", "updated_at"])
        refresh_search_text(project)


def _must_coordinate(by, group: Group) -> None:
    if not (can_coordinate_group(by, group) or is_moderator(by)):
        raise PermissionDenied(COORDINATORS_ONLY)
