"""The names of places in the register: folding, namesakes, slips in the register, and how often we ask for them."""

import pytest
from django.db import DatabaseError, connection

from schools import gazetteer
from schools.gazetteer import place_key
from schools.models import School
from schools.places import PlaceAmbiguous, PlaceNotKnown, PlaceUnavailable, find_place
from tests import factories

pytestmark = pytest.mark.django_db

NEWPORT_WALES = {"town": "Newport", "region": "wales", "postcode": "NP20 4AE", "easting": 330800, "northing": 188300}
NEWPORT_WIGHT = {
    "town": "Newport",
    "region": "south-east",
    "postcode": "PO30 1LJ",
    "easting": 450000,
    "northing": 89000,
}


@pytest.fixture
def two_newports():
    for _ in range(2):
        factories.school(**NEWPORT_WALES, local_authority=factories.authority("Newport", "680", "wales"))
    factories.school(**NEWPORT_WIGHT, local_authority=factories.authority("Isle of Wight", "921", "south-east"))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("St. Alban's", "st albans"),
        ("  ST   ALBANS ", "st albans"),
        ("Saint Albans", "st albans"),
        ("Ynys Môn", "ynys mon"),
        ("Brighton & Hove", "brighton hove"),
        ("Brighton and Hove", "brighton hove"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("!?", ""),
    ],
)
def test_folding(typed, key):
    assert place_key(typed) == key


def test_each_candidate_has_words_that_pick_it(two_newports):
    with pytest.raises(PlaceAmbiguous) as trouble:
        find_place("newport")
    candidates = trouble.value.candidates
    assert [candidate.words for candidate in candidates] == ["Newport, Wales", "Newport, Isle of Wight"]
    assert [find_place(candidate.words).point for candidate in candidates] == [one.point for one in candidates]


@pytest.mark.parametrize("typed", ["Newport, Isle of Wight", "newport isle of wight", "Newport, England"])
def test_more_words_tell_which(two_newports, typed):
    assert find_place(typed).point.easting == 450000


def test_namesakes_that_touch_are_one_town():
    factories.school(
        town="Kirkby", easting=341000, northing=398700, local_authority=factories.authority("Knowsley", "340")
    )
    factories.school(
        town="KIRKBY", easting=343000, northing=398700, local_authority=factories.authority("Sefton", "343")
    )
    assert find_place("Kirkby") == ("Kirkby", (342000, 398700), "town")


def test_one_far_larger_than_its_namesake_is_meant():
    for _ in range(11):
        factories.school(town="Cambridge", easting=545000, northing=258000)
    gloucestershire = factories.authority("Gloucestershire", "916", "south-west")
    factories.school(town="Cambridge", easting=374000, northing=203000, local_authority=gloucestershire)
    assert find_place("Cambridge").point == (545000, 258000)
    assert find_place("Cambridge, Gloucestershire").point == (374000, 203000)


def test_a_river_is_part_of_the_name():
    tyne = factories.authority("Newcastle upon Tyne", "391", "north-east")
    factories.school(town="Newcastle upon Tyne", easting=424000, northing=565000, local_authority=tyne)
    factories.school(town="Newcastle-under-Lyme", easting=384000, northing=346000)
    with pytest.raises(PlaceAmbiguous) as trouble:
        find_place("Newcastle")
    words = [candidate.words for candidate in trouble.value.candidates]
    assert words == ["Newcastle upon Tyne", "Newcastle-under-Lyme"]
    assert find_place(words[1]).point == (384000, 346000)


def test_a_county_typed_as_a_town_in_one_row_is_still_the_county():
    kent = factories.authority("Kent", "886", "south-east")
    factories.school(town="Kent", easting=600000, northing=160000, local_authority=kent)
    for _ in range(11):
        factories.school(town="Maidstone", easting=576000, northing=155000, local_authority=kent)
    assert find_place("kent")[::2] == ("Kent", "authority")


def test_the_registers_county_of_is_not_needed():
    factories.school(town="Ledbury", local_authority=factories.authority("Herefordshire, County of", "884"))
    assert find_place("Herefordshire").kind == "authority"


@pytest.mark.parametrize("status", ["closed", "proposed"])
def test_closed_and_proposed_schools_make_no_place(status):
    factories.school(town="Elsewick", status=status)
    with pytest.raises(PlaceNotKnown, match="Enter a postcode"):
        find_place("Elsewick")


def test_three_queries_once_then_one_and_none_for_a_postcode(two_newports, django_assert_num_queries):
    with django_assert_num_queries(3):
        find_place("Newport, Wales")
    with django_assert_num_queries(1):
        find_place("Newport, Isle of Wight")
    with django_assert_num_queries(0):
        find_place("LS1 4AP")


def test_a_locality_or_a_school_takes_more(two_newports, django_assert_num_queries):
    factories.school(name="Bootham School", town="York", locality="Bootham", easting=459969, northing=452435)
    find_place("Newport, Wales")
    with django_assert_num_queries(2):
        assert find_place("bootham").kind == "locality"
    with django_assert_num_queries(3):
        assert find_place("Bootham school").kind == "school"


def test_a_new_school_is_found_at_once(two_newports):
    find_place("Newport, Wales")
    factories.school(town="Lerwick", easting=447500, northing=1141500)
    assert find_place("Lerwick").kind == "town"


def test_the_database_cannot_be_read():
    def broken(execute, sql, params, many, context):
        raise DatabaseError

    with connection.execute_wrapper(broken), pytest.raises(PlaceUnavailable, match="could not look up"):
        find_place("Leeds")


def test_schools_without_town_or_authority_do_no_harm():
    School.objects.create(name="Nowhere School", sector="state", region="london", easting=530000, northing=180000)
    assert find_place("nowhere school").kind == "school"
    assert gazetteer.gazetteer().towns == {}
