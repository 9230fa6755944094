"""Who may act for a school. Every predicate takes a user (perhaps anonymous) and answers yes or no."""

from allauth.account.models import EmailAddress

from schools.models import School

from .models import Invitation, Membership, Role
from .reading import roles_of


def is_member(user, school: School) -> bool:
    """Contributors and leads with an active place at this school."""
    return user.is_authenticated and school.pk in roles_of(user)


def is_lead(user, school: School) -> bool:
    """Leads with an active place at this school: head, deputy, bursar, partnership coordinator."""
    return user.is_authenticated and roles_of(user).get(school.pk) == Role.LEAD


def is_moderator(user) -> bool:
    """Staff who look after the directory in admin."""
    return user.is_authenticated and user.is_active and user.is_staff


def owns_address(user, email: str) -> bool:
    """True where this person has shown that the address is theirs."""
    return EmailAddress.objects.filter(user_id=user.pk, email__iexact=email, verified=True).exists()


def schools_of(user):
    """The schools that this person may act for today, by name."""
    if not user.is_authenticated:
        return School.objects.none()
    active = Membership.objects.active().of_user(user)
    return School.objects.filter(pk__in=active.values("school_id")).order_by("name", "pk")


def schools_led_by(user):
    """The schools where this person is a lead today, by name."""
    if not user.is_authenticated:
        return School.objects.none()
    active = Membership.objects.active().leads().of_user(user)
    return School.objects.filter(pk__in=active.values("school_id")).order_by("name", "pk")


def can_approve_membership(user, membership: Membership) -> bool:
    """A lead of the school, or a moderator; nobody decides on their own place."""
    if user.pk == membership.user_id:
        return False
    return is_moderator(user) or is_lead(user, membership.school)


def can_end_membership(user, membership: Membership) -> bool:
    """The person themselves, a lead of the school, or a moderator."""
    return user.pk == membership.user_id or is_moderator(user) or is_lead(user, membership.school)


def can_change_role(user, membership: Membership, role: str) -> bool:
    """A lead of the school, or a moderator; nobody makes themselves lead."""
    if user.pk == membership.user_id and role == Role.LEAD:
        return False
    return is_moderator(user) or is_lead(user, membership.school)


def can_invite_colleague(user, school: School) -> bool:
    """Leads of the school: they vouch for the person."""
    return is_lead(user, school)


def can_withdraw_invitation(user, invitation: Invitation) -> bool:
    """Leads of the school, whoever of them sent it, and moderators."""
    return is_moderator(user) or is_lead(user, invitation.school)


def can_change_account(user, account) -> bool:
    """Moderators, but not their own account, and another moderator's only as superuser."""
    if not is_moderator(user) or user.pk == account.pk:
        return False
    return user.is_superuser or not account.is_staff


def can_make_moderators(user) -> bool:
    """Superusers alone."""
    return is_moderator(user) and user.is_superuser


def schools_left_without_lead(user):
    """The schools whose only lead is this person."""
    others = Membership.objects.active().leads().exclude(user_id=user.pk)
    return schools_led_by(user).exclude(pk__in=others.values("school_id"))


def can_edit_profile(user, school: School) -> bool:
    """Leads of the school: they speak for it."""
    return is_lead(user, school)


def can_see_logo(user, profile) -> bool:
    """Everybody once it is shown and while the school is not stopped; else members of the school and moderators."""
    shown = profile.logo_is_shown and profile.frozen_at is None
    return shown or is_member(user, profile.school) or is_moderator(user)
