"""Naming partners, proposing what is said about them, and taking them off again."""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnerships import letters
from partnerships.figures import forget_figures
from partnerships.marking import refresh_marks
from partnerships.models import Participation, ParticipationRole, ParticipationState, Project, ProjectState
from partnerships.permissions import can_edit_project, can_keep_project, can_propose_part
from partnerships.publishable import STANDING, missing_sides, missing_to_publish
from partnerships.search import refresh_search_text
from schools.models import School

from .answering import held, put_words
from .links import ask_offices
from .locking import locked, mirror, refuse

MOST_PARTNERS = 60  # the largest partnerships in the country have some forty schools
MEMBERS_ONLY = (
    "Only members of the school that posted this project may change its partners, and only its leads once it is public."
)
ONE_SIDE = "A public project names a host and a partner. Name another one first."


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
        part.answered_at = part.answered_by = part.link_sent_at = None
        part.answered_role = part.link_key = part.link_to = ""
    else:
        role = role or _open_role(stored)
        last = Participation.objects.filter(project=stored).aggregate(last=Max("position"))["last"] or 0
        part = Participation(project=stored, school=school, organisation=organisation, role=role, position=last + 1)
    part.gives, part.gains = gives.strip()[:500] or part.gives, gains.strip()[:500] or part.gains
    _keep(part, by, "Named")
    if stored.state != ProjectState.DRAFT:
        letters.ask_partner(part)
    if stored.is_public:
        ask_offices(stored, by)
    return part


@transaction.atomic
def propose_part(*, by, participation: Participation, gives: str, gains: str, role: str | None = None) -> Participation:
    """Change what the entry says about a partner that has not confirmed yet: its words, and its `role` unless None.

    Once it has, it speaks for itself: `tell_part`. An organisation has no account here and never does.
    Order: lock, role, words, the project to be read again by a moderator, search text.
    Raises PermissionDenied, ValidationError where a public project would be left with one side.
    """
    part = held(participation)
    refuse_to_propose(by, part)
    if role and role != part.role and not can_keep_project(by, part.project):
        raise PermissionDenied("Only members of the school that posted this project choose who hosts it.")
    is_moved, is_told = bool(role) and role != part.role, put_words(part, gives=gives, gains=gains)
    if is_moved or is_told:
        part.role = role or part.role
        _keep(part, by, "Proposed")
        refuse(ONE_SIDE if part.project.is_readable and list(missing_sides(part.project)) else "")
        refresh_search_text(part.project)
    mirror(participation, part, ["role", "gives", "gains"])
    return participation


def refuse_to_propose(by, part: Participation) -> None:
    """PermissionDenied with the reason, unless this person may propose what is said about this partner."""
    if can_propose_part(by, part):
        return
    if part.is_confirmed:
        raise PermissionDenied(f"{part.name} has confirmed, so only its own members change what is said about it.")
    if not part.is_standing:
        raise PermissionDenied(f"{part.name} is not taking part. If that has changed, name it again.")
    raise PermissionDenied(MEMBERS_ONLY)


@transaction.atomic
def choose_own_role(*, by, project: Project, role: str) -> None:
    """Say whether the posting school is host or partner, while nobody else can read the project. Twice is once."""
    stored = locked(project)
    if not can_keep_project(by, stored):
        raise PermissionDenied(MEMBERS_ONLY)
    refuse("What is public keeps its host." if stored.is_readable else "")
    own = Participation.objects.filter(project=stored, school=stored.school).exclude(role=role).first()
    if own:
        own.role = ParticipationRole(role)
        _keep(own, by, "Role chosen")


@transaction.atomic
def remove_partner(*, by, participation: Participation) -> None:
    """Take a partner off the entry; the name disappears from page and search at once. Twice is once.

    Raises PermissionDenied, ValidationError for the posting school itself or the last partner of a public project.
    """
    project = locked(participation.project)
    if not can_keep_project(by, project):
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
    transaction.on_commit(partial(refresh_marks, [part.school_id] if part.school_id else []))
    transaction.on_commit(forget_figures)


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
