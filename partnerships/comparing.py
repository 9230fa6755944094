"""Saved projects side by side: the same facts of each, in one order. Only what everybody may read."""

from dataclasses import dataclass

from .models import Project
from .telling import facts_of

MOST_COMPARED = 3
FEWEST_COMPARED = 2


@dataclass(frozen=True)
class Line:
    """One fact and what each project says of it, as lists of lines in the order of the projects."""

    term: str
    values: list[tuple[Project, list[str]]]


def side_by_side(projects: list[Project]) -> list[Line]:
    """The lines in which at least one of the projects has something to say."""
    told = [dict(_facts(project)) for project in projects]
    terms = dict.fromkeys(term for facts in told for term in facts)
    lines = [Line(term, list(zip(projects, (facts.get(term, []) for facts in told), strict=True))) for term in terms]
    return [line for line in lines if any(words for _, words in line.values)]


def _facts(project: Project):
    yield "Category", _as_lines(project.category.name if project.category_id else "")
    yield "Host", [part.name for part in project.hosts]
    yield "Partners", [part.name for part in project.partners]
    for term, words in facts_of(project):
        yield term, _as_lines(words)
    yield "What it takes", [*filter(None, [project.takes_people, project.takes_rooms, project.takes_kit])]
    yield "What the partner gains", [part.gains for part in project.partners if part.gains]


def _as_lines(words) -> list[str]:
    return list(words) if isinstance(words, list | tuple) else [words] if words else []
