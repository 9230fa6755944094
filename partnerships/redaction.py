"""Taking words out of all that is kept of a project: a pupil's name must be gone from old versions and letters, too.

Each app names what it keeps of a project's words, in a module `redaction.py` that is found when the site starts:

    @redacts
    def reports_about(project: Project, written: re.Pattern) -> int: ...
"""

import re
from collections.abc import Callable

from django.db import models

from accounts.models import DigestLine
from schools_together.outbox.models import Letter

from .models import (
    AgreementCard,
    ApprovedVersion,
    Decision,
    Document,
    Participation,
    Photo,
    Project,
    TakeDown,
)  # fmt: skip

REMOVED = "[removed]"
# What is no words of people: made by us, and other things are found by it.
NO_WORDS = {"slug", "key", "link_key", "link_to", "image", "file", "seen", "kind", "history_change_reason"}
APOSTROPHE = "(?:['’‘]|&#x27;|&#39;)"
Redactor = Callable[[Project, re.Pattern], int]
REDACTORS: list[Redactor] = []


def redacts(function: Redactor) -> Redactor:
    """Registers a function that takes the words out of one app's rows about a project, and tells out of how many."""
    REDACTORS.append(function)
    return function


def written_as(words: str) -> re.Pattern:
    """Finds the words whole, in any case, with any apostrophe and any space between them, in text and in HTML."""
    pieces = [re.sub("['’‘]", APOSTROPHE, re.escape(piece)) for piece in words.split()]
    return re.compile(rf"(?<!\w){r'\s+'.join(pieces)}(?!\w)", re.IGNORECASE)


def redacted(value, written: re.Pattern, *, keys: bool = False):
    """The same text, list or dict with the words replaced; in the keys of a dict, too, where those are words."""
    if isinstance(value, str):
        return written.sub(REMOVED, value)
    if isinstance(value, list):
        return [redacted(one, written) for one in value]
    if isinstance(value, dict):
        return {redacted(key, written) if keys else key: redacted(one, written) for key, one in value.items()}
    return value


def redact_rows(rows: models.QuerySet, written: re.Pattern) -> int:
    """Replace the words in every text of these rows as it is stored; returns in how many rows they stood."""
    columns = [field for field in rows.model._meta.concrete_fields if _holds_words(field)]
    found = 0
    for row in rows.iterator(chunk_size=500):
        if changed := _changed(row, columns, written):
            rows.model._base_manager.filter(pk=row.pk).update(**changed)
            found += 1
    return found


def _holds_words(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
    is_address = isinstance(field, models.EmailField | models.URLField | models.SlugField)
    return is_text and not is_address and not field.choices and field.name not in NO_WORDS


def _changed(row: models.Model, columns: list[models.Field], written: re.Pattern) -> dict:
    """Only what differs; cut where the mark is longer than the words and the column is full."""
    changed = {}
    for field in columns:
        old = getattr(row, field.attname)
        new = redacted(old, written, keys=field.model is ApprovedVersion)
        if new != old:
            changed[field.name] = new[: field.max_length] if isinstance(new, str) and field.max_length else new
    return changed


@redacts
def entry_and_old_versions(project: Project, written: re.Pattern) -> int:
    """The entry with all that hangs on it, and every older version of it."""
    parts = list(project.participations.values_list("pk", flat=True))
    kept = [
        Project.objects.filter(pk=project.pk),
        Project.history.filter(id=project.pk),
        Participation.history.filter(project_id=project.pk),
        AgreementCard.objects.filter(participation__in=parts),
        AgreementCard.history.filter(participation_id__in=parts),
        TakeDown.objects.filter(photo__project=project),
        *(model._base_manager.filter(project=project) for model in (Participation, Photo, Document, ApprovedVersion)),
    ]
    return sum(redact_rows(rows, written) for rows in kept)


@redacts
def decisions_about(project: Project, written: re.Pattern) -> int:
    """Their titles and notes. Who decided what and when stays (docs/decisions/0018-redaction.md)."""
    found = 0
    for decision in Decision.objects.filter(project=project):
        words = {name: getattr(decision, name) for name in ("title", "note")}
        words |= {
            name: {**stood, "note": stood["note"]}
            for name in ("before", "after")
            if "note" in (stood := getattr(decision, name))
        }
        new = {
            name: {**one, "note": redacted(one["note"], written)} if isinstance(one, dict) else redacted(one, written)
            for name, one in words.items()
        }
        if new != words:
            decision.replace_words(**new)
            found += 1
    return found


@redacts
def letters_about(project: Project, written: re.Pattern) -> int:
    """Letters, sent or not, and lines of daily letters that lead to the project."""
    path = project.get_absolute_url()
    return redact_rows(Letter.objects.filter(text__contains=path), written) + redact_rows(
        DigestLine.objects.filter(path__contains=path), written
    )
