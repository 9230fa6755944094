"""What the texts of a project hold that does not belong on a public page. It warns; a person decides."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.http import QueryDict

from schools_together.ui.flags import Flag, flags_in

from .models import Project
from .publishable import FREE_TEXT


class Seen(NamedTuple):
    """A flag, and the field of the form that it was seen in."""

    field: str
    flag: Flag


def flags_of(project: Project, more: dict[str, str] | None = None) -> list[Seen]:
    """Everything to look at again before it is public, in the order of the form.

    `more` maps further fields to their texts, such as what the posting school gives and gains.
    """
    texts = {name: getattr(project, name) for name in FREE_TEXT}
    texts["steps"] = "\n".join(f"{step.get('title', '')}: {step.get('text', '')}" for step in project.steps)
    return [Seen(name, flag) for name, text in {**texts, **(more or {})}.items() if text for flag in flags_in(text)]


def has_contacts(project: Project) -> bool:
    """Whether somebody seems to go round the site: an address or a number. A moderator reads it first."""
    return any(seen.flag.is_contact for seen in flags_of(project, words_of_parts(project)))


def words_of_parts(project: Project) -> dict[str, str]:
    """What is said about each school and organisation that it names, for `flags_of`."""
    parts = enumerate(project.participations.all(), 1)
    return {f"{part.role} {place}, what it brings and gains": f"{part.gives}\n{part.gains}" for place, part in parts}


def sentences_about(*texts: str) -> list[str]:
    """What to look at again in words that were just saved, each once. It warns; a person decides."""
    return list(dict.fromkeys(flag.sentence for text in texts for flag in flags_in(text)))


def key_of(seen: Iterable[Seen]) -> str:
    """Names exactly these warnings: pressing again means that these, and no others, were read."""
    words = "\n".join(sorted(f"{one.field} {one.flag.kind} {one.flag.words}" for one in seen))
    return hashlib.sha256(words.encode()).hexdigest()[:16] if words else ""


def was_looked_at(typed: QueryDict, seen: Iterable[Seen]) -> bool:
    """Whether exactly these warnings were on the page whose button was pressed; where there are none, nothing was to be
    looked at.
    """
    return typed.get("looked", "") == key_of(seen)
