"""Asking a school where nobody is registered, by a link to its office; and the answers that come back through it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnerships import letters
from partnerships.links import LinkGone, new_key
from partnerships.models import Participation, ParticipationState, Project, ProjectState
from partnerships.permissions import can_send_project
from schools.domains import office_addresses
from schools.models import School

from .answering import ANSWER_FIELDS, answer_of, held, put_words, why_not_as
from .locking import locked, mirror, refuse

AGAIN_AFTER = timedelta(hours=24)
MOST_A_DAY = 20
LEADS_ONLY = "Only a lead of your school may write to another school’s office. Ask a lead at your school."
LINK_FIELDS = ["link_key", "link_to", "link_sent_at"]
WRONG_SCHOOL = "Wrong school: another one is meant."


@transaction.atomic
def ask_by_link(*, by, participation: Participation, address: str) -> Participation:
    """A lead sends the question to one of the office addresses of a school where nobody is registered.

    A new link puts an end to the one before. Asking the same address again within a day sends nothing.
    Raises PermissionDenied but for leads, ValidationError where the school, its answer or the project forbid it.
    """
    project = locked(participation.project)
    if not can_send_project(by, project):
        raise PermissionDenied(LEADS_ONLY)
    part = held(participation)
    refuse(_why_not_ask(project, part, address))
    just_now = part.link_sent_at and timezone.now() - part.link_sent_at < AGAIN_AFTER
    if not (just_now and part.link_key and part.link_to == address):
        refuse(_why_not_today(project.school))
        _send(part, address, by)
    mirror(participation, part, LINK_FIELDS)
    return participation


@transaction.atomic
def withdraw_link(*, by, participation: Participation) -> Participation:
    """A lead takes the link back: who opens it now is told so. Twice is once."""
    if not can_send_project(by, participation.project):
        raise PermissionDenied(LEADS_ONLY)
    part = held(participation)
    if part.link_key:
        part.link_key = ""
        _keep(part, by, "Link taken back")
    mirror(participation, part, LINK_FIELDS)
    return participation


@transaction.atomic
def answer_by_link(
    *, participation: Participation, state: str, role: str, gives: str = "", gains: str = "", reason: str = "",
    as_role: str = "",
) -> Participation:  # fmt: skip
    """Whoever holds the link answers for the school: confirms, declines, or leaves later. Twice is once.

    `participation` is as the page showed it. Order: lock, key, words, state, search text, letters to the posting
    school and, after a yes, to the office.
    Raises LinkGone where the link was taken back meanwhile, ValidationError for a move that is not allowed, or a role
    that is not the one that was read (`as_role`).
    """
    part = held(participation)
    if not part.link_key or part.link_key != participation.link_key:
        raise LinkGone("The school that sent this link has taken it back, or sent a newer one.")
    asked = part.state == ParticipationState.INVITED
    if state == ParticipationState.CONFIRMED and asked:
        refuse(why_not_as(part, as_role))
        put_words(part, gives=gives, gains=gains)
    answer_of(part, state, by=None, role=role, reason=reason)
    if state == ParticipationState.CONFIRMED and asked:
        letters.tell_office(part)
    mirror(participation, part, ANSWER_FIELDS)
    return participation


def ask_offices(project: Project, by) -> None:
    """Once a project is public: the question to every named school where nobody is registered, once."""
    waiting = project.participations.filter(state=ParticipationState.INVITED, school__isnull=False, link_key="")
    for part in waiting.select_related("school"):
        addresses = [] if letters.leads_of(part.school) else office_addresses(part.school)
        if addresses and not _why_not_today(project.school):
            _send(part, addresses[0], by)


def may_ask_by_link(part: Participation) -> bool:
    """Whether a link is the way to this school: one that was asked, and where nobody is registered."""
    return bool(
        part.school_id
        and part.state == ParticipationState.INVITED
        and part.project.state == ProjectState.PUBLIC
        and not letters.leads_of(part.school)
    )


def _why_not_ask(project: Project, part: Participation, address: str) -> str:
    if part.school_id is None:
        return "A community organisation has no office in the register. A moderator asks it."
    if part.state != ParticipationState.INVITED:
        return f"{part.school} has answered already."
    if project.state != ProjectState.PUBLIC:
        return "You can write to the office when your project is public."
    if letters.leads_of(part.school):
        return f"{part.school} has leads here. We have asked them."
    if address not in office_addresses(part.school):
        return f"Choose one of the office addresses of {part.school}."
    return ""


def _why_not_today(school: School) -> str:
    since = timezone.now() - timedelta(days=1)
    sent = Participation.objects.filter(project__school=school, link_sent_at__gte=since).count()
    return f"Your school has written to {MOST_A_DAY} offices today. Go on tomorrow." if sent >= MOST_A_DAY else ""


def _send(part: Participation, address: str, by) -> None:
    part.link_key, part.link_to, part.link_sent_at = new_key(), address, timezone.now()
    _keep(part, by, "Asked by link")
    letters.ask_office(part)


def _keep(part: Participation, by, why: str) -> None:
    part._history_user, part._change_reason = by, why
    part.save()
