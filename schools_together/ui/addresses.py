"""Query strings of list pages: what stays when one thing changes."""

from django.core.paginator import Page
from django.http import QueryDict

MOST_LINKS_BESIDE = 2
MOST_KEPT = 60


def page_numbers(page: Page, asked: QueryDict) -> list[dict]:
    """The pages to link to: both ends and those around this one; a gap has number None. At most nine entries."""
    entries = page.paginator.get_elided_page_range(page.number, on_each_side=MOST_LINKS_BESIDE, on_ends=1)
    return [
        {"number": None, "address": ""}
        if number == page.paginator.ELLIPSIS
        else {"number": number, "address": with_page(asked, number)}
        for number in entries
    ]


def with_page(asked: QueryDict, number: int) -> str:
    """The same question on another page. The first page bears no number, so that it has one address only."""
    question = asked.copy()
    question.pop("page", None)
    if number > 1:
        question["page"] = number
    return f"?{question.urlencode()}"


def without(asked: QueryDict, name: str, value: str | None = None) -> str:
    """The same question without one value of `name` (without all of them when value is None), on its first page."""
    question = asked.copy()
    left = [] if value is None else [one for one in question.getlist(name) if one != str(value)]
    question.setlist(name, left)
    question.pop("page", None)
    return f"?{question.urlencode()}"


def with_values(asked: QueryDict, **values: str) -> str:
    """The same question with one value of each name given (none for ""), on its first page."""
    question = asked.copy()
    for name, value in values.items():
        question.setlist(name, [value] if value else [])
    return without(question, "page")


def without_place(asked: QueryDict) -> str:
    """The same question asked of everywhere."""
    question = asked.copy()
    question.pop("within", None)
    return without(question, "near")


def kept_inputs(asked: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    """(name, value) of what a form must carry on of a question, so that it does not forget what others have asked."""
    pairs = [(name, value) for name in asked if name in names for value in asked.getlist(name) if value]
    return pairs[:MOST_KEPT]
