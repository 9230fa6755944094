"""Who may see what: one row for every address of the site. A new address fails until somebody writes its row.

A row gives the arguments of an example, drawn from the world, and the answer to GET for each of the people.
200 the page · 302 to the log-in for a visitor (elsewhere for others) · 403 a sentence · 404 nothing there · 405 no GET.
"""

from collections.abc import Callable
from dataclasses import dataclass

ROLES = ["visitor", "newcomer", "contributor", "lead", "partner", "stranger", "moderator", "superuser"]


@dataclass(frozen=True)
class Row:
    """Answers in the order of ROLES, and the arguments of the example's address."""

    answers: tuple[int, ...]
    args: Callable = lambda world: []
    query: str = ""


def everyone(args=lambda world: [], query: str = "", answer: int = 200) -> Row:
    return Row((answer,) * len(ROLES), args, query)


def signed_in(args=lambda world: [], answer: int = 200) -> Row:
    return Row((302,) + (answer,) * (len(ROLES) - 1), args)


def row(visitor, newcomer, contributor, lead, partner, stranger, moderator, superuser, args=lambda world: []) -> Row:
    return Row((visitor, newcomer, contributor, lead, partner, stranger, moderator, superuser), args)


def slug_of(name: str) -> Callable:
    return lambda world: [getattr(world, name).slug]


def key_of(name: str) -> Callable:
    return lambda world: [getattr(world, name).pk]


def school_address(world) -> list:
    return [world.school.pk, world.school.slug]


WHO_MAY_SEE = {
    "home": everyone(),
    "numbers": everyone(),
    "advice_list": everyone(),
    "advice": everyone(lambda world: ["start-small"]),
    "about": everyone(),
    "privacy": everyone(),
    "accessibility": everyone(),
    "terms": everyone(),
    "safeguarding": everyone(),
    "my_school": signed_in(),
    "robots": everyone(),
    "sitemap": everyone(),
    "security": everyone(),
    "healthz": everyone(),
    "readyz": everyone(),
    "schools:school_list": everyone(),
    "schools:school": everyone(school_address),
    "schools:suggest": everyone(query="q=mary"),
}


def address_of(name: str, row: Row, world) -> str:
    """The example's address, with its query."""
    from django.urls import reverse

    address = reverse(name, args=row.args(world))
    return f"{address}?{row.query}" if row.query else address
