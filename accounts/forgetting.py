"""What is forgotten about people by night, by the settings that end in _KEPT_DAYS. Registered through nights.py.

Only dates in the database count, so a night that was missed is caught up by the next, and twice does no harm.
"""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from schools_together.outbox.chores import every_night

from .actions import forget_unverified
from .keeping import KEPT, histories
from .models import Invitation, Membership, User


def days_ago(days: int):
    return timezone.now() - timedelta(days=days)


@every_night("Accounts whose address was never confirmed")
def forget_unverified_accounts(today: date) -> int:
    """Somebody typed an address and never showed that it is theirs: perhaps it is not."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    typed = EmailAddress.objects.filter(user=OuterRef("pk"))
    old = User.objects.filter(joined_at__lt=days_ago(settings.UNVERIFIED_KEPT_DAYS), is_staff=False)
    never = list(old.filter(Exists(typed), ~Exists(verified)).order_by("pk"))
    for user in never:
        forget_unverified(user=user)
    return len(never)


@every_night("Invitations forgotten")
def forget_old_invitations(today: date) -> int:
    """Accepted, withdrawn or run out long ago: the address has no use any more."""
    before = days_ago(settings.INVITATIONS_KEPT_DAYS)
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(over).delete()[0]


@every_night("Ended places at schools forgotten")
def forget_ended_memberships(today: date) -> int:
    """The row goes, and with it role and reasons; the history keeps that there was one, as erasing does."""
    old = Membership.objects.filter(state="ended", ended_at__lt=days_ago(settings.MEMBERSHIPS_KEPT_DAYS))
    gone = list(old.values_list("pk", flat=True))
    old.delete()
    Membership.history.filter(id__in=gone).update(**dict.fromkeys(KEPT[Membership].own_words, ""))
    return len(gone)


@every_night("Names in old versions forgotten")
def forget_names_in_histories(today: date) -> int:
    """What was changed stays; who changed it goes."""
    before = days_ago(settings.HISTORY_NAMES_KEPT_DAYS)
    old = [history._base_manager.filter(history_date__lt=before, history_user__isnull=False) for history in histories()]
    return sum(rows.update(history_user=None) for rows in old)


@every_night("Sessions that have ended")
def forget_ended_sessions(today: date) -> int:
    """Sessions past their end, and with them from where and with which browser somebody was signed in."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(living)).delete()[0]
