"""Dot maps without a map service: places on the British National Grid, drawn over static/img/uk.svg.

That picture covers eastings -10,000 to 670,000 and northings 0 to 1,220,000 metres (Shetland), 520 units wide, north
up.
scripts/make_outline.py makes it.
Northern Ireland lies on the same grid, so one picture serves the four nations.
"""

from math import sqrt

WEST, NORTH = -10_000, 1_220_000
WIDTH, HEIGHT = 520, 933
UNITS_PER_METRE = 520 / 680_000
# A pin's disc has radius 16 in a picture 560 wide: 24 CSS pixels across on a phone.
PIN_PICTURE_WIDTH = 560
LEAST_SPAN = 300  # units, 390 km: closer in, the dots would no longer read as a coast
MARGIN = 46  # units, 60 km around the outermost pins


def _place(easting: float, northing: float) -> tuple[float, float]:
    """Units from the picture's left and top."""
    return (easting - WEST) * UNITS_PER_METRE, (NORTH - northing) * UNITS_PER_METRE


def placed_dots(points: list) -> list[dict]:
    """Centre and radius of each dot; the area grows with the count, so that the eye compares rightly."""
    dots = []
    for easting, northing, *count in points:
        x, y = _place(easting, northing)
        radius = 5 + 2.6 * sqrt(count[0] if count else 1)
        dots.append({"x": f"{x:.0f}", "y": f"{y:.0f}", "radius": f"{radius:.1f}"})
    return dots


def _window(low: float, high: float, whole: int) -> tuple[float, float]:
    """Start and length of the stretch of the picture that shows low to high with a margin, never beyond its ends."""
    length = min(whole, max(LEAST_SPAN, high - low + 2 * MARGIN))
    start = (low + high - length) / 2
    return min(max(0, start), whole - length), length


def placed_pins(pins: list[dict]) -> dict:
    """The part of the picture that holds all pins, its scale, and where each pin stands in it."""
    places = [_place(pin["easting"], pin["northing"]) for pin in pins] or [(WIDTH / 2, HEIGHT / 2)]
    across, down = zip(*places, strict=True)
    left, span = _window(min(across), max(across), WIDTH)
    top, tall = _window(min(down), max(down), HEIGHT)
    scale = PIN_PICTURE_WIDTH / span
    stood = [
        {**pin, "x": f"{(x - left) * scale:.0f}", "y": f"{(y - top) * scale:.0f}"}
        for pin, (x, y) in zip(pins, places, strict=False)
    ]
    return {
        "pins": stood,
        "width": PIN_PICTURE_WIDTH,
        "height": f"{tall * scale:.0f}",
        "transform": f"scale({scale:.3f}) translate({-left:.1f} {-top:.1f})",
        "dot": f"{6 / scale:.2f}",
    }
