"""What people can type for a place, and what they are told when it does not help."""

import logging

import pytest

from schools.places import (
    PlaceAmbiguous,
    PlaceNotKnown,
    PlaceOutsideArea,
    PlaceTrouble,
    find_place,
)
from schools_together.geo.points import Point, miles_between
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["LS1 4AP", "ls14ap", "LS1\u00a04AP", "LS1 4", "LS1", "Park Row, Leeds LS1 4AP"])
def test_a_postcode_or_its_beginning(typed):
    place = find_place(typed)
    assert place.kind == "postcode"
    assert miles_between(place.point, Point(429500, 433500)) < 1


@pytest.mark.parametrize(
    "typed", ["St Albans", "st albans", "St. Alban's", "ST ALBANS, Hertfordshire", "Saint Albans, UK"]
)
def test_a_town_however_it_is_spelt(typed):
    factories.school(
        town="St Albans",
        easting=515000,
        northing=207000,
        local_authority=factories.authority("Hertfordshire", "919"),
    )
    assert find_place(typed) == ("St Albans", (515000, 207000), "town")


@pytest.mark.parametrize("typed", ["Ynys Mon", "ynys môn", "Isle of Anglesey", "Anglesey"])
def test_an_authority_in_either_language(typed):
    factories.school(
        town="Llangefni",
        region="wales",
        easting=246000,
        northing=375700,
        local_authority=factories.authority("Isle of Anglesey", "660", "wales"),
    )
    assert find_place(typed) == ("Isle of Anglesey", (246000, 375700), "authority")


def test_a_part_of_a_town():
    factories.school(town="Leeds", locality="Headingley", easting=428000, northing=436000)
    assert find_place("headingley") == ("Headingley, Leeds", (428000, 436000), "locality")
    assert find_place("Headingley, Leeds") == find_place("headingley")


def test_parts_of_two_towns_are_told_apart_by_the_town():
    factories.school(town="Leeds", locality="Holbeck", easting=429000, northing=432000)
    factories.school(town="Worksop", locality="Holbeck", easting=454000, northing=373000)
    with pytest.raises(PlaceAmbiguous, match="more than one place") as trouble:
        find_place("Holbeck")
    assert [find_place(one.words).point for one in trouble.value.candidates] == [(429000, 432000), (454000, 373000)]


def test_a_school_by_its_own_name():
    factories.school(name="Bootham School", town="York", easting=459969, northing=452435)
    assert find_place("bootham school") == ("Bootham School", (459969, 452435), "school")
    assert find_place("Bootham School, York") == find_place("Bootham School")


def test_a_name_of_two_schools_is_told_apart_by_the_town():
    factories.school(name="St Mary’s School", town="Cambridge", easting=545375, northing=257315)
    factories.school(name="St Mary's School", town="Gerrards Cross", easting=500000, northing=188000)
    with pytest.raises(PlaceAmbiguous) as trouble:
        find_place("St Marys School")
    assert [find_place(one.words).point for one in trouble.value.candidates] == [(545375, 257315), (500000, 188000)]


@pytest.mark.parametrize(
    "typed", ["", "   ", "xyzzy", "';--", "\x00", "leeds\x00", "\ud800", "%", "_", "ZZ1 1AA", "a" * 101]
)
def test_not_a_place_we_know(typed):
    factories.school(town="Cambridge", locality="Newnham")
    with pytest.raises(PlaceNotKnown) as trouble:
        find_place(typed)
    assert trouble.value.sentence == "We do not know that place. Enter a postcode, like LS1 4AP, or a town."


@pytest.mark.parametrize("typed", ["Jersey", "IM1 1AA", "BFPO 2", "Isle of Man", "Dublin", "Dubai", "D02 AF30"])
def test_outside_the_area_we_cover(typed):
    factories.school(town="Dubai", region="elsewhere", postcode="", easting=None, northing=None)
    with pytest.raises(PlaceOutsideArea) as trouble:
        find_place(typed)
    assert trouble.value.sentence == (
        "That place is outside the area we cover. Enter a postcode or a town in England, Scotland, Wales or "
        "Northern Ireland."
    )


def test_what_was_typed_is_neither_logged_nor_in_the_trouble(caplog):
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    for typed in ("SW1A 1AA", "ZZ9 9ZZ", "JE2 4WQ"):
        try:
            find_place(typed)
        except PlaceTrouble as trouble:
            assert typed not in f"{trouble} {trouble!r}"
    assert caplog.text == ""
