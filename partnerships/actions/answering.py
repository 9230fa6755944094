"""The answers that a named school alone may give: what it brings and gains, and whether it is true."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships import letters
from partnerships.figures import forget_totals
from partnerships.models import Participation, ParticipationState
from partnerships.permissions import can_answer_participation, can_tell_part
from partnerships.search import refresh_search_text

from .locking import locked, mirror, refuse
from .moving import hide_if_one_sided

ANSWER_FIELDS = ["state", "answered_at", "answered_by", "answered_role", "decline_reason"]
LEADS_ONLY = "Only a lead of the named school may answer for it. Ask a lead at your school."


@transaction.atomic
def tell_part(*, by, participation: Participation, gives: str, gains: str) -> Participation:
    """Say what a school gives and what it gains; its own members once it has confirmed, before also who named it."""
    part = held(participation)
    if not can_tell_part(by, part):
        raise PermissionDenied("This school has confirmed, so only its own members change what is said about it.")
    part.gives, part.gains = gives.strip()[:500], gains.strip()[:500]
    _keep(part, by, "Told")
    mirror(participation, part, ["gives", "gains"])
    return participation


@transaction.atomic
def confirm_participation(*, by, participation: Participation) -> Participation:
    """The named school says that it is true: its name may be shown from now on. Confirming twice is confirming once.

    Order: lock, state, search text (its name can be found now), letter to the posting school.
    Raises PermissionDenied but for its leads, ValidationError where it has already said no or left.
    """
    return _answer(by, participation, ParticipationState.CONFIRMED)


@transaction.atomic
def decline_participation(*, by, participation: Participation, reason: str = "") -> Participation:
    """The named school says that it takes no part. The reason is for the posting school alone."""
    return _answer(by, participation, ParticipationState.DECLINED, reason)


@transaction.atomic
def leave_project(*, by, participation: Participation, reason: str = "") -> Participation:
    """A school that had confirmed withdraws its name; it disappears from page, search and figures at once."""
    if participation.school_id and participation.school_id == participation.project.school_id:
        raise ValidationError("Your school posted this project. Take the project back instead.")
    return _answer(by, participation, ParticipationState.LEFT, reason)


def _answer(by, participation: Participation, state: str, reason: str = "") -> Participation:
    """Move one participation along PARTICIPATION_MOVES on the word of the school itself."""
    if not can_answer_participation(by, participation):
        raise PermissionDenied(LEADS_ONLY)
    part = held(participation)
    answer_of(part, state, by=by, reason=reason)
    mirror(participation, part, ANSWER_FIELDS)
    return participation


def answer_of(part: Participation, state: str, *, by, role: str = "", reason: str = "") -> None:
    """Keep the school's word about a participation that is held; its word of before changes nothing.

    `by` is its lead, or None for whoever holds the link to its office and says to have this `role`.
    """
    if part.state == state:
        return
    refuse(_why_not_move(part, state))
    part.state, part.answered_at, part.answered_by = state, timezone.now(), by
    part.answered_role = role[:60]
    part.decline_reason = "" if state == ParticipationState.CONFIRMED else reason.strip()[:300]
    _keep(part, by, part.get_state_display())
    is_hidden = hide_if_one_sided(part.project, by)
    refresh_search_text(part.project)
    transaction.on_commit(forget_totals)
    letters.tell_of_answer(part, is_hidden=is_hidden)


def held(participation: Participation) -> Participation:
    """The stored row, held after its project: everybody locks in this order, so that nobody waits in a circle."""
    locked(participation.project)
    part = Participation.objects.select_for_update(of=("self",)).filter(pk=participation.pk).first()
    if part is None:
        raise ValidationError("Your school is no longer named in this project.")
    return part


def _why_not_move(part: Participation, state: str) -> str:
    if part.may_move_to(state):
        return ""
    if part.state in (ParticipationState.DECLINED, ParticipationState.LEFT):
        return f"Your school has said no to this project. Ask {part.project.school} to name you again."
    return "Your school has confirmed this project. You can leave it instead."


def _keep(part: Participation, by, why: str) -> None:
    part._history_user, part._change_reason = by, why
    part.save()
