#!/usr/bin/env python3
"""Make static/img/uk.svg: the United Kingdom as a grid of dots, under every map of the site.

For maintainers, when the picture is to change: `.venv/bin/python scripts/make_outline.py`. It needs the network and
npm, and writes the same bytes from the same package. The coast is Natural Earth's (public domain, 1:10 million), as
the package `world-atlas` carries it. schools_together/ui/maps.py knows the extent of the picture.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schools_together.geo.grid import to_grid  # noqa: E402
from schools_together.ui.maps import HEIGHT, NORTH, UNITS_PER_METRE, WEST, WIDTH  # noqa: E402

PACKAGE = "world-atlas@2.0.2"
UNITED_KINGDOM = "826"  # ISO 3166-1 numeric

# Metres between dots in a row: for the whole country, and for the closer look at a list of results.
STEPS = {"land": 15_000, "land-fine": 9_000}
ROW = 0.866  # rows of a triangular grid stand this part of a step apart

Ring = list[tuple[float, float]]


def main() -> None:
    """Fetch the package into a throw-away folder, and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (parcel,) = Path(folder).glob("*.tgz")
        with tarfile.open(parcel) as archive:
            atlas = json.load(archive.extractfile("package/countries-10m.json"))
    rings = [[to_grid(latitude, longitude) for longitude, latitude in ring] for ring in coast(atlas)]
    paths = "\n".join(
        f'<path id="{name}" fill="none" stroke-linecap="round" d="{strokes(dots(rings, step))}"/>'
        for name, step in STEPS.items()
    )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><!-- The United Kingdom as a grid of '
        f"dots (15 and 9 km) on the British National Grid. Made with Natural Earth (public domain). -->\n"
        f"{paths}</svg>\n"
    )
    (ROOT / "static" / "img" / "uk.svg").write_text(picture, encoding="ascii")
    print(f"uk.svg: {len(picture):,} characters")


def coast(atlas: dict) -> list[Ring]:
    """The rings of the United Kingdom as longitude and latitude: TopoJSON shares arcs, packed as differences."""
    scale, origin = atlas["transform"]["scale"], atlas["transform"]["translate"]
    (country,) = [one for one in atlas["objects"]["countries"]["geometries"] if one.get("id") == UNITED_KINGDOM]

    def unpacked(number: int) -> Ring:
        x = y = 0
        points = []
        for dx, dy in atlas["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
        return points if number >= 0 else points[::-1]

    rings = [ring for polygon in country["arcs"] for ring in polygon]
    return [[point for number in ring for point in unpacked(number)] for ring in rings]


def dots(rings: list[Ring], step: int) -> list[tuple[int, int]]:
    """The grid points on land, in units of the picture, row by row from the north."""
    found = []
    northing, row = NORTH - step / 2, 0
    while northing > 0:
        crossings = sorted(_crossings(rings, northing))
        easting = WEST + step / 2 + (step / 2 if row % 2 else 0)
        while easting < WEST + WIDTH / UNITS_PER_METRE:
            if sum(crossing < easting for crossing in crossings) % 2:
                found.append((round((easting - WEST) * UNITS_PER_METRE), round((NORTH - northing) * UNITS_PER_METRE)))
            easting += step
        northing, row = northing - step * ROW, row + 1
    return found


def _crossings(rings: list[Ring], northing: float) -> list[float]:
    """The eastings at which a coast crosses this line from west to east."""
    found = []
    for ring in rings:
        for (e0, n0), (e1, n1) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (n0 > northing) != (n1 > northing):
                found.append(e0 + (e1 - e0) * (northing - n0) / (n1 - n0))
    return found


def strokes(points: list[tuple[int, int]]) -> str:
    """A path of strokes without length, whose round caps are the dots; differences keep it small."""
    path, here = [], (0, 0)
    for x, y in points:
        path.append(f"m{x - here[0]} {y - here[1]}h0")
        here = (x, y)
    return "".join(path)


if __name__ == "__main__":
    main()
