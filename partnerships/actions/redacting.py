"""A moderator takes words out of a project and of all that is kept of it."""

import re

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from accounts.models import DigestLine
from partnerships import letters
from partnerships.models import DecisionKind, Project, SearchWord
from partnerships.permissions import can_moderate_project
from partnerships.redaction import REDACTORS, redacted, written_as
from partnerships.search import refresh_search_text
from partnerships.search.words import words_of
from schools_together.outbox.models import Letter

from .deciding import NOT_YOURS, record_decision, standing_of
from .locking import locked, mirror, refuse

NOWHERE = "These words stand nowhere in what we keep of this project. Check how they are written there."
SAY_WITHOUT = "Say why without the words themselves: what you write here is kept."


@transaction.atomic
def redact_project(*, by, project: Project, words: str, why: str) -> int:
    """Put "[removed]" for the words wherever they stand: page, older versions, card, decisions, reports, letters.

    Order: lock, address, texts, version (who has the form open is told), search, decision, letter to the leads.
    Returns in how many places they stood. Raises PermissionDenied, ValidationError where they stand nowhere. Cannot be
    undone: nothing is left to put back.
    """
    stored = locked(project)
    if not can_moderate_project(by, stored):
        raise PermissionDenied(NOT_YOURS)
    written = written_as(words)
    refuse(SAY_WITHOUT if written.search(why) else "")
    before = standing_of(stored)
    before["note"] = redacted(before["note"], written)
    moved = _move_address(stored, words, written)
    places = moved + sum(redactor(stored, written) for redactor in REDACTORS)
    refuse("" if places else NOWHERE)
    stored.refresh_from_db()
    stored.version += 1
    stored._history_user, stored._change_reason = by, "Words taken out by a moderator"
    stored.save(update_fields=["version", "updated_at"])
    for word in words_of(words):  # with its endings; the night puts back what other entries use
        SearchWord.objects.filter(word__startswith=word).delete()
    refresh_search_text(stored)
    record_decision(by=by, project=stored, kind=DecisionKind.REDACT, before=before, note=why, places=places)
    letters.tell_leads(stored, "project_redacted", f"A moderator has taken words out of “{stored}”")
    mirror(project, stored, ["title", "slug", "summary", "version", "updated_at"])
    return places


def _move_address(project: Project, words: str, written: re.Pattern) -> int:
    """Another address where the old one holds the words, in letters, too. The old one leads nowhere: it would tell."""
    if not re.search(rf"(?<![a-z0-9]){re.escape(slugify(words) or '-')}(?![a-z0-9])", project.slug):
        return 0
    old = project.get_absolute_url()
    project.slug = project.free_slug(redacted(project.title, written))
    Project.objects.filter(pk=project.pk).update(slug=project.slug)
    Project.history.filter(id=project.pk).update(slug=project.slug)
    new = project.get_absolute_url()
    for letter in Letter.objects.filter(text__contains=old):
        texts = {name: getattr(letter, name).replace(old, new) for name in ("text", "html")}
        Letter.objects.filter(pk=letter.pk).update(**texts)
    for line in DigestLine.objects.filter(path__contains=old):
        DigestLine.objects.filter(pk=line.pk).update(path=line.path.replace(old, new))
    return 1
