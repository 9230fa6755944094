"""Where a project stands between its school and the public. PROJECT_MOVES says which way it may go."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships import letters
from partnerships.flagging import has_contacts
from partnerships.models import DecisionKind, Project, ProjectState
from partnerships.models.standing import READABLE
from partnerships.permissions import can_moderate_project, can_moderate_projects, can_send_project
from partnerships.publishable import missing_to_publish
from partnerships.reading import fingerprint_now, remember_as_approved
from schools.models import School, SchoolProfile

from .deciding import NOT_YOURS, record_decision, standing_of
from .links import ask_offices
from .locking import locked, mirror, refuse
from .moving import MIRRORED, keep, move

LEADS_ONLY = "Only a lead of your school may send a project for publication. Save it as a draft, and ask a lead."
HIDDEN_NOTE = "Several members of other schools have reported this page, so it is hidden until a moderator has looked."
MODERATORS_ONLY = "Only moderators decide about projects."
STOPPED = "A moderator has stopped your school, so nothing can be sent for publication now. Your leads were told why."
SENTENCES = {
    ProjectState.DRAFT: "taken back as a draft",
    ProjectState.WAITING: "sent for publication",
    ProjectState.CHANGES: "asked for changes",
    ProjectState.PUBLIC: "made it public",
    ProjectState.UNPUBLISHED: "unpublished it",
    ProjectState.ARCHIVED: "archived it",
}


class AlreadyDecided(ValidationError):
    """Somebody else was quicker."""


@transaction.atomic
def send_for_publication(*, by, project: Project) -> Project:
    """A lead puts the school's name to it: public at once where the school is trusted, else it waits for a moderator.

    So does a text that seems to hold an e-mail address or a telephone number, whoever sends it. What a moderator sent
    back or took down is read again, trusted or not. Sending twice is sending once.
    Order: lock, completeness, state, search text, letters to the partners that have not answered.
    Raises PermissionDenied but for leads, ValidationError {field: sentence} for what is missing.
    """
    stored = locked(project)
    if not can_send_project(by, stored):
        raise PermissionDenied(LEADS_ONLY)
    if stored.state in (ProjectState.WAITING, *READABLE):
        mirror(project, stored, MIRRORED)
        return project
    refuse(STOPPED if stored.school.is_frozen else "")
    refuse(f"This is the same as “{stored.merged_into}”. Both are one entry now." if stored.merged_into else "")
    if missing := missing_to_publish(stored):
        raise ValidationError(sentences_by_field(missing))
    at_once = stored.state == ProjectState.DRAFT and is_trusted(stored.school) and not has_contacts(stored)
    stored.sent_at, stored.handed_over_at = timezone.now(), None
    stored.last_confirmed_on = timezone.localdate()
    move(stored, ProjectState.PUBLIC if at_once else ProjectState.WAITING, by=by, reason="Sent for publication")
    letters.ask_waiting_partners(stored)
    if stored.is_public:
        ask_offices(stored, by)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def approve_project(*, by, project: Project, seen: str = "") -> Project:
    """A moderator has read it: it is public, and its school is trusted from now on.

    Decides only on what the moderator saw (state and version of `project`).
    Raises PermissionDenied, AlreadyDecided, ValidationError where something is still missing.
    """
    stored = _held_by_moderator(by, project, {ProjectState.WAITING}, seen)
    before = standing_of(stored)
    if missing := missing_to_publish(stored):
        raise ValidationError(sentences_by_field(missing))
    _trust(stored.school, by)
    stored.read_at = timezone.now()
    stored.moderator_note = ""
    move(stored, ProjectState.PUBLIC, by=by, reason="Approved")
    ask_offices(stored, by)
    letters.tell_leads(stored, "project_approved", f"“{stored}” is public")
    remember_as_approved(stored)
    record_decision(by=by, project=stored, kind=DecisionKind.APPROVE, before=before, seen=seen)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def ask_for_changes(*, by, project: Project, note: str, seen: str = "") -> Project:
    """A moderator sends it back to the school with a note. A public project is hidden until it is sent again."""
    refuse("" if note.strip() else "Write to the school what to change.")
    stored = _held_by_moderator(by, project, {ProjectState.WAITING, ProjectState.PUBLIC}, seen)
    before = standing_of(stored)
    stored.moderator_note = note.strip()[:1000]
    move(stored, ProjectState.CHANGES, by=by, reason="Changes asked for")
    letters.tell_leads(stored, "project_changes", f"A moderator has a question about “{stored}”")
    record_decision(by=by, project=stored, kind=DecisionKind.CHANGES, before=before, note=note, seen=seen)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def unpublish_project(*, by, project: Project, note: str, seen: str = "") -> Project:
    """A moderator takes it down, with a note to the school."""
    refuse("" if note.strip() else "Write to the school why you take it down.")
    hidden = {ProjectState.UNPUBLISHED} if is_hidden_by_itself(project) else set()
    stored = _held_by_moderator(by, project, set(READABLE) | hidden, seen)
    before = standing_of(stored)
    stored.moderator_note = note.strip()[:1000]
    if stored.state == ProjectState.UNPUBLISHED:
        keep(stored, by, "Unpublished", MIRRORED)
    else:
        move(stored, ProjectState.UNPUBLISHED, by=by, reason="Unpublished")
    letters.tell_leads(stored, "project_unpublished", f"“{stored}” is no longer public")
    record_decision(by=by, project=stored, kind=DecisionKind.UNPUBLISH, before=before, note=note, seen=seen)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def hide_until_read(*, project: Project) -> bool:
    """Take down what many have reported, until a moderator has looked. False where it is not public. Twice is once.

    Order: lock, state and note, letters to the leads. The moderator who decides on the report puts it back, or not.
    """
    stored = locked(project)
    if not stored.is_public:
        return False
    stored.moderator_note = HIDDEN_NOTE
    move(stored, ProjectState.UNPUBLISHED, by=None, reason="Hidden by itself")
    letters.tell_leads(stored, "project_hidden", f"“{stored}” is hidden until a moderator has looked")
    mirror(project, stored, MIRRORED)
    return True


def is_hidden_by_itself(project: Project) -> bool:
    """Whether `hide_until_read` has taken it down, and no moderator has decided since."""
    return project.state == ProjectState.UNPUBLISHED and project.moderator_note == HIDDEN_NOTE


@transaction.atomic
def restore_project(*, by, project: Project, seen: str = "") -> Project:
    """A moderator puts back what was unpublished."""
    stored = _held_by_moderator(by, project, {ProjectState.UNPUBLISHED}, seen)
    refuse("It was merged into another entry. Undo that instead." if stored.merged_into_id else "")
    before = standing_of(stored)
    if missing := missing_to_publish(stored):
        raise ValidationError(sentences_by_field(missing))
    stored.moderator_note = ""
    stored.read_at = timezone.now()
    move(stored, ProjectState.PUBLIC, by=by, reason="Put back")
    letters.tell_leads(stored, "project_approved", f"“{stored}” is public")
    remember_as_approved(stored)
    record_decision(by=by, project=stored, kind=DecisionKind.RESTORE, before=before, seen=seen)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def read_project(*, by, project: Project, seen: str = "") -> Project:
    """A moderator has read afterwards what was public at once. Reading twice is reading once."""
    stored = _held_by_moderator(by, project, {ProjectState.PUBLIC}, seen)
    if stored.read_at is None:
        before = standing_of(stored)
        stored.read_at = timezone.now()
        keep(stored, by, "Read", ["read_at"])
        remember_as_approved(stored)
        record_decision(by=by, project=stored, kind=DecisionKind.READ, before=before, seen=seen)
    mirror(project, stored, MIRRORED)
    return project


@transaction.atomic
def withdraw_project(*, by, project: Project) -> Project:
    """A lead of the posting school takes it back: out of the queue, or down from the site, at once."""
    stored = locked(project)
    if not can_send_project(by, stored):
        raise PermissionDenied("Only a lead of the school that posted this project may take it back.")
    moves = {ProjectState.WAITING: ProjectState.DRAFT, **dict.fromkeys(READABLE, ProjectState.UNPUBLISHED)}
    if stored.state in moves:
        move(stored, moves[stored.state], by=by, reason="Taken back by the school")
    mirror(project, stored, MIRRORED)
    return project


def is_trusted(school: School) -> bool:
    """Whether a moderator has approved a project of this school before, or trusts it otherwise."""
    return SchoolProfile.objects.filter(school=school, trusted_on__isnull=False).exists()


def sentences_by_field(missing: list[tuple[str, str]]) -> dict[str, list[str]]:
    """As ValidationError takes them."""
    told: dict[str, list[str]] = {}
    for field, sentence in missing:
        told.setdefault(field, []).append(sentence)
    return told


def _held_by_moderator(by, project: Project, states: set[str], seen: str) -> Project:
    """The stored row, held, if it is still as this moderator saw it and in one of these states.

    `seen` is the fingerprint of all that was read, partners, figures and pictures too; empty where nothing was shown.
    """
    if not can_moderate_projects(by):
        raise PermissionDenied(MODERATORS_ONLY)
    stored = locked(project)
    if not can_moderate_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    if stored.state != project.state or stored.state not in states:
        raise AlreadyDecided(f"Already decided: {_last_decision(stored)}")
    if stored.version != project.version or (seen and seen != fingerprint_now(stored)):
        raise AlreadyDecided("The school has changed the text since you opened this page. Read it again, then decide.")
    return stored


def _last_decision(project: Project) -> str:
    """Who did what, from the history: "Mo Moderator asked for changes"."""
    latest = project.history.filter(state=project.state).select_related("history_user").first()
    who = latest.history_user if latest and latest.history_user else "Somebody"
    return f"{who} {SENTENCES[ProjectState(project.state)]}."


def _trust(school: School, by) -> None:
    """From its first approved project on, a school is trusted."""
    profile, _ = SchoolProfile.objects.get_or_create(school=school)
    if profile.trusted_on is None:
        profile.trusted_on, profile.trusted_by = timezone.localdate(), by
        profile._history_user, profile._change_reason = by, "First project approved"
        profile.save()
