"""What a moderator reads of a project, as named parts; whether it is still the same; and which words changed."""

import hashlib
import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.text import capfirst

from .models import ApprovedVersion, Project

WORDS = [
    "title", "summary", "story", "aims", "need", "need_named_by", "background", "takes_people", "takes_rooms",
    "takes_kit", "takes_hours", "would_change", "transport", "reciprocity", "impact", "disadvantage_focus", "who",
    "when", "open_to_whom",
]  # fmt: skip
FACTS = [
    "category", "frequency", "starts_on", "ends_on", "lifecycle", "scale", "setting", "cost", "direction", "group",
    "supervised_by", "safeguarding_lead_agreed", "risk_assessment", "open_to_partners", "open_within_miles",
    "open_places",
]  # fmt: skip
LISTS = ["stages", "subjects", "shares"]
FIGURES = ["state_pupils", "independent_pupils", "staff_hours", "sessions"]
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 4000


@dataclass(frozen=True)
class Change:
    """One part that changed: (is_changed, text) pieces of what it said, and of what it says."""

    name: str
    old: list[tuple[bool, str]]
    new: list[tuple[bool, str]]


def content_of(project: Project) -> dict[str, str]:
    """Every part that a moderator reads, by name, as text; parts that say nothing are left out."""
    parts = {_name(field): str(getattr(project, field) or "") for field in WORDS}
    parts["How to do it yourself"] = "\n".join(
        ": ".join(filter(None, (step.get("title"), step.get("text")))) for step in project.steps
    )
    parts |= {_name(field): _fact(project, field) for field in FACTS}
    parts |= {_name(field): ", ".join(str(term) for term in getattr(project, field).all()) for field in LISTS}
    for part in project.participations.select_related("school").order_by("position", "pk"):
        lines = [part.get_role_display(), part.gives and f"Brings: {part.gives}", part.gains and f"Gains: {part.gains}"]
        parts[f"Takes part: {part.name}"] = "\n".join(filter(None, lines))
    for year in project.years.all():
        figures = [(_name(name, type(year)), getattr(year, name), getattr(year, f"{name}_basis")) for name in FIGURES]
        parts[f"Figures of {year.academic_year}"] = "\n".join(
            f"{name}: {number} ({basis})" for name, number, basis in figures if number is not None
        )
    for photo in project.photos.kept():
        parts[f"Picture {photo.key[:6]}"] = "\n".join(filter(None, [str(photo), photo.caption]))
    for document in project.documents.all():
        parts[f"Document {document.key[:6]}"] = document.title
    return {name: text.strip() for name, text in parts.items() if text.strip()}


def fingerprint_of(content: dict[str, str]) -> str:
    """The same for the same parts, whoever computes it."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def fingerprint_now(project: Project) -> str:
    return fingerprint_of(content_of(project))


def remember_as_approved(project: Project) -> None:
    """From now on, what is told to moderators is what changes after this."""
    ApprovedVersion.objects.update_or_create(project=project, defaults={"content": content_of(project)})


def changes_between(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    """The parts that differ, in the order of the new text, with the words that changed marked."""
    names = [*new, *(name for name in old if name not in new)]
    return [_change(name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)]


def _change(name: str, old: str, new: str) -> Change:
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return Change(name, [(True, old)], [(True, new)])
    left, right = [], []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if b > a:
            left.append((what != "equal", "".join(before[a:b])))
        if d > c:
            right.append((what != "equal", "".join(after[c:d])))
    return Change(name, left, right)


def _name(field: str, model: type = Project) -> str:
    return capfirst(model._meta.get_field(field).verbose_name)


def _fact(project: Project, field: str) -> str:
    shown = getattr(project, f"get_{field}_display", None)
    value = shown() if shown else getattr(project, field)
    return {True: "Yes", False: "", None: ""}[value] if value in (True, False, None) else str(value)
