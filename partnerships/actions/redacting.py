"""Blacking out: words that must not be read again, like the name of a pupil, in an entry and in all its versions."""

import re

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.html import escape

from partnerships import letters
from partnerships.models import ApprovedVersion, DecisionKind, Document, Participation, Photo, Project
from partnerships.permissions import can_moderate_project
from partnerships.search import refresh_search_text
from schools_together.outbox.models import Letter

from .deciding import NOT_YOURS, record_decision, standing_of
from .locking import locked, mirror, refuse
from .moving import keep

BLACK = "[…]"
FEWEST_LETTERS = 2
# Besides every text of the project itself; its address never changes, and a name of an organisation is no free text.
TEXTS = {
    Participation: ("gives", "gains", "decline_reason"),
    Photo: ("alt", "caption"),
    Document: ("title",),
    ApprovedVersion: ("content",),
    Letter: ("subject", "text", "html"),
}
TOO_SHORT = "Write the words as they stand in the entry, two letters or more."
NOWHERE = "These words stand nowhere in the entry. Copy them as they stand there."


@transaction.atomic
def black_out_words(*, by, project: Project, words: str) -> int:
    """A moderator replaces words by BLACK in every text of an entry; in how many rows they stood. It is not undone.

    Order: lock, the entry, its partners, pictures and documents, the versions of before, letters about it, the version
    (so that a form that is open now does not bring the words back), search text, letter to the leads, record.
    What was decided keeps its title and its note: nobody changes those.
    Raises PermissionDenied, ValidationError where the words stand nowhere or are too short to be meant.
    """
    stored = locked(project)
    if not can_moderate_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    refuse("" if len(re.findall(r"\w", words)) >= FEWEST_LETTERS else TOO_SHORT)
    before, pattern = standing_of(stored), pattern_of(words)
    found = sum(_blacken(rows, names, pattern) for rows, names in _rows_of(stored))
    refuse("" if found else NOWHERE)
    stored.refresh_from_db()
    stored.version += 1
    keep(stored, by, "Words blacked out", ["version"])
    refresh_search_text(stored)
    letters.tell_leads(stored, "project_blacked_out", f"A moderator has taken words out of “{stored}”")
    record_decision(by=by, project=stored, kind=DecisionKind.BLACK_OUT, before=before, rows=found)
    mirror(project, stored, ["title", "version"])
    return found


def pattern_of(words: str) -> re.Pattern:
    """Whole words, in capitals or not, over the end of a line, too; also as they stand in HTML."""
    wanted = {r"\s+".join(re.escape(word) for word in text.split()) for text in (words, escape(words))}
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(wanted))})(?!\w)", re.IGNORECASE)


def _rows_of(project: Project):
    """(rows, names of their texts) of all that tells of a project, the versions of before included."""
    own, parts = own_texts(), Participation.objects.filter(project=project)
    yield Project.objects.filter(pk=project.pk), own
    yield Project.history.model.objects.filter(id=project.pk), [name for name in own if name != "not_understood"]
    yield parts, TEXTS[Participation]
    yield Participation.history.model.objects.filter(project_id=project.pk), TEXTS[Participation]
    for model in (Photo, Document, ApprovedVersion):
        yield model.objects.filter(project=project), TEXTS[model]
    yield Letter.objects.filter(text__contains=project.get_absolute_url()), TEXTS[Letter]


def own_texts() -> list[str]:
    """Every column of a project that holds words of people: neither a choice nor its address."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    fields = [field for field in Project._meta.local_fields if isinstance(field, kinds) and not field.choices]
    return [field.name for field in fields if field.name != "slug"]


def _blacken(rows, names, pattern: re.Pattern) -> int:
    changed = 0
    for row in rows:
        texts = {name: getattr(row, name) for name in names}
        black = {name: blackened(text, pattern) for name, text in texts.items()}
        if black != texts:
            fitting = {name: _fitting(row, name, text) for name, text in black.items() if text != texts[name]}
            type(row)._base_manager.filter(pk=row.pk).update(**fitting)
            changed += 1
    return changed


def blackened(value, pattern: re.Pattern):
    """A text, or whatever holds texts, without the words."""
    if isinstance(value, str):
        return pattern.sub(BLACK, value)
    if isinstance(value, dict):
        return {key: blackened(inner, pattern) for key, inner in value.items()}
    return [blackened(inner, pattern) for inner in value] if isinstance(value, list) else value


def _fitting(row: models.Model, name: str, text):
    """Two letters become three: no longer than the column takes."""
    return text[: row._meta.get_field(name).max_length] if isinstance(text, str) else text
