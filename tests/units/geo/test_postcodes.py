"""Postcodes as people type them (a table), and where they are."""

import csv

import pytest

from schools_together.geo import postcodes
from schools_together.geo.points import Point, miles_between
from schools_together.geo.postcodes import Postcode, centre, locate, parse
from schools_together.geo.troubles import PlaceNotKnown, PlaceOutsideArea, PlaceUnavailable

TYPED = [
    ("LS1 4AP", "LS1 4AP"),
    ("ls14ap", "LS1 4AP"),
    ("  Ls1   4aP ", "LS1 4AP"),
    ("LS1\u00a04AP", "LS1 4AP"),
    ("LS1\u200b 4AP\ufeff", "LS1 4AP"),
    ("ＬＳ１　４ＡＰ", "LS1 4AP"),
    ("L S 1 4 A P", "LS1 4AP"),
    ("LS1-4AP", "LS1 4AP"),
    ("LS1.4AP.", "LS1 4AP"),
    ("'LS1 4AP'", "LS1 4AP"),
    ("LS1 4AP\r\n", "LS1 4AP"),
    ("SW1A1AA;--", "SW1A 1AA"),
    ("<b>SW1A 1AA</b>", "SW1A 1AA"),
    ("SW1A 1AA", "SW1A 1AA"),
    ("W1A1AA", "W1A 1AA"),
    ("EC1A 1BB", "EC1A 1BB"),
    ("M1 1AE", "M1 1AE"),
    ("B33 8TH", "B33 8TH"),
    ("CR2 6XH", "CR2 6XH"),
    ("DN55 1PT", "DN55 1PT"),
    ("M1 IAE", "M1 1AE"),
    ("SW1A OAA", "SW1A 0AA"),
    ("1 High Street, Leeds, LS1 4AP", "LS1 4AP"),
    ("LS1 4A", "LS1 4"),
    ("LS1 4", "LS1 4"),
    ("ls10 1", "LS10 1"),
    ("LS109", "LS10 9"),
    ("SW1A1", "SW1A 1"),
    ("LS14", "LS14"),
    ("ls1", "LS1"),
    ("SW1", "SW1"),
    ("SW1A", "SW1A"),
    ("BT47 6SD", "BT47 6SD"),
    ("gir 0aa", "GIR 0AA"),
    ("BFPO 2", "BFPO"),
    ("bfpo c/o 5", "BFPO"),
    ("BF1 2AB", "BF1 2AB"),
    ("JE2 4WQ", "JE2 4WQ"),
    ("IM1 1AA", "IM1 1AA"),
    ("FIQQ 1ZZ", "FIQQ"),
    ("D02 AF30", "EIRCODE"),
    ("", None),
    ("   ", None),
    ("Leeds", None),
    ("12345", None),
    ("LS", None),
    ("4AP LS1", None),
    ("LS1 4CK", None),
    ("'; DROP TABLE schools;--", None),
    ("\x00", None),
    ("٣٤٥", None),
    ("LS1 4AP " * 20, None),
    ("A" * 100_000, None),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_what_people_type(typed, meant):
    parsed = parse(typed)
    assert (parsed and str(parsed)) == meant


def test_the_parts_of_a_postcode():
    assert parse("sw1a1aa") == Postcode("SW1A", "SW1A 1", "SW1A 1AA")
    assert parse("sw1a1aa").area == "SW"
    assert parse("bt1") == Postcode("BT1")


@pytest.mark.parametrize(
    ("typed", "near", "miles"),
    [
        ("LS1 4AP", Point(429500, 433500), 1),
        ("CB2 1", Point(545400, 257600), 1),
        ("YO31", Point(461000, 453500), 2),
        ("SW1", Point(529300, 179200), 1),
        ("BT47 6SD", Point(60556, 579840), 8),
        ("ZE1 0", Point(447500, 1141500), 2),
        ("LS1 0ZZ", Point(429500, 433500), 2),
    ],
)
def test_where_it_is(typed, near, miles):
    """The last has no sector LS1 0 in some years; the district answers."""
    assert miles_between(locate(typed), near) < miles


def test_sector_before_district():
    assert locate("TD9 0") != locate("TD9")


@pytest.mark.parametrize("typed", ["Leeds", "", "ZZ1 1AA", "QQ99", "GIR 0AA", "AB90 9ZZ"])
def test_a_postcode_that_does_not_exist(typed):
    with pytest.raises(PlaceNotKnown, match="Enter a postcode, like LS1 4AP, or a town"):
        locate(typed)


@pytest.mark.parametrize(
    "typed", ["JE2 4WQ", "GY1", "IM9 1AA", "BFPO 2", "BF1 2AB", "GX11 1AA", "FIQQ 1ZZ", "D02 AF30"]
)
def test_a_postcode_outside_the_kingdom(typed):
    with pytest.raises(PlaceOutsideArea, match="outside the area we cover"):
        locate(typed)


def test_a_school_on_an_island_can_still_have_a_point():
    assert miles_between(centre(parse("IM1 1AA")), Point.from_latlon(54.15, -4.48)) < 0.1


def test_the_table_cannot_be_read(monkeypatch, tmp_path):
    monkeypatch.setattr(postcodes, "PLACES", tmp_path)
    postcodes._districts.cache_clear()
    postcodes._sectors.cache_clear()
    with pytest.raises(PlaceUnavailable, match="could not look up that place just now"):
        locate("LS1 4AP")
    monkeypatch.undo()
    assert locate("LS1 4AP")


def test_every_district_made_by_hand_is_in_the_table():
    with (postcodes.PLACES / "districts_by_hand.csv").open(encoding="utf-8", newline="") as file:
        names = [row["district"] for row in csv.DictReader(file)]
    assert len([name for name in names if name.startswith("BT")]) == 80
    assert [name for name in names if centre(Postcode(name)) is None] == []


def test_no_centre_is_far_from_the_register_of_districts():
    """Against the full list of live districts with its own centres, where that list is at hand."""
    path = postcodes.PLACES.parents[1] / ".." / "shared" / "data" / "postcodes" / "outcodes.csv"
    if not path.exists():
        pytest.skip("the full list of districts (../shared/data/postcodes/outcodes.csv) is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["nation_group"] != "CD"]
    far = []
    for row in rows:
        there = Point.from_latlon(float(row["lat"]), float(row["lon"]))
        if miles_between(centre(Postcode(row["outcode"])), there) > 3.7:
            far.append(row["outcode"])
    assert (len(rows) > 2900, far) == (True, [])
