"""What people are told by e-mail about partnership groups. Called inside the transaction of the reason."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.notices import notify, notify_moderators

from .letters import GROUPS
from .models import CoordinatorOffer, Group, GroupMember


def ask_member(member: GroupMember) -> None:
    """To the leads of a school: a group names you."""
    leads = Membership.objects.active().leads().of_school(member.school).select_related("user")
    path = reverse("partnerships:group_membership", args=[member.group.slug])
    for place in leads.order_by("pk"):
        notify(
            place.user,
            GROUPS,
            key=f"group place {member.pk} asked {member.asked_at:%Y%m%d%H%M%S%f} to {place.user_id}",
            subject=f"Does your school belong to {member.group}?",
            template="group_member_asked",
            context={"path": path, "group": member.group, "school": member.school},
        )


def ask_coordinator(offer: CoordinatorOffer) -> None:
    """To somebody at a member school: will you coordinate, too?"""
    notify(
        offer.user,
        GROUPS,
        key=f"group {offer.group_id} asks person {offer.user_id} {offer.offered_at:%Y%m%d%H%M%S%f}",
        subject=f"Will you coordinate {offer.group}?",
        template="group_coordinator_asked",
        context={"path": reverse("partnerships:group_coordinate", args=[offer.group.slug]), "group": offer.group},
    )


def tell_moderators_no_coordinator(group: Group) -> None:
    """To the moderators: a group has lost its last coordinator."""
    notify_moderators(
        key=f"group {group.pk} lost its coordinator {timezone.now():%Y%m%d%H%M}",
        subject=f"{group} has no coordinator any more",
        template="group_without_coordinator",
        context={"path": reverse("admin:partnerships_group_change", args=[group.pk]), "group": group},
    )
