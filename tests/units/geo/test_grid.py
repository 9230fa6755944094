"""The National Grid and latitude/longitude agree with the Ordnance Survey and with each other."""

from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools_together.geo.grid import to_grid, to_latlon


def test_aldgate_is_where_the_register_and_the_satellites_say():
    latitude, longitude = to_latlon(533498, 181201)
    assert (round(latitude, 5), round(longitude, 5)) == (51.51397, -0.07753)
    easting, northing = to_grid(51.51397, -0.07753)
    assert hypot(easting - 533498, northing - 181201) < 1


def test_the_datum_shift_is_made():
    """The guide's worked example, 651409.903 313177.270, is 52°39'27.2531" N 1°43'4.5177" E unshifted."""
    latitude, longitude = to_latlon(651409.903, 313177.270)
    unshifted = (52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600)
    metres = hypot((latitude - unshifted[0]) * 111_200, (longitude - unshifted[1]) * 67_500)
    assert 90 < metres < 145


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "easting", "northing"),
    [
        ("Lerwick", 60.155, -1.145, 447500, 1141500),
        ("Derry", 54.997, -7.310, 60556, 579840),
        ("Penzance", 50.119, -5.537, 147300, 30400),
        ("Lowestoft", 52.478, 1.753, 655000, 293000),
    ],
)
def test_the_corners_of_the_country(place, latitude, longitude, easting, northing):
    east, north = to_grid(latitude, longitude)
    assert hypot(east - easting, north - northing) < 2500, place


@settings(deadline=None)  # the machine may be busy
@given(st.integers(-10_000, 670_000), st.integers(0, 1_230_000))
def test_there_and_back_is_the_same_place(easting, northing):
    east, north = to_grid(*to_latlon(easting, northing))
    assert hypot(east - easting, north - northing) < 0.05
