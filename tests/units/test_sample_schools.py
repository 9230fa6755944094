"""The schools of the sample directory: facts that a page shows and a distance is measured from."""

import csv
import functools
import json
import math
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT.parent / "shared" / "data" / "postcodes"
ROWS = json.loads((ROOT / "data" / "sample" / "schools.json").read_text(encoding="utf-8"))
SCHOOLS = {school["key"]: school for school in ROWS}
SECTORS, PHASES = {"state", "independent"}, {"nursery", "primary", "secondary", "16-plus", "all-through"}
REGIONS = {
    "north-east",
    "north-west",
    "yorkshire-and-the-humber",
    "east-midlands",
    "west-midlands",
    "east-of-england",
    "london",
    "south-east",
    "south-west",
    "wales",
    "scotland",
    "northern-ireland",
}
# A rural postcode sector is wide: its centre may lie 6 km from a school that is where it should be.
FARTHEST_FROM_SECTOR = 6_000

each_school = pytest.mark.parametrize("school", ROWS, ids=lambda school: school["key"])


@functools.cache
def sector_centres():
    """Latitude and longitude of each postcode sector ("SW19 4") and district ("SW19")."""
    centres = {}
    for name, column in (("outcodes.csv", "outcode"), ("sectors_gb.csv", "sector")):
        with open(PLACES / name, encoding="utf-8") as file:
            centres |= {row[column]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    return centres


def grid_reference(latitude, longitude):
    """Easting and northing in metres of a point in WGS 84, to about 150 m: enough to check a sector."""
    a, b, scale = 6377563.396, 6356256.909, 0.9996012717
    phi, lam = math.radians(latitude), math.radians(longitude + 2)
    origin, e2, n = math.radians(49), 1 - (b / a) ** 2, (a - b) / (a + b)
    nu = a * scale / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    rho = a * scale * (1 - e2) / (1 - e2 * math.sin(phi) ** 2) ** 1.5
    difference, total, tan2, cos = phi - origin, phi + origin, math.tan(phi) ** 2, math.cos(phi)
    meridian = (
        b
        * scale
        * (
            (1 + n + 1.25 * n**2) * difference
            - (3 * n + 3 * n**2) * math.sin(difference) * math.cos(total)
            + 1.875 * n**2 * math.sin(2 * difference) * math.cos(2 * total)
        )
    )
    northing = meridian - 100_000 + nu / 2 * math.sin(phi) * cos * lam**2
    easting = 400_000 + nu * cos * lam + nu / 6 * cos**3 * (nu / rho - tan2) * lam**3
    return easting, northing


def test_there_are_at_least_120_schools_from_all_four_nations():
    assert len(SCHOOLS) == len(ROWS) >= 120
    assert {school["nation"] for school in SCHOOLS.values()} == {
        "england",
        "wales",
        "scotland",
        "northern-ireland",
    }
    urns = [school["urn"] for school in SCHOOLS.values() if school["urn"]]
    assert len(urns) == len(set(urns))


@each_school
def test_a_school_has_its_facts(school):
    assert school["name"] and school["town"] and school["local_authority"]
    assert school["sector"] in SECTORS and school["phase"] in PHASES and school["region"] in REGIONS
    assert 0 <= school["low_age"] < school["high_age"] <= 19
    assert school["urn"] or school["nation"] in {"scotland", "northern-ireland"}
    assert school["website"] is None or re.fullmatch(r"https://[a-z0-9.-]+", school["website"])
    assert re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", school["postcode"])


@each_school
def test_a_school_lies_in_the_united_kingdom(school):
    assert 80_000 < school["easting"] < 656_000 and 5_000 < school["northing"] < 1_220_000


@each_school
def test_a_school_lies_near_its_postcode(school):
    if not PLACES.exists():
        pytest.skip(f"the postcode files are not at {PLACES}")
    centres = sector_centres()
    centre = centres.get(school["postcode"][:-2]) or centres[school["postcode"].split()[0]]
    easting, northing = grid_reference(*centre)
    metres = math.hypot(easting - school["easting"], northing - school["northing"])
    assert metres < FARTHEST_FROM_SECTOR


def test_the_region_of_a_group_is_a_region_of_schools():
    groups = json.loads((ROOT / "data" / "sample" / "groups.json").read_text(encoding="utf-8"))
    assert {group["region"] for group in groups} <= REGIONS
