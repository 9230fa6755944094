"""Who coordinates a group: one person asks another, who accepts; nobody is named without knowing."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from partnerships import group_letters
from partnerships.models import CoordinatorOffer, Group, GroupMemberState
from partnerships.permissions import can_coordinate_group

COORDINATORS_ONLY = "Only the coordinators of this group may do that."


@transaction.atomic
def offer_coordination(*, by, group: Group, email: str) -> None:
    """Ask the person with this address to coordinate the group, too, if that is somebody at one of its schools.

    Nothing comes back, so that nobody learns here who has an account. Asking again within its life changes nothing.
    Order: offer, letter. Raises PermissionDenied but for coordinators.
    """
    if not can_coordinate_group(by, group):
        raise PermissionDenied(COORDINATORS_ONLY)
    schools = group.members.filter(state=GroupMemberState.AGREED).values("school")
    places = Membership.objects.active().filter(school__in=schools, user__email__iexact=email)
    user = User.objects.filter(pk__in=places.values("user")).exclude(coordinated_groups=group).first()
    if user is None:
        return
    CoordinatorOffer.objects.filter(group=group, user=user).exclude(
        pk__in=CoordinatorOffer.objects.open().values("pk")
    ).delete()
    offer, is_new = CoordinatorOffer.objects.get_or_create(group=group, user=user, defaults={"offered_by": by})
    if is_new:
        group_letters.ask_coordinator(offer)


@transaction.atomic
def withdraw_coordination(*, by, group: Group) -> None:
    """Take back every open question to coordinate. Twice is once."""
    if not can_coordinate_group(by, group):
        raise PermissionDenied(COORDINATORS_ONLY)
    CoordinatorOffer.objects.filter(group=group).delete()


@transaction.atomic
def accept_coordination(*, by, group: Group) -> None:
    """The person who was asked coordinates from now on. Twice is once.

    Raises PermissionDenied without an open offer.
    """
    if can_coordinate_group(by, group):
        return
    offer = CoordinatorOffer.objects.open().select_for_update(of=("self",)).filter(group=group, user=by).first()
    if offer is None:
        raise PermissionDenied("Nobody has asked you to coordinate this group, or the question is too old.")
    group.coordinators.add(by)
    offer.delete()
    _note(group, by, "Coordinates from now on")


@transaction.atomic
def decline_coordination(*, by, group: Group) -> None:
    """The person who was asked says no. Twice is once."""
    CoordinatorOffer.objects.filter(group=group, user=by).delete()


@transaction.atomic
def step_down_from_group(*, by, group: Group) -> None:
    """A coordinator gives it up. Moderators are told when nobody is left. Twice is once."""
    if not can_coordinate_group(by, group):
        return
    Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    group.coordinators.remove(by)
    _note(group, by, "Stepped down")
    if not group.coordinators.filter(is_active=True).exists():
        group_letters.tell_moderators_no_coordinator(group)


def _note(group: Group, by, why: str) -> None:
    """Who coordinates is no column of the group, so the history is told in words."""
    group.refresh_from_db()
    group.last_confirmed_on = timezone.localdate()
    group._history_user, group._change_reason = by, why
    group.save(update_fields=["last_confirmed_on"])
