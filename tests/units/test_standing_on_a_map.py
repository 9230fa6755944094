"""Many things are counted together for a map, and it still tells how many and where."""

import random
from array import array

from schools_together.sets import FEW, Points, bits_of
from schools_together.ui import windows

MANY = FEW * 3


def crowd() -> tuple[Points, list[int]]:
    dice = random.Random(5)  # noqa: S311 - the same crowd in each run
    points = Points()
    for place in range(MANY):
        points.put(place, array("i", (400_000 + dice.randrange(60_000), 200_000 + dice.randrange(60_000))))
    return points, [1000 + place for place in range(MANY)]


def test_counted_together_they_are_as_many_as_one_by_one():
    points, ids = crowd()
    bits = bits_of(range(0, MANY, 2), MANY)
    together = points.stood(bits, ids)
    assert sum(one.count for one in together) == MANY // 2
    assert len(together) < MANY // 10
    assert {(one.key - 1000) % 2 for one in together} == {0}
    window = windows.window_round(together)
    assert sum(disc.count for disc in windows.discs(together, window)) == MANY // 2


def test_in_a_box_they_are_told_one_by_one():
    points, ids = crowd()
    bits = bits_of(range(MANY), MANY)
    box = (410_000, 210_000, 420_000, 220_000)
    told = points.stood(bits, ids, box)
    inside = {
        1000 + place
        for place in range(MANY)
        for e, n in [points.of(place)]
        if box[0] <= e <= box[2] and box[1] <= n <= box[3]
    }
    assert inside <= {one.key for one in told}
    assert {one.count for one in told} == {1}


def test_what_has_been_taken_away_stands_nowhere():
    points, ids = crowd()
    for place in range(MANY - 1):
        points.drop(place)
    assert [one.key for one in points.stood(bits_of(range(MANY), MANY), ids)] == [1000 + MANY - 1]


def test_what_has_moved_stands_at_its_new_place_alone():
    points = Points()
    points.put(3, array("i", (410_000, 210_000, 500_000, 300_000)))
    points.put(3, array("i", (650_000, 150_000)))
    assert points.within(410_000, 210_000, 2_000, 4) == points.within(500_000, 300_000, 2_000, 4) == 0
    assert points.within(650_000, 150_000, 2_000, 4) == bits_of([3], 4)
    assert list(points.of(3)) == [650_000, 150_000]
    assert points.squared_to(3, 650_000, 150_003) == 9
    assert points.squared_to(2, 650_000, 150_000) is points.squared_to(99, 650_000, 150_000) is None
