"""The answers that a named school alone may give: what it brings and gains, and whether it is true."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships import letters
from partnerships.figures import forget_figures
from partnerships.models import Participation, ParticipationState
from partnerships.permissions import can_answer_participation, can_tell_part
from partnerships.search import refresh_search_text

from .locking import locked, mirror, refuse
from .moving import hide_if_one_sided, to_be_read_again

ANSWER_FIELDS = ["state", "answered_at", "answered_by", "answered_role", "decline_reason"]
LEADS_ONLY = "Only a lead of the named school may answer for it. Ask a lead at your school."


@transaction.atomic
def tell_part(*, by, participation: Participation, gives: str, gains: str) -> Participation:
    """A school says in its own words what it gives and gains. What others may say of it before: `propose_part`.

    Order: lock, words, the project to be read again by a moderator, search text.
    """
    part = held(participation)
    if not can_tell_part(by, part):
        raise PermissionDenied("Only its own members say what a school gives and gains.")
    if put_words(part, gives=gives, gains=gains):
        _keep(part, by, "Told")
        refresh_search_text(part.project)
    mirror(participation, part, ["gives", "gains"])
    return participation


def put_words(part: Participation, *, gives: str, gains: str) -> bool:
    """Put the words on a participation that is held, and let a moderator read a public project again. False where
    nothing has changed. The caller keeps the row.
    """
    before = part.gives, part.gains
    part.gives, part.gains = gives.strip()[:500], gains.strip()[:500]
    if before == (part.gives, part.gains):
        return False
    to_be_read_again(part.project)
    return True


@transaction.atomic
def confirm_participation(*, by, participation: Participation, as_role: str = "") -> Participation:
    """The named school says that it is true: its name may be shown from now on. Confirming twice is confirming once.

    `as_role` is the role that its lead has read; empty where none was shown.
    Order: lock, state, search text (its name can be found now), letter to the posting school.
    Raises PermissionDenied but for its leads, ValidationError where it has already said no or left, or where its role
    was changed meanwhile.
    """
    return _answer(by, participation, ParticipationState.CONFIRMED, as_role=as_role)


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


def _answer(by, participation: Participation, state: str, reason: str = "", as_role: str = "") -> Participation:
    """Move one participation along PARTICIPATION_MOVES on the word of the school itself."""
    if not can_answer_participation(by, participation):
        raise PermissionDenied(LEADS_ONLY)
    part = held(participation)
    refuse(why_not_as(part, as_role))
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
    transaction.on_commit(forget_figures)
    letters.tell_of_answer(part, is_hidden=is_hidden)


def held(participation: Participation) -> Participation:
    """The stored row, held after its project: everybody locks in this order, so that nobody waits in a circle."""
    locked(participation.project)
    part = Participation.objects.select_for_update(of=("self",)).filter(pk=participation.pk).first()
    if part is None:
        raise ValidationError("Your school is no longer named in this project.")
    return part


def why_not_as(part: Participation, role: str) -> str:
    """Nobody says yes to a role that they have not read."""
    if not role or role == part.role or part.is_confirmed:
        return ""
    return f"Your role is now “{part.get_role_display().lower()}”. Read it again, then answer."


def _why_not_move(part: Participation, state: str) -> str:
    if part.may_move_to(state):
        return ""
    if part.state in (ParticipationState.DECLINED, ParticipationState.LEFT):
        return f"Your school has said no to this project. Ask {part.project.school} to name you again."
    return "Your school has confirmed this project. You can leave it instead."


def _keep(part: Participation, by, why: str) -> None:
    part._history_user, part._change_reason = by, why
    part.save()
