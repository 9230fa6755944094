"""The map beside a list: where what a question finds stands, each a link to its place in the list.

components/result_map.html draws it. The lists say what they found and how it is called; schools_together/ui/windows.py
knows how discs are gathered.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.http import QueryDict

from . import windows
from .addresses import with_page
from .paging import DEEPEST_PAGE, PAGE_SIZE

LISTED = DEEPEST_PAGE * PAGE_SIZE


class Listed(NamedTuple):
    """How one thing that stands on the map is called, its own address, its number in the list (None: beyond it)."""

    words: str
    address: str
    number: int | None


def drawn_map(
    placed: list[tuple[int, int, int]],
    asked: QueryDict,
    *,
    total: int,
    nouns: tuple[str, str],
    on_page: set[int],
    listed: Callable[[set[int]], dict[int, Listed]],
    towns: Iterable[tuple[str, int, int]],
) -> dict:
    """What the template draws of (key, easting, northing). `listed` looks up, at once, the keys that lead somewhere."""
    window = windows.window_at(asked.get("at", "")) or windows.window_round(placed)
    discs = windows.discs(placed, window)
    return {
        "label": f"Map of {total} {nouns[total != 1]}",
        "nouns": nouns[1],
        "discs": _drawn(discs, window, asked, on_page, listed, nouns[1]),
        "land": windows.land(window),
        "tiles": windows.tiles(window),
        "towns": windows.labels(towns, window, discs),
        "scale": windows.scale_bar(window),
        "moves": [(key, words, _closer(asked, at)) for key, words, at in windows.moves(window)],
        "whole": _closer(asked, "") if "at" in asked else "",
        "unplaced": max(0, total - len(placed)),
        "width": windows.WIDTH,
        "height": windows.HEIGHT,
    }


def _drawn(discs: list, window, asked: QueryDict, on_page: set[int], listed: Callable, nouns: str) -> list[dict]:
    """Each disc with its words, number and address."""
    firsts = listed({disc.keys[0] for disc in discs})
    return [
        {
            "x": f"{disc.x:.0f}",
            "y": f"{disc.y:.0f}",
            "radius": f"{disc.radius:.0f}",
            **_told(disc, firsts[disc.keys[0]], window, asked, on_page, nouns),
        }
        for disc in discs
        if disc.keys[0] in firsts
    ]


def _told(disc: windows.Disc, first: Listed, window, asked: QueryDict, on_page: set[int], nouns: str) -> dict:
    """What a disc says and where it leads: closer where it holds several, else to its place in the list."""
    key, many = disc.keys[0], len(disc.keys)
    address = _in_list(key, first, asked, on_page)
    if many == 1:
        kind = "here" if key in on_page else "one"
        return {"kind": kind, "number": first.number or "", "words": first.words, "address": address}
    closer = windows.closer_to(disc, window)
    words = f"{many} {nouns}: come closer" if closer else f"{many} {nouns}, first: {first.words}"
    return {
        "kind": "many", "number": many, "words": words, "address": _closer(asked, closer.at) if closer else address,
    }  # fmt: skip


def _in_list(key: int, first: Listed, asked: QueryDict, on_page: set[int]) -> str:
    """Its place in the list: on this page, on another, or beyond the last page its own page."""
    if key in on_page:
        return f"#p-{key}"
    if first.number:
        return f"{with_page(asked, (first.number - 1) // PAGE_SIZE + 1)}#p-{key}"
    return first.address


def _closer(asked: QueryDict, at: str) -> str:
    """The same page of the same question with the map moved."""
    question = asked.copy()
    question.setlist("at", [at] if at else [])
    return f"?{question.urlencode()}"
