"""Where dots and pins stand on the picture of the United Kingdom."""

from schools_together.ui.maps import placed_dots, placed_pins


def pin(number, easting, northing):
    return {"number": number, "easting": easting, "northing": northing, "url": "#", "words": "A place"}


def test_the_corners_of_the_picture_are_the_corners_of_the_grid():
    north_west, south_east = placed_dots([(-10_000, 1_220_000), (670_000, 0)])
    assert (north_west["x"], north_west["y"]) == ("0", "0")
    assert (south_east["x"], south_east["y"]) == ("520", "933")


def test_the_area_of_a_dot_grows_with_its_count():
    one, four = placed_dots([(0, 0, 1), (0, 0, 4)])
    assert float(four["radius"]) - 5 == 2 * (float(one["radius"]) - 5)


def test_every_pin_stands_inside_the_picture():
    drawn = placed_pins([pin(1, 90_000, 10_000), pin(2, 440_000, 1_200_000), pin(3, 655_000, 300_000)])
    for placed in drawn["pins"][::2]:
        assert 0 <= float(placed["x"]) <= drawn["width"]
        assert 0 <= float(placed["y"]) <= float(drawn["height"])


def test_one_pin_is_shown_with_the_country_around_it():
    drawn = placed_pins([pin(1, 545_375, 257_315)])
    assert drawn["width"] == 560
    assert float(drawn["height"]) == 560


def test_no_pins_give_a_map_without_pins():
    assert placed_pins([])["pins"] == []
