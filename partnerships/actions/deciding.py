"""Writing down what a moderator decided, taking it back, merging doubles, and the home page."""

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from partnerships import letters
from partnerships.following import descends_from
from partnerships.models import Decision, DecisionKind, Document, Photo, Project, ProjectState
from partnerships.models.standing import READABLE
from partnerships.permissions import can_moderate_project
from partnerships.publishable import missing_to_publish
from partnerships.search import refresh_search_text
from schools.models import SchoolProfile

from .documents import remove_document, show_document
from .locking import locked, mirror, refuse
from .photos import refresh_cover, remove_photo, show_photo

NOT_YOURS = "You belong to a school in this project, so another moderator decides about it."
CHANGED_SINCE = "Something else has been done with it since. Decide anew instead of undoing."
INSTANTS = ("read_at", "published_at", "featured_at")
# What describes an entry itself and stays with it when it is merged; all else that points to it follows.
STAYS = {"participations", "photos", "documents", "decisions"}
# What hangs on a page and is decided by itself: how it is shown, how removed, and what the two decisions are called.
PIECES = {
    Photo: (show_photo, remove_photo, DecisionKind.SHOW_PHOTO, DecisionKind.REMOVE_PHOTO),
    Document: (show_document, remove_document, DecisionKind.SHOW_DOCUMENT, DecisionKind.REMOVE_DOCUMENT),
}


def standing_of(project: Project) -> dict:
    """How a project stands, as a decision remembers it."""
    instants = {name: value.isoformat() if (value := getattr(project, name)) else None for name in INSTANTS}
    trusted = SchoolProfile.objects.filter(school=project.school_id, trusted_on__isnull=False).exists()
    note = project.moderator_note
    return {"state": project.state, "note": note, "trusted": trusted, "merged_into": project.merged_into_id, **instants}


def record_decision(
    *,
    by,
    project: Project,
    kind: str,
    before: dict,
    note: str = "",
    seen: str = "",
    undoes: Decision | None = None,
    **more,
) -> Decision:
    """Write down a decision in the transaction that makes it; `more` is added to how it stands afterwards."""
    return Decision.objects.create(
        project=project, title=project.title, kind=kind, by=by, note=note, seen=seen, before=before, undoes=undoes,
        after={**standing_of(project), **more},
    )  # fmt: skip


@transaction.atomic
def feature_project(*, by, project: Project, featured: bool) -> Project:
    """A moderator puts a public project on the home page, or takes it off. Twice is once."""
    stored = _held(by, project, {ProjectState.PUBLIC})
    if bool(stored.featured_at) != featured:
        before = standing_of(stored)
        stored.featured_at = timezone.now() if featured else None
        _keep(stored, by, "Featured" if featured else "No longer featured", ["featured_at"])
        kind = DecisionKind.FEATURE if featured else DecisionKind.UNFEATURE
        record_decision(by=by, project=stored, kind=kind, before=before)
    mirror(project, stored, ["featured_at"])
    return project


@transaction.atomic
def decide_piece(*, by, piece: Photo | Document, shown: bool) -> Photo | Document:
    """A moderator shows a picture or a document, or removes it for good; that is written down with its project."""
    name, project = piece._meta.model_name, piece.project
    before = {name: piece.key, f"{name}_state": piece.state}
    show, remove, is_shown, is_removed = PIECES[type(piece)]
    (show if shown else remove)(by=by, **{name: piece})
    if project and (piece.pk is None or piece.state != before[f"{name}_state"]):
        kind = is_shown if shown else is_removed
        record_decision(by=by, project=project, kind=kind, before=before, **{name: before[name]})
    return piece


@transaction.atomic
def merge_project(*, by, project: Project, into: Project, note: str = "") -> Project:
    """A double goes: its address leads to the other entry, and what hung on it follows.

    Order: lock both, what follows (ideas, enquiries, figures of years that the other lacks, whoever followed suit),
    state, search index, letter to the leads. What moved is remembered, so that it can be undone.
    Raises PermissionDenied, ValidationError where the other entry is not public or is the same.
    """
    first, second = sorted([project, into], key=lambda one: one.pk)
    locked(first), locked(second)
    stored, target = _held(by, project, {ProjectState.WAITING, *READABLE}), locked(into)
    refuse("An entry is not merged into itself." if stored.pk == target.pk else "")
    refuse("" if target.is_readable else "The other entry is not public.")
    before = standing_of(stored)
    if descends_from(target, stored):  # the one that stays began from the double: it begins anew
        Project.objects.filter(pk=target.pk).update(followed_from=None)
    moved = _move_what_follows(stored, target)
    stored.state, stored.merged_into, stored.featured_at = ProjectState.UNPUBLISHED, target, None
    stored.moderator_note = note.strip()[:1000] or f"This is the same as “{target}”, so both are one entry now."
    _keep(stored, by, "Merged", ["state", "merged_into", "featured_at", "moderator_note"])
    refresh_search_text(stored)
    letters.tell_leads(stored, "project_merged", f"“{stored}” is merged with another entry")
    record_decision(by=by, project=stored, kind=DecisionKind.MERGE, before=before, note=note, moved=moved)
    mirror(project, stored, ["state", "merged_into", "featured_at", "moderator_note"])
    return project


@transaction.atomic
def undo_decision(*, by, decision: Decision) -> Project:
    """Take a decision back within thirty days, if nothing else has happened since. That is a decision of its own.

    Raises PermissionDenied, ValidationError where it is too late, was undone before, or would publish something
    incomplete.
    """
    stored = locked(decision.project)
    if not can_moderate_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    decision = Decision.objects.select_related("undone_by").get(pk=decision.pk)
    refuse("" if decision.may_be_undone else "This decision cannot be undone any more.")
    now = standing_of(stored)
    if decision.kind in (DecisionKind.SHOW_PHOTO, DecisionKind.SHOW_DOCUMENT):
        _hide_again(stored, decision)
    else:
        refuse(CHANGED_SINCE if any(now[name] != decision.after[name] for name in ("state", "merged_into")) else "")
        _put_back(stored, decision, by)
    record_decision(by=by, project=stored, kind=DecisionKind.UNDO, before=now, undoes=decision)
    return stored


def _put_back(project: Project, decision: Decision, by) -> None:
    """Everything as it stood before: state, note, instants, trust, and what had followed a merged entry."""
    before = decision.before
    project.state, project.moderator_note = before["state"], before["note"]
    for name in INSTANTS:
        setattr(project, name, parse_datetime(before[name]) if before[name] else None)
    if project.is_readable and (missing := missing_to_publish(project)):
        raise ValidationError([sentence for _, sentence in missing])
    project.merged_into_id = before["merged_into"]
    _keep(project, by, "Undone", ["state", "moderator_note", "merged_into", *INSTANTS])
    for where, keys in decision.after.get("moved", {}).items():
        label, field = where.rsplit(".", 1)
        apps.get_model(label)._base_manager.filter(pk__in=keys).update(**{field: project})
    if decision.after["trusted"] and not before["trusted"]:
        SchoolProfile.objects.filter(school=project.school_id).update(trusted_on=None, trusted_by=None)
    refresh_search_text(project)
    if decision.after["state"] != project.state:
        told = {
            ProjectState.PUBLIC: ("project_approved", f"“{project}” is public again"),
            ProjectState.WAITING: ("project_waits_again", f"“{project}” is read again by a moderator"),
        }
        letters.tell_leads(project, *told.get(project.state, ("project_unpublished", f"“{project}” is not public")))


def _hide_again(project: Project, decision: Decision) -> None:
    """A picture or a document that was shown is as it was before."""
    name = "photo" if decision.kind == DecisionKind.SHOW_PHOTO else "document"
    pieces = project.photos if name == "photo" else project.documents
    piece = pieces.public().filter(key=decision.before[name]).first()
    refuse("" if piece else CHANGED_SINCE)
    piece.state = decision.before[f"{name}_state"]
    piece.save(update_fields=["state"])
    refresh_cover(project)


def _move_what_follows(project: Project, target: Project) -> dict[str, list[int]]:
    """Point what hung on one entry to the other; what the other already has stays. {"app.Model.field": [keys]}"""
    moved = {}
    for relation in Project._meta.related_objects:
        if not relation.one_to_many or relation.get_accessor_name() in STAYS:
            continue
        rows, field = relation.related_model._base_manager, relation.field.name
        found = rows.filter(**{field: project})
        if relation.related_model is Project:
            found = found.exclude(pk=target.pk)
        for key in found.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    rows.filter(pk=key).update(**{field: target})
            except IntegrityError:
                continue  # a person had saved both, or both had figures for that year
            moved.setdefault(f"{relation.related_model._meta.label}.{field}", []).append(key)
    return moved


def _held(by, project: Project, states: set[str]) -> Project:
    stored = locked(project)
    if not can_moderate_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    refuse("" if stored.state in states else "Somebody has decided about it meanwhile. Read it again, then decide.")
    return stored


def _keep(project: Project, by, reason: str, fields: list[str]) -> None:
    project._history_user, project._change_reason = by, reason
    project.save(update_fields=[*fields, "updated_at"])
