"""Keeping entries true: the yearly review, and how a project stands in the world."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships import letters
from partnerships.models import LIFECYCLE_MOVES, Lifecycle, Participation, Project, ProjectState
from partnerships.permissions import can_answer_participation, can_send_project
from partnerships.search import refresh_search_text

from .locking import locked, mirror, refuse

LEADS_ONLY = "Only a lead of the school that posted this project may say that it is right."


@transaction.atomic
def confirm_project_still_right(*, by, project: Project, on: date | None = None) -> Project:
    """A lead of the posting school says that the entry is right today (or was on a day not after today).

    What was archived is public again. Twice on a day is once.
    Order: lock, date and state, the school's own participation, search index.
    """
    if not can_send_project(by, project):
        raise PermissionDenied(LEADS_ONLY)
    today = timezone.localdate()
    stored = locked(project)
    comes_back = stored.is_archived
    stored.last_confirmed_on = min(on or today, today)
    if comes_back:
        stored.state = ProjectState.PUBLIC
    stored._history_user, stored._change_reason = by, "Still right"
    stored.save(update_fields=["last_confirmed_on", "state", "updated_at"])
    Participation.objects.filter(project=stored, school=stored.school).update(reviewed_on=stored.last_confirmed_on)
    refresh_search_text(stored)
    mirror(project, stored, ["last_confirmed_on", "state"])
    return project


@transaction.atomic
def confirm_part_still_right(*, by, participation: Participation) -> Participation:
    """A lead of a partner school says that the entry is still right for it. Twice on a day is once.

    Raises PermissionDenied but for its leads, ValidationError where the school does not stand behind the entry.
    """
    if not can_answer_participation(by, participation):
        raise PermissionDenied("Only a lead of the named school may answer for it. Ask a lead at your school.")
    locked(participation.project)
    stored = locked(participation)
    refuse("" if stored.is_confirmed else "Your school does not stand behind this entry. Confirm it first.")
    stored.reviewed_on = timezone.localdate()
    stored._history_user, stored._change_reason = by, "Still right"
    stored.save(update_fields=["reviewed_on"])
    mirror(participation, stored, ["reviewed_on"])
    return participation


@transaction.atomic
def tell_how_it_stands(
    *, by, project: Project, lifecycle: str, ends_on: date | None = None, learned: str = ""
) -> Project:
    """A lead says that the project is planned, running, paused or has ended, then with when and what they learned.

    Saying the same again changes only the words. A moderator reads the words afterwards.
    Raises PermissionDenied but for leads, ValidationError {field: sentence} for a move or an end that cannot be.
    """
    if not can_send_project(by, project):
        raise PermissionDenied("Only a lead of the school that posted this project may say how it stands.")
    stored = locked(project)
    if lifecycle != stored.lifecycle and lifecycle not in LIFECYCLE_MOVES[Lifecycle(stored.lifecycle)]:
        raise ValidationError({"lifecycle": "A project that has begun is not planned any more. Choose another."})
    ended = lifecycle == Lifecycle.ENDED
    if ended and ends_on and stored.starts_on and ends_on < stored.starts_on:
        raise ValidationError({"ends_on": f"It cannot end before it starts, in {stored.starts_on:%B %Y}."})
    if ended:
        stored.ends_on, stored.learned = ends_on, learned.strip()[:2000]
    elif stored.has_ended:
        stored.ends_on = None
    stored.lifecycle = lifecycle
    stored.last_confirmed_on = timezone.localdate() if stored.is_readable else stored.last_confirmed_on
    stored.read_at = None if stored.is_readable else stored.read_at
    stored.version += 1
    stored._history_user, stored._change_reason = by, f"Now {Lifecycle(lifecycle).label.lower()}"
    stored.save()
    refresh_search_text(stored)
    mirror(project, stored, ["lifecycle", "ends_on", "learned", "last_confirmed_on", "read_at", "version"])
    return project


@transaction.atomic
def archive_project(*, project: Project, today: date) -> bool:
    """The night takes an entry out of lists that nobody has confirmed for two years; its address stays.

    Order: lock, dates looked at anew (a lead may just have confirmed it), state, search text, letters to the leads.
    """
    stored = locked(project)
    if not Project.objects.overdue_for_archive(today).filter(pk=stored.pk).exists():
        return False
    stored.state = ProjectState.ARCHIVED
    stored._history_user, stored._change_reason = None, "Not confirmed for two years"
    stored.save(update_fields=["state", "updated_at"])
    refresh_search_text(stored)
    letters.tell_leads(stored, "project_archived", f"“{stored}” is no longer in the lists")
    return True
