"""How far away: what a list offers, what an address may say, and how a distance reads."""

from collections.abc import Callable, Iterator

from django import forms

DISTANCES = (1, 3, 5, 10, 15, 20, 30, 50, 100)
FURTHEST = 1000


def read_miles(typed: str) -> int | None:
    """Miles of "10" or "10 miles"; None for any distance. Raises ValidationError with a sentence."""
    typed = typed.removesuffix("miles").strip()
    if typed in ("", "any"):
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5 and 0 < int(typed) <= FURTHEST):
        raise forms.ValidationError(f"Choose how far away, from 1 to {FURTHEST} miles.")
    return int(typed)


def offered(chosen: int | None) -> list[tuple[int, bool]]:
    """(miles, chosen) for the select; a distance from an old link joins the usual ones."""
    return [(miles, miles == chosen) for miles in sorted({*DISTANCES, *([chosen] if chosen else [])})]


def wider(within: int, now: int, count: Callable[[int | None], int]) -> Iterator[tuple[int | None, int]]:
    """(miles, things) of the first distance of the list at which there are more than `now`, then of any distance
    (None) where that is more still; `count` says how many there are within so many miles."""
    anywhere = count(None)
    for miles in DISTANCES:
        if miles > within and (number := count(miles)) > now:
            yield miles, number
            now = number
            break
    if anywhere > now:
        yield None, anywhere


def distance_words(miles: float | None) -> str:
    """ "0.2 miles away", "36 miles away", or nothing."""
    if miles is None:
        return ""
    if miles < 0.1:
        return "Close by"
    number = f"{miles:.1f}" if miles < 9.95 else f"{miles:.0f}"
    return f"{number} mile{'' if number == '1.0' else 's'} away"


def place_words(typed: str, miles: int | None) -> str:
    """ "Within 10 miles of CB2 1EN"."""
    return f"Within {miles} mile{'' if miles == 1 else 's'} of {typed}" if miles else f"Near {typed}"
