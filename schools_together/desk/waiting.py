"""The to-do list of My school: what waits for one person at one school, most pressing first.

Two questions, however much waits: counts.py brings the numbers, things.py a few rows of every kind.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schools.models import School

from .things import (
    Asked,
    Card,
    Due,
    EndingListing,
    GroupPlace,
    HandedOver,
    Offer,
    Unfinished,
    Waiting,
    lines_of,
)  # fmt: skip


def to_do(user, school: School, counts: dict, *, lead: bool) -> list[Waiting]:
    """What waits. Contributors see what is theirs to do; what only a lead may do is shown to leads.

    `counts` as counts.py gives them.
    """
    found = lines_of(user, school, lead=lead)
    lines = [*enquiries(counts), *news(counts)]
    if lead:
        lines += [*found[Asked], *requests_to_join(counts), *found[HandedOver], *found[GroupPlace]]
    lines += [*found[Offer], *found[Unfinished]]
    if lead:
        lines += [*found[Card], *reviews(counts, found[Due])]
    lines += [*found[EndingListing], *alerts(counts)]
    if lead:
        lines += [*second_contact(counts, school), *profile(school)]
    return lines


def enquiries(counts: dict) -> Iterator[Waiting]:
    """One line for all enquiries to this school without an answer."""
    count = counts["enquiries"]
    if not count:
        return
    days = (timezone.now() - counts["oldest"]).days
    age = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    words = f"{count} enquir{'y' if count == 1 else 'ies'} to answer"
    note = f"{'It' if count == 1 else 'The oldest'} came {age}"
    yield Waiting("envelope", words, note, reverse("messaging:enquiry_list"), "Read", True)


def news(counts: dict) -> Iterator[Waiting]:
    """Something new in what this school has asked others."""
    if count := counts["news"]:
        words = "An answer to read" if count == 1 else f"{count} answers to read"
        yield Waiting("envelope", words, "In enquiries that you made", reverse("messaging:enquiry_list"), "Read", True)


def requests_to_join(counts: dict) -> Iterator[Waiting]:
    """One line for all colleagues who ask to join."""
    if count := counts["joining"]:
        words = f"{count} colleague{'' if count == 1 else 's'} would like to join"
        yield Waiting("people", words, "Only let in people you know", reverse("accounts:colleague_list"), "See who")


def reviews(counts: dict, due: list[Waiting]) -> list[Waiting]:
    """The yearly question: one line for one entry, one for all where there are several."""
    if counts["due"] <= 1:
        return due
    words, url = f"Still right? {counts['due']} entries", reverse("partnerships:review_list")
    return [Waiting("arrow-repeat", words, "All at once, one button", url, "Review")]


def alerts(counts: dict) -> Iterator[Waiting]:
    """One line for what my alerts have found in the last two weeks."""
    if count := counts["found"]:
        words = f"Your alerts found {count} project{'' if count == 1 else 's'}"
        yield Waiting("search", words, "In the last two weeks", reverse("partnerships:alert_list"), "See which")


def second_contact(counts: dict, school: School) -> Iterator[Waiting]:
    """A school with one lead loses its messages when that person leaves."""
    if counts["leads"] == 1:
        url = reverse("accounts:invitation_new", args=[school.pk])
        yield Waiting(
            "person", "Name a second contact", "So messages still arrive when someone moves on", url, "Invite"
        )


def profile(school: School) -> Iterator[Waiting]:
    """The school has not said anything about itself, or not what would-be partners ask first."""
    said = getattr(school, "profile", None)  # absent where nobody has written one
    missing = [] if said and said.welcome else ["a welcome sentence"]
    missing += [] if said and said.looking_for else ["what you look for"]
    if missing:
        url = reverse("accounts:profile_edit", args=[school.pk])
        yield Waiting("building", "Say who you are", f"Your page has not yet {' and '.join(missing)}", url, "Write it")
