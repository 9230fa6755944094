"""What moderators do about an account: close and open it, give and take their own rights, end sessions, merge two."""

from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AccountDecision, Deed, Membership, MembershipState, User
from accounts.permissions import can_change_account, can_make_moderators

from .memberships import end_by_itself, hold, keep

# Never follow a person to another account: what signs in, what is history, and what a moderator decided.
STAYS = {"EmailAddress", "Authenticator", "UserSession", "LogEntry", "AccountDecision", "Membership"}
NOT_YOURS = "Accounts of moderators, your own among them, are changed by another superuser."


@transaction.atomic
def decide_on_account(*, by, user: User, deed: str, reason: str) -> AccountDecision:
    """Do one thing about an account, and write down who, what and why.

    Order: the account, its sessions (all end but for an opened account), the decision.
    Raises PermissionDenied for one's own account, and for what only superusers do; ValidationError without a reason.
    """
    deed, stored = Deed(deed), User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not can_change_account(by, stored):
        raise PermissionDenied(NOT_YOURS)
    if deed in (Deed.MAKE_MODERATOR, Deed.NO_MODERATOR) and not can_make_moderators(by):
        raise PermissionDenied("Only superusers make moderators.")
    if not reason.strip():
        raise ValidationError("Say why.")
    changes = {
        Deed.CLOSE: {"is_active": False},
        Deed.OPEN: {"is_active": True},
        Deed.MAKE_MODERATOR: {"is_staff": True},
        Deed.NO_MODERATOR: {"is_staff": False, "is_superuser": False},
        Deed.END_SESSIONS: {},
    }[deed]
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.save(update_fields=list(changes) or ["is_active"])
    if deed != Deed.OPEN:
        end_sessions(stored)
    return _written(by, stored, deed, reason)


@transaction.atomic
def merge_accounts(*, by, duplicate: User, into: User, reason: str) -> AccountDecision:
    """Two accounts of one person become one: everything goes to `into`, and the duplicate is closed.

    A place at a school goes along, unless the person has one there already: the other one ends, and no role is raised.
    Addresses, passwords and second steps stay where they are. What cannot have the same person twice (a saved idea)
    stays with the closed account.
    Raises PermissionDenied for one's own account and those of moderators; ValidationError for the same account, for
    one that is closed, without a reason.
    """
    if not (can_change_account(by, duplicate) and can_change_account(by, into)):
        raise PermissionDenied(NOT_YOURS)
    if duplicate.is_staff or into.is_staff:
        raise PermissionDenied("A moderator’s account is not merged. Take the rights first.")
    if duplicate.pk == into.pk:
        raise ValidationError("Choose another account than this one.")
    if not into.is_active:
        raise ValidationError("The account that stays has been closed. Open it first.")
    if not reason.strip():
        raise ValidationError("Say why you are sure that both are one person.")
    for place in Membership.objects.living().of_user(duplicate).select_related("school").order_by("school_id"):
        _move_place(place, into, by)
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model if relation.auto_created and not relation.concrete else None
        if model and not model.__name__.startswith("Historical") and model.__name__ not in STAYS:
            _move_rows(model, relation.field.name, duplicate, into)
    duplicate.is_active = False
    duplicate.save(update_fields=["is_active"])
    end_sessions(duplicate)
    return _written(by, duplicate, Deed.MERGE, f"Into account {into.pk}. {reason}")


def end_sessions(user: User) -> int:
    """Sign a person out everywhere. Returns from how many places."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _move_place(place: Membership, into: User, by) -> None:
    hold(place.school)
    if Membership.objects.living().of_user(into).of_school(place.school).exists():
        end_by_itself(place, f"The same person as account {into.pk}.")
        return
    if place.state == MembershipState.ACTIVE and place.decided_by_id == into.pk:
        raise ValidationError("One of the two let the other in. Look at that place first.")
    place.user = into
    keep(place, by, "Merged two accounts of one person")


def _move_rows(model, name: str, duplicate: User, into: User) -> None:
    """One by one, since a constraint may refuse single rows."""
    for pk in list(model._base_manager.filter(**{name: duplicate}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{name: into})
        except IntegrityError:
            continue


def _written(by, user: User, deed: Deed, reason: str) -> AccountDecision:
    return AccountDecision.objects.create(user=user, deed=deed, reason=" ".join(reason.split())[:300], by=by)
