"""The map beside a list: where what a question finds stands, each a link to its place in the list.

components/result_map.html draws it. The lists say what they found and how it is called; schools_together/ui/windows.py
knows how discs are gathered.
"""

from collections.abc import Callable, Iterable

from django.http import QueryDict

from schools_together.sets import FEW, Stood

from . import windows
from .addresses import with_page
from .paging import DEEPEST_PAGE, PAGE_SIZE

LISTED = DEEPEST_PAGE * PAGE_SIZE


Box = tuple[float, float, float, float]  # west, south, east, north


def drawn_map(
    stood: Callable[[Box | None], list[Stood]],
    asked: QueryDict,
    *,
    total: int,
    nouns: tuple[str, str],
    on_page: set[int],
    order: list[int],
    named: Callable[[set[int]], dict[int, tuple[str, str]]],
    towns: Iterable[tuple[str, int, int]],
) -> dict:
    """What the template draws.

    `stood` tells where all of it stands, or what stands in a box; `order` holds the first LISTED keys of the list;
    `named` looks up, at once, the words and addresses of the keys that discs lead to.
    """
    window = windows.window_at(asked.get("at", ""))
    shown = stood(window.box) if window and window.is_close and total > FEW else stood(None)
    placed = total if window and window.is_close and total > FEW else sum(one.count for one in shown)
    if window is None:
        window = windows.window_round(shown)
        shown = stood(window.box) if window.is_close and total > FEW else shown
    discs = windows.discs(shown, window)
    return {
        "label": f"Map of {total} {nouns[total != 1]}",
        "nouns": nouns[1],
        "discs": _drawn(discs, window, asked, on_page, order, named, nouns[1]),
        "land": windows.land(window),
        "tiles": windows.tiles(window),
        "towns": windows.labels(towns, window, discs),
        "scale": windows.scale_bar(window),
        "moves": [(key, words, _closer(asked, at)) for key, words, at in windows.moves(window)],
        "whole": _closer(asked, "") if "at" in asked else "",
        "unplaced": max(0, total - placed),
        "width": windows.WIDTH,
        "height": windows.HEIGHT,
    }


def _drawn(discs: list, window, asked: QueryDict, on_page: set[int], order: list[int], named, nouns: str) -> list[dict]:
    """Each disc with its words, number and address; what has gone meanwhile is left out."""
    numbers = {key: number for number, key in enumerate(order, 1)}
    firsts = [min(disc.keys, key=lambda key: numbers.get(key, LISTED + 1)) for disc in discs]
    names = named(set(firsts))
    return [
        {
            "x": f"{disc.x:.0f}",
            "y": f"{disc.y:.0f}",
            "radius": f"{disc.radius:.0f}",
            **_told(disc, first, names[first], numbers.get(first), window, asked, on_page, nouns),
        }
        for disc, first in zip(discs, firsts, strict=True)
        if first in names
    ]


def _told(disc, key: int, name: tuple[str, str], number: int | None, window, asked, on_page: set, nouns: str) -> dict:
    """What a disc says and where it leads: closer where it holds several, else to its place in the list."""
    words, own = name
    address = _in_list(key, own, number, asked, on_page)
    if disc.count == 1:
        kind = "here" if key in on_page else "one"
        return {"kind": kind, "number": number or "", "words": words, "address": address}
    closer = windows.closer_to(disc, window)
    said = f"{disc.count} {nouns}: come closer" if closer else f"{disc.count} {nouns}, first: {words}"
    if closer:
        address = _closer(asked, closer.at)
    return {"kind": "many", "number": disc.count, "words": said, "address": address}


def _in_list(key: int, own: str, number: int | None, asked: QueryDict, on_page: set[int]) -> str:
    """Its place in the list: on this page, on another, or beyond the last page its own page."""
    if key in on_page:
        return f"#p-{key}"
    if number:
        return f"{with_page(asked, (number - 1) // PAGE_SIZE + 1)}#p-{key}"
    return own


def _closer(asked: QueryDict, at: str) -> str:
    """The same page of the same question with the map moved."""
    question = asked.copy()
    question.setlist("at", [at] if at else [])
    return f"?{question.urlencode()}"
