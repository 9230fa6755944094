"""Naming partners, and the answers that they alone may give."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnerships import letters
from partnerships.models import Participation, ParticipationRole, ParticipationState, Project, ProjectState
from partnerships.permissions import can_answer_participation, can_edit_project, can_tell_part
from partnerships.publishable import STANDING, missing_to_publish
from partnerships.search import refresh_search_text
from schools.models import School

from .locking import locked, mirror, refuse

MOST_PARTNERS = 60  # the largest partnerships in the country have some forty schools
ANSWER_FIELDS = ["state", "answered_at", "answered_by", "decline_reason"]
LEADS_ONLY = "Only a lead of the named school may answer for it. Ask a lead at your school."
MEMBERS_ONLY = "Only members of the school that posted this project may change its partners."


@transaction.atomic
def name_partner(
    *,
    by,
    project: Project,
    school: School | None = None,
    organisation: str = "",
    gives: str = "",
    gains: str = "",
    role: str | None = None,
) -> Participation:
    """Name a school, or a community organisation, as taking part; its name stays hidden until it has confirmed.

    Without a role it is the host where none is named yet, else a partner.
    Naming one twice changes nothing; naming one that had declined or left asks it again.
    Order: lock on the project, participation, and (once the project was sent) a letter to the leads of the school.
    Raises PermissionDenied, ValidationError for the posting school itself, a closed school, or neither of the two.
    """
    stored = locked(project)
    if not can_edit_project(by, stored):
        raise PermissionDenied(MEMBERS_ONLY)
    organisation = " ".join(organisation.split())[:120]
    refuse(_why_not_name(stored, school, organisation))
    known = Participation.objects.filter(project=stored)
    known = known.filter(school=school) if school else known.filter(organisation__iexact=organisation)
    part = known.select_for_update(of=("self",)).first()
    if part and part.state in STANDING:
        return part
    if part:
        part.state, part.invited_at, part.decline_reason = ParticipationState.INVITED, timezone.now(), ""
        part.answered_at = part.answered_by = None
    else:
        role = role or _open_role(stored)
        last = Participation.objects.filter(project=stored).aggregate(last=Max("position"))["last"] or 0
        part = Participation(project=stored, school=school, organisation=organisation, role=role, position=last + 1)
    part.gives, part.gains = gives.strip()[:500] or part.gives, gains.strip()[:500] or part.gains
    _keep(part, by, "Named")
    if stored.state != ProjectState.DRAFT:
        letters.ask_partner(part)
    return part


@transaction.atomic
def remove_partner(*, by, participation: Participation) -> None:
    """Take a partner off the entry; the name disappears from page and search at once. Twice is once.

    Raises PermissionDenied, ValidationError for the posting school itself or the last partner of a public project.
    """
    project = locked(participation.project)
    if not can_edit_project(by, project):
        raise PermissionDenied(MEMBERS_ONLY)
    part = Participation.objects.filter(pk=participation.pk).first()
    if part is None:
        return
    if part.school_id == project.school_id:
        raise ValidationError(
            "Your own school posted this project, so it stays. You can take the project back instead."
        )
    part._history_user, part._change_reason = by, "Removed"
    part.delete()
    if project.is_readable and missing_to_publish(project):
        raise ValidationError("A public project names at least one partner. Name another one first.")
    refresh_search_text(project)


@transaction.atomic
def tell_part(*, by, participation: Participation, gives: str, gains: str) -> Participation:
    """Say what a school gives and what it gains; its own members once it has confirmed, before also who named it."""
    part = _held(participation)
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
    return _answer(by, participation, ParticipationState.CONFIRMED, "Confirmed")


@transaction.atomic
def decline_participation(*, by, participation: Participation, reason: str = "") -> Participation:
    """The named school says that it takes no part. The reason is for the posting school alone."""
    return _answer(by, participation, ParticipationState.DECLINED, "Declined", reason)


@transaction.atomic
def leave_project(*, by, participation: Participation, reason: str = "") -> Participation:
    """A school that had confirmed withdraws its name; it disappears from page, search and figures at once."""
    if participation.school_id and participation.school_id == participation.project.school_id:
        raise ValidationError("Your school posted this project. Take the project back instead.")
    return _answer(by, participation, ParticipationState.LEFT, "Left", reason)


def _answer(by, participation: Participation, state: str, why: str, reason: str = "") -> Participation:
    """Move one participation along PARTICIPATION_MOVES on the word of the school itself."""
    if not can_answer_participation(by, participation):
        raise PermissionDenied(LEADS_ONLY)
    part = _held(participation)
    if part.state != state:
        refuse(_why_not_move(part, state))
        part.state, part.answered_at, part.answered_by = state, timezone.now(), by
        part.decline_reason = "" if state == ParticipationState.CONFIRMED else reason.strip()[:300]
        _keep(part, by, why)
        refresh_search_text(part.project)
        letters.tell_of_answer(part)
    mirror(participation, part, ANSWER_FIELDS)
    return participation


def _held(participation: Participation) -> Participation:
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


def _why_not_name(project: Project, school: School | None, organisation: str) -> str:
    if bool(school) == bool(organisation):
        return "Choose a school, or name a community organisation."
    if school and school.pk == project.school_id:
        return "This is your own school. Choose your partner school."
    if school and not school.is_open:
        return f"{school} has closed. Choose the school that came after it."
    if project.participations.count() >= MOST_PARTNERS:
        return f"An entry names at most {MOST_PARTNERS} schools."
    return ""


def _open_role(project: Project) -> str:
    standing = project.participations.filter(state__in=STANDING)
    hosted = standing.filter(role=ParticipationRole.HOST).exists()
    return ParticipationRole.PARTNER if hosted else ParticipationRole.HOST


def _keep(part: Participation, by, why: str) -> None:
    part._history_user, part._change_reason = by, why
    part.save()
