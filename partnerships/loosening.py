"""Never a dead end: what to loosen where little was found, with true counts, and what nearly fits."""

from dataclasses import replace

from django.http import QueryDict

from schools_together.ui.addresses import with_values, without

from .forms.searching import ProjectSearchForm
from .models import Category, Project
from .search import Answer, Criteria, Loosening, loosenings, search

FEW = 3  # with fewer than that, the page says what would give more
MOST_MISSES = 3


def nothing_found(form: ProjectSearchForm, criteria: Criteria, asked: QueryDict, answer: Answer) -> dict | None:
    """What a page of fewer than three says: heading, picture, what to loosen, what nearly fits; else None."""
    if answer.total >= FEW:
        return None
    found = answer.ids
    ways = loosenings(criteria) if criteria.q or criteria.near or criteria.facets_in_use else []
    if found and not ways:
        return None
    return {
        "heading": nothing_words(criteria),
        "category": lead_category(criteria),
        "ways_out": [(words_of(form, criteria, way), address_of(way, asked)) for way in ways] or _all_projects(),
        "misses": near_misses(criteria, ways, found),
    }


def _all_projects() -> list[tuple[str, str]]:
    return [(f"All projects: {Project.objects.public().count()}", "?")]


def near_misses(criteria: Criteria, ways: list[Loosening], found: list[int]) -> tuple[list[int], dict]:
    """Ids of at most three projects that fit but for one thing, the one that costs her least, and their distances."""
    if not ways:
        return [], {}
    least = min(ways, key=lambda way: way.count)
    answer = search(loosened(criteria, least), per_page=MOST_MISSES + len(found))
    return [pk for pk in answer.ids if pk not in found][:MOST_MISSES], answer.miles


def loosened(criteria: Criteria, way: Loosening) -> Criteria:
    return replace(criteria, within=way.miles) if way.part == "within" else criteria.without(way.part)


def address_of(way: Loosening, asked: QueryDict) -> str:
    if way.part == "within":
        return with_values(asked, within=str(way.miles or ""))
    return without(asked, way.part)


def words_of(form: ProjectSearchForm, criteria: Criteria, way: Loosening) -> str:
    """ "Within 20 miles: 14 projects", "Without “choir”: 3 projects"."""
    projects = f"{way.count} project{'' if way.count == 1 else 's'}"
    if way.part == "within":
        return f"{f'Within {way.miles} miles' if way.miles else 'At any distance'}: {projects}"
    return f"{given_up(form, criteria, way.part)}: {projects}"


def given_up(form: ProjectSearchForm, criteria: Criteria, part: str) -> str:
    if part == "q":
        return f"Without “{criteria.q}”"
    labels = dict(form.fields[part].choices)
    chosen = [labels[value] for value in getattr(criteria, part)]
    return f"Without {', '.join(chosen[:2])}{' and more' if len(chosen) > 2 else ''}"


def nothing_words(criteria: Criteria) -> str:
    """The heading of an empty page."""
    if criteria.near and criteria.within:
        return f"Nothing within {criteria.within} mile{'' if criteria.within == 1 else 's'} yet"
    return "Nothing fits all of that yet"


def lead_category(criteria: Criteria) -> Category | None:
    """The category whose picture an empty page shows: the one that was asked for."""
    return Category.objects.filter(slug=criteria.category[0]).first() if criteria.category else None
