"""One rule for each trap of the register's format."""

from datetime import date
from decimal import Decimal

import pytest

from schools.register import rules
from schools.register.rules import Notices, RowRefused
from schools_together.geo.points import Point

CAMBRIDGE = "CB2 1EN"


@pytest.fixture
def notices():
    return Notices()


@pytest.mark.parametrize(
    ("low", "high", "phase"),
    [
        (2, 4, "nursery"),
        (3, 5, "nursery"),
        (4, 7, "primary"),
        (4, 11, "primary"),
        (7, 13, "primary"),
        (2, 13, "primary"),
        (9, 13, "secondary"),
        (11, 16, "secondary"),
        (11, 18, "secondary"),
        (13, 18, "secondary"),
        (16, 19, "16-plus"),
        (16, 99, "16-plus"),
        (3, 18, "all-through"),
        (7, 17, "all-through"),
        (5, 16, "all-through"),
        (0, 19, "all-through"),
    ],
)
def test_the_phase_follows_from_ages(low, high, phase):
    assert rules.phase("0", "11", low, high, "St Mary's School") == phase


@pytest.mark.parametrize(
    ("code", "phase"),
    [
        ("1", "nursery"),
        ("2", "primary"),
        ("3", "primary"),
        ("4", "secondary"),
        ("5", "secondary"),
        ("6", "16-plus"),
        ("7", "all-through"),
    ],
)
def test_the_phase_that_the_register_states_holds(code, phase):
    assert rules.phase(code, "01", 3, 18, "Any") == phase


@pytest.mark.parametrize(
    ("type_code", "name", "phase"),
    [
        ("29", "University of Somewhere", "16-plus"),
        ("32", "Specialist College", "16-plus"),
        ("30", "Ysgol Gynradd Amlwch", "primary"),
        ("30", "Ysgol Uwchradd Bodedern", "secondary"),
        ("30", "Rhyl Infants School", "primary"),
        ("11", "The Manor", "unknown"),
        ("30", "Ysgol David Hughes", "unknown"),
    ],
)
def test_without_ages_type_and_name_tell_or_nobody_knows(type_code, name, phase):
    assert rules.phase("0", type_code, None, None, name) == phase


@pytest.mark.parametrize(
    ("type_code", "sector"),
    [
        ("10", "independent"),
        ("11", "independent"),
        ("37", "independent"),
        ("49", "independent"),
        ("32", "independent"),
        ("01", "state"),
        ("06", "state"),
        ("08", "state"),
        ("18", "state"),
        ("29", "state"),
        ("34", "state"),
        ("36", "state"),
    ],
)
def test_the_sector_follows_from_the_type_code(type_code, sector, notices):
    assert rules.sector(type_code, "Special schools", notices, 2) == sector
    assert notices.told() == []


@pytest.mark.parametrize(
    ("group", "sector"), [("Independent schools", "independent"), ("", "state"), ("New kind", "state")]
)
def test_an_unknown_type_is_counted_and_read_from_its_group(group, sector, notices):
    assert rules.sector("77", group, notices, 5) == sector
    assert notices.told() == ["types unknown; sector taken from the type group, else state: 1 (first on line 5)"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.school.example", "https://www.school.example"),
        ("https://school.example/a?b=1", "https://school.example/a?b=1"),
        ("HTTP://School.Example", "HTTP://School.Example"),
        ("//school.example", "https://school.example"),
        ("school.example:8080/x", "https://school.example:8080/x"),
        ("", ""),
        ("  ", ""),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT://school.example/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("ftp://school.example", ""),
        ("http://", ""),
        ("not yet available", ""),
        ("http://a b.example", ""),
        ("https://user:pass@school.example", ""),
        ("http://[::1", ""),
        ("localhost", ""),
        ("head@school.example", ""),
        ("http://127.0.0.1:99999", ""),
        ("https://x.example/" + "a" * 300, ""),
    ],
)
def test_only_web_addresses_are_kept(typed, kept, notices):
    assert rules.website(typed, notices, 2) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Gl20 5JG", "GL20 5JG"),
        ("ng22 0ea", "NG22 0EA"),
        ("Tf6 6pn", "TF6 6PN"),
        ("OL67HW", "OL6 7HW"),
        ("2036", ""),
        ("", ""),
    ],
)
def test_postcodes_are_written_one_way(typed, kept, notices):
    assert rules.postcode(typed, notices, 2) == kept


def test_coordinates_near_the_postcode_hold(notices):
    assert rules.point("545400", "257600", CAMBRIDGE, notices, 2) == Point(545400, 257600)
    assert notices.told() == []


@pytest.mark.parametrize("cells", [("0", "0"), ("", ""), ("0", "257600"), ("x", "y"), ("99999999", "1")])
def test_without_coordinates_the_postcode_tells(cells, notices):
    point = rules.point(*cells, CAMBRIDGE, notices, 2)
    assert abs(point.easting - 545400) < 3000
    assert abs(point.northing - 257600) < 3000
    assert notices.told() == ["schools without coordinates placed by their postcode: 1 (first on line 2)"]


def test_coordinates_in_another_county_are_not_believed(notices):
    point = rules.point("335000", "398000", CAMBRIDGE, notices, 2)
    assert abs(point.easting - 545400) < 3000
    assert notices.told() == ["coordinates far from the postcode; the postcode was believed: 1 (first on line 2)"]


def test_with_neither_there_is_no_place(notices):
    assert rules.point("0", "", "", notices, 2) is None


def test_the_datum_is_shifted():
    latitude, longitude = Point(533498, 181201).latlon
    assert (round(latitude, 4), round(longitude, 4)) == (51.5140, -0.0775)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("14-11-2023", date(2023, 11, 14)),
        ("01/09/1900", date(1900, 9, 1)),
        ("", None),
        ("31-02-2020", None),
        ("2023-11-14", None),
        ("01-01-0001", None),
        ("31-12-9999", None),
    ],
)
def test_days(value, day, notices):
    assert rules.day(value, notices, 2) == day


@pytest.mark.parametrize(
    ("value", "share"),
    [("12.54", Decimal("12.5")), ("", None), ("x", None), ("NaN", None), ("101", None), ("1e99", None)],
)
def test_percentages(value, share):
    assert rules.percentage(value) == share


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("Has a sixth form", True),
        ("Does not have a sixth form", False),
        ("Not applicable", None),
        ("", None),
        ("No boarders", False),
        ("Boarding school", True),
    ],
)
def test_phrases_that_mean_yes_or_no(phrase, meaning):
    assert rules.answer(phrase) is meaning


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Two  spaces ", "Two spaces"),
        ("Ysgol\xa0", "Ysgol"),
        ("‮evil", "evil"),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u0301", "é"),
        ("line\nbreak", "line break"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
    ],
)
def test_texts_are_one_clean_line(typed, kept, notices):
    assert rules.text(typed, 200, notices, 2) == kept


def test_a_text_of_ten_thousand_letters_is_shortened_and_counted(notices):
    assert len(rules.text("x" * 10_000, 200, notices, 7)) == 200
    assert notices.told() == ["text shortened to 200 letters: 1 (first on line 7)"]


@pytest.mark.parametrize("urn", ["", "x", "-1", "0", "1.5", "١٢٣", "9" * 40, "2147483648"])
def test_no_urn_but_a_whole_number(urn):
    with pytest.raises(RowRefused):
        rules.urn(urn)


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("BALLYCLARE", "Ballyclare"),
        ("ISLE OF SKYE", "Isle of Skye"),
        ("Leeds", "Leeds"),
        ("NEWTON-ON-AYR", "Newton-On-Ayr"),
    ],
)
def test_capitals_are_lowered(name, spoken):
    assert rules.spoken(name) == spoken
