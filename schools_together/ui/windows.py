"""A map as a window on the British National Grid, drawn by the server: what stands in it, and the links that move it.

Every step of panning and zooming is a link, so the map needs no JavaScript; static/js/parts.js follows the same links
without loading the page anew. Any number of results becomes at most some hundred discs: what lies close together
is one disc with a number, and its link leads closer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, floor, log2, sumprod
from typing import NamedTuple

from django.conf import settings

from .maps import NORTH, UNITS_PER_METRE, WEST

WIDTH, HEIGHT = 560, 600  # of the picture, in units
RADIUS = 21  # 24 CSS pixels across where the map is 320 wide
APART = 2 * RADIUS + 2
NEAREST, FURTHEST = 4_000, 1_160_000  # metres across
LEAST_FITTED = 30_000
SQUARE = 5_000  # metres; things that come counted together stand in one of these (schools_together/sets.py)
EAST_END, NORTH_END = 670_000, 1_220_000
MOST_LABELS = 14
LABEL_WIDTH, LABEL_HEIGHT = 9, 22  # units a letter, units a line
TRIED_LABELS = 60
METRES_PER_MILE = 1609.344
_AT = re.compile(r"(-?\d{1,7}),(-?\d{1,7}),(\d{1,4})", re.ASCII)
# Tiles of Ordnance Survey in EPSG:27700: corner and metres a pixel of the coarsest level.
TILE_WEST, TILE_NORTH, TILE_COARSEST, TILE_PIXELS, TILE_FINEST = -238_375, 1_376_256, 896, 256, 9


class Window(NamedTuple):
    """Middle and width of what the map shows, in metres of the grid."""

    easting: float
    northing: float
    across: float

    @property
    def unit(self) -> float:
        """Metres a unit of the picture."""
        return self.across / WIDTH

    @property
    def at(self) -> str:
        """As it stands in an address: easting, northing, kilometres across."""
        return f"{self.easting:.0f},{self.northing:.0f},{self.across / 1000:.0f}"

    def place(self, easting: float, northing: float) -> tuple[float, float]:
        """Units from the left and the top of the picture."""
        return (easting - self.easting) / self.unit + WIDTH / 2, (self.northing - northing) / self.unit + HEIGHT / 2

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        half, tall = self.across / 2, self.across * HEIGHT / WIDTH / 2
        return self.easting - half, self.northing - tall, self.easting + half, self.northing + tall

    @property
    def is_close(self) -> bool:
        """Whether a disc is so small on the ground that things must be told one by one."""
        return APART * self.unit < 1.5 * SQUARE

    def moved(self, right: float = 0, up: float = 0, closer: float = 1) -> "Window":
        """So many widths to the right and heights up, and so many times closer; never off the map."""
        return kept(
            self.easting + right * self.across,
            self.northing + up * self.across * HEIGHT / WIDTH,
            self.across / closer,
        )


def kept(easting: float, northing: float, across: float) -> Window:
    """The window, held within the country and between the nearest and the furthest view."""
    return Window(
        min(max(easting, WEST), EAST_END),
        min(max(northing, 0), NORTH_END),
        min(max(across, NEAREST), FURTHEST),
    )


def window_at(text: str) -> Window | None:
    """The window that an address names; None for junk, which is as good as not asking."""
    found = _AT.fullmatch(text)
    return kept(int(found[1]), int(found[2]), int(found[3]) * 1000) if found else None


def window_round(points: list[tuple]) -> Window:
    """The smallest window that holds all points with a margin; the whole country where there are none."""
    if not points:
        return Window(330_000, 560_000, FURTHEST)
    west, east = min(point[1] for point in points), max(point[1] for point in points)
    south, north = min(point[2] for point in points), max(point[2] for point in points)
    across = max((east - west) * 1.2, (north - south) * 1.2 * WIDTH / HEIGHT, LEAST_FITTED)
    return kept((west + east) / 2, (south + north) / 2, across)


@dataclass
class Disc:
    """What stands at one place of the picture: how many things, and the keys of those that were told one by one."""

    x: float
    y: float
    keys: list[int] = field(default_factory=list)
    count: int = 0
    spread: float = 0  # metres between the outermost

    @property
    def radius(self) -> float:
        return RADIUS if self.count < 100 else RADIUS + 3 * len(str(self.count))


def discs(points: Iterable[tuple[int, int, int, int]], window: Window) -> list[Disc]:
    """Discs for (key, easting, northing, count): gathered by squares, joined where they would touch; largest first."""
    squares: dict[tuple[int, int], list[tuple]] = {}
    side = APART * window.unit
    west, south, east, north = window.box
    for point in points:
        if west <= point[1] <= east and south <= point[2] <= north:
            squares.setdefault((point[1] // side, point[2] // side), []).append(point)
    drawn: list[Disc] = []
    found = [_disc(gathered, window) for gathered in squares.values()]
    for disc in sorted(found, key=lambda disc: -disc.count):
        near = next((other for other in drawn if _touch(disc, other)), None)
        if near is None:
            drawn.append(disc)
        else:
            near.keys += disc.keys
            near.count += disc.count
            near.spread = max(near.spread, side)
    return drawn


def _disc(gathered: list[tuple], window: Window) -> Disc:
    eastings, northings = [point[1] for point in gathered], [point[2] for point in gathered]
    counts = [point[3] for point in gathered]
    count = sum(counts)
    x, y = window.place(sumprod(eastings, counts) / count, sumprod(northings, counts) / count)
    spread = max(max(eastings) - min(eastings), max(northings) - min(northings), SQUARE if max(counts) > 1 else 0)
    return Disc(
        min(max(x, RADIUS), WIDTH - RADIUS),
        min(max(y, RADIUS), HEIGHT - RADIUS),
        [point[0] for point in gathered],
        count,
        spread,
    )


def _touch(one: Disc, other: Disc) -> bool:
    least = one.radius + other.radius + 2
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < least * least


def closer_to(disc: Disc, window: Window) -> Window | None:
    """The window that a disc of several leads to; None where no window would part them."""
    if disc.spread < NEAREST / WIDTH * APART or window.across <= NEAREST:
        return None
    easting = window.easting + (disc.x - WIDTH / 2) * window.unit
    northing = window.northing - (disc.y - HEIGHT / 2) * window.unit
    return kept(easting, northing, window.across / 4)


def labels(places: Iterable[tuple[str, int, int]], window: Window, drawn: Iterable[Disc] = ()) -> list[dict]:
    """Names of the largest places that cover neither one another nor a disc; `places` come largest first."""
    taken = [(disc.x, disc.y, disc.radius, disc.radius + LABEL_HEIGHT / 2) for disc in drawn]
    names, tried = [], 0
    for name, easting, northing in places:
        x, y = window.place(easting, northing)
        reach = len(name) * LABEL_WIDTH / 2
        if not (reach < x < WIDTH - reach and LABEL_HEIGHT < y < HEIGHT - LABEL_HEIGHT):
            continue
        tried += 1
        if all(abs(x - ox) > reach + half or abs(y - oy) > tall for ox, oy, half, tall in taken):
            taken.append((x, y, reach, LABEL_HEIGHT))
            names.append({"name": name, "x": f"{x:.0f}", "y": f"{y:.0f}"})
        if len(names) == MOST_LABELS or tried == TRIED_LABELS:
            break
    return names


def moves(window: Window) -> list[tuple[str, str, str]]:
    """(key on the keyboard, words, place in the address) of each step that is possible from here."""
    steps = [
        ("+", "Closer", window.moved(closer=2)),
        ("-", "Further away", window.moved(closer=0.5)),
        ("ArrowUp", "North", window.moved(up=0.4)),
        ("ArrowLeft", "West", window.moved(right=-0.4)),
        ("ArrowRight", "East", window.moved(right=0.4)),
        ("ArrowDown", "South", window.moved(up=-0.4)),
    ]
    return [(key, words, there.at) for key, words, there in steps if there != window]


def scale_bar(window: Window) -> dict:
    """A round number of miles, about a fifth of the width, and its length in units."""
    wanted = window.across / 5 / METRES_PER_MILE
    miles = max((n for n in (0.5, 1, 2, 5, 10, 20, 50, 100, 200) if n <= wanted), default=0.5)
    words = "half a mile" if miles == 0.5 else f"{miles} mile{'' if miles == 1 else 's'}"
    return {"words": words, "length": f"{miles * METRES_PER_MILE / window.unit:.0f}"}


def land(window: Window) -> dict:
    """How static/img/uk.svg lies under this window."""
    scale = 1 / (UNITS_PER_METRE * window.unit)
    left, top = window.place(WEST, NORTH)
    return {
        "transform": f"translate({left:.1f} {top:.1f}) scale({scale:.3f})",
        "dot": f"{min(6, 3 + scale) / scale:.2f}",
    }


def tiles(window: Window) -> list[dict]:
    """Pictures of a map service under the window; none unless settings.MAP_TILES names one (docs/operating.md)."""
    if not settings.MAP_TILES:
        return []
    level = min(max(0, ceil(log2(TILE_COARSEST / window.unit))), TILE_FINEST)
    span = TILE_COARSEST * TILE_PIXELS / 2**level
    half, tall = window.across / 2, window.across * HEIGHT / WIDTH / 2
    drawn = []
    for column in _numbers(window.easting - half - TILE_WEST, 2 * half, span):
        for row in _numbers(TILE_NORTH - window.northing - tall, 2 * tall, span):
            x, y = window.place(TILE_WEST + column * span, TILE_NORTH - row * span)
            address = settings.MAP_TILES.format(z=level, x=column, y=row)
            drawn.append({"url": address, "x": f"{x:.1f}", "y": f"{y:.1f}", "side": f"{span / window.unit:.1f}"})
    return drawn


def _numbers(start: float, length: float, span: float) -> range:
    """Which tiles of one direction cover so many metres."""
    return range(max(0, floor(start / span)), max(0, ceil((start + length) / span)))
