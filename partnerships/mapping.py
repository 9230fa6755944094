"""The map beside the list: where the projects of a question stand, each a link to its place in the list."""

from itertools import islice

from django.http import QueryDict
from django.urls import reverse

from schools.places import largest_places
from schools_together.ui import windows
from schools_together.ui.addresses import with_page

from .models import Project
from .paging import DEEPEST_PAGE, PAGE_SIZE
from .search import Criteria, all_ids, points

MOST_POINTS = 100_000
LISTED = DEEPEST_PAGE * PAGE_SIZE


def map_of(criteria: Criteria, asked: QueryDict, on_page: dict[int, int], total: int) -> dict:
    """What the template draws. `on_page` has the number in the list of each project of this page.

    Two queries, whatever was found: titles of what is drawn, and names of towns where nobody asked for them lately.
    """
    placed = points(criteria, most=MOST_POINTS)
    window = windows.window_at(asked.get("at", "")) or windows.window_round(placed)
    discs = windows.discs(placed, window)
    return {
        "label": f"Map of {total} project{'' if total == 1 else 's'}",
        "discs": _drawn(discs, window, criteria, asked, on_page),
        "land": windows.land(window),
        "tiles": windows.tiles(window),
        "towns": windows.labels(largest_places(), window, discs),
        "scale": windows.scale_bar(window),
        "moves": [(key, words, _closer(asked, at)) for key, words, at in windows.moves(window)],
        "whole": _closer(asked, "") if "at" in asked else "",
        "unplaced": max(0, total - len(placed)),
        "width": windows.WIDTH,
        "height": windows.HEIGHT,
    }


def _drawn(discs: list, window, criteria: Criteria, asked: QueryDict, on_page: dict[int, int]) -> list[dict]:
    """Each disc with its words, number and address; the places in the list are looked up once for all."""
    firsts = {disc.keys[0] for disc in discs}
    titles = {pk: (title, slug) for pk, title, slug in Project.objects.public().filter(pk__in=firsts)
              .values_list("pk", "title", "slug")}  # fmt: skip
    numbers = {pk: number for number, pk in enumerate(islice(all_ids(criteria), LISTED), 1) if pk in firsts}
    drawn = []
    for disc in discs:
        first, many = disc.keys[0], len(disc.keys)
        title, slug = titles.get(first, ("", ""))
        if not slug:
            continue
        address = _in_list(first, slug, numbers, asked, on_page)
        closer = windows.closer_to(disc, window) if many > 1 else None
        words = (
            title if many == 1 else f"{many} projects: come closer" if closer else f"{many} projects, first: {title}"
        )
        drawn.append(
            {
                "x": f"{disc.x:.0f}",
                "y": f"{disc.y:.0f}",
                "radius": f"{disc.radius:.0f}",
                "kind": "many" if many > 1 else "here" if first in on_page else "one",
                "number": many if many > 1 else numbers.get(first, ""),
                "words": words,
                "address": _closer(asked, closer.at) if closer else address,
            }
        )
    return drawn


def _in_list(pk: int, slug: str, numbers: dict, asked: QueryDict, on_page: dict[int, int]) -> str:
    """Its place in the list: on this page, on another, or beyond the last page its own page."""
    if pk in on_page:
        return f"#p-{pk}"
    if pk in numbers:
        return f"{with_page(asked, (numbers[pk] - 1) // PAGE_SIZE + 1)}#p-{pk}"
    return reverse("partnerships:project", args=[slug])


def _closer(asked: QueryDict, at: str) -> str:
    """The same page of the same question with the map moved."""
    question = asked.copy()
    question.setlist("at", [at] if at else [])
    return f"?{question.urlencode()}"
