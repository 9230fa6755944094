"""Sets of entries as whole numbers: bit n stands for the entry at place n.

To intersect two sets of 100,000 takes microseconds.
"""

from array import array
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import NamedTuple

ONE = ord("1")
FEW = 2500  # up to so many places it is cheaper to look at each than to walk through an order


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, all below `size`."""
    flags = bytearray(b"0" * (size + 1))
    for place in places:
        flags[~place] = ONE  # the lowest place is the last digit
    return int(flags, 2)


def places_of(bits: int) -> Iterator[int]:
    """The places in a set, lowest first."""
    flags = bin(bits)[:1:-1]
    at = flags.find("1")
    while at >= 0:
        yield at
        at = flags.find("1", at + 1)


class Order:
    """Places sorted by a whole number each, kept sorted while entries come and go. The entry's own id breaks ties.

    Two arrays, 12 bytes an entry: `value_of` by place, `places` the lowest first. `ids` are the entries' ids by place.
    """

    def __init__(self, ids: Sequence[int]):
        self.ids = ids
        self.value_of = array("q")
        self.places = array("i")

    def fill(self, values: Iterable[int]) -> None:
        """Take the values of all places at once."""
        self.value_of = array("q", values)
        by_id = sorted(range(len(self.value_of)), key=self.ids.__getitem__)
        self.places = array("i", sorted(by_id, key=self.value_of.__getitem__))  # keeps the order of ids among equals

    def put(self, place: int, value: int) -> None:
        """Take the next place."""
        self.value_of.append(value)
        insort(self.places, place, key=self._key)

    def drop(self, place: int) -> None:
        del self.places[bisect_left(self.places, self._key(place), key=self._key)]

    def highest_first(self, bits: int) -> Iterator[int]:
        """The places of a set, the highest value first."""
        if bits.bit_count() <= FEW:
            yield from sorted(places_of(bits), key=self._key, reverse=True)
            return
        flags = bin(bits)[:1:-1]
        end = len(flags)
        for place in reversed(self.places):
            if place < end and flags[place] == "1":
                yield place

    def _key(self, place: int) -> tuple[int, int]:
        return self.value_of[place], self.ids[place]


class Stood(NamedTuple):
    """Something that stands on the map, or several things of one square and about their middle: the id of one of them,
    metres of the British grid, and how many."""

    key: int
    easting: int
    northing: int
    count: int = 1


_numbers = partial(array, "i")


class Points:
    """Where the schools of each entry stand, and which entries lie round a point. Metres of the British grid."""

    CELL = 10_000
    SQUARE = 5_000  # in which many are counted together for a map
    COUNTED = 2  # up to so many of a square are told one by one

    def __init__(self):
        # Easting, northing of all schools in turn; where each entry's begin, and how many numbers they are.
        self.flat, self.begins, self.lengths = array("i"), array("i"), array("H")
        self.cells: defaultdict[tuple[int, int], array] = defaultdict(_numbers)
        self.squares: defaultdict[tuple[int, int], array] = defaultdict(_numbers)  # by the first point of each

    def put(self, place: int, flat: Sequence[int]) -> None:
        """`flat` holds easting, northing of each school in turn. What a place held before is forgotten."""
        if self.has(place):
            self.drop(place)
        missing = place + 1 - len(self.lengths)
        if missing > 0:
            self.begins.extend([0] * missing)
            self.lengths.extend([0] * missing)
        if not flat:
            return
        self.begins[place], self.lengths[place] = len(self.flat), len(flat)
        self.flat.extend(flat)
        self.squares[flat[0] // self.SQUARE, flat[1] // self.SQUARE].append(place)
        for at in range(0, len(flat), 2):
            east, north = flat[at], flat[at + 1]
            self.cells[east // self.CELL, north // self.CELL].extend((east, north, place))

    def has(self, place: int) -> bool:
        """Whether it is known where an entry stands."""
        return place < len(self.lengths) and self.lengths[place] > 0

    def of(self, place: int) -> array:
        """Easting, northing of each school of an entry in turn; empty where no place is known."""
        if not self.has(place):
            return array("i")
        begin = self.begins[place]
        return self.flat[begin : begin + self.lengths[place]]

    def drop(self, place: int) -> None:
        flat = self.of(place)
        if flat:
            self.lengths[place] = 0  # its numbers stay unused until all is loaded anew
            self.squares[flat[0] // self.SQUARE, flat[1] // self.SQUARE].remove(place)
        for cell in {(e // self.CELL, n // self.CELL) for e, n in zip(flat[::2], flat[1::2], strict=True)}:
            kept = array("i")
            old = self.cells[cell]
            for east, north, other in zip(old[::3], old[1::3], old[2::3], strict=True):
                if other != place:
                    kept.extend((east, north, other))
            self.cells[cell] = kept

    def stood(self, bits: int, ids: list[int], box: tuple[float, ...] | None = None) -> list[Stood]:
        """Where a set stands on a map, by the first point of each: one by one where they are few or a box (west, south,
        east, north) is given; else those of one square together, which takes a fraction of the time.
        """
        if box is None and bits.bit_count() <= FEW:
            return self._one_by_one((place for place in places_of(bits) if self.has(place)), ids)
        flags = bin(bits)[:1:-1].ljust(len(self.lengths), "0")
        found: list[Stood] = []
        for square, places in self.squares.items():
            if box and not self._meets(square, box):
                continue
            held = "".join(map(flags.__getitem__, places))
            count = held.count("1")
            if count > self.COUNTED and not box:
                some = self.of(places[0]), self.of(places[len(places) // 2]), self.of(places[-1])
                east, north = sum(flat[0] for flat in some) // 3, sum(flat[1] for flat in some) // 3
                found.append(Stood(ids[places[held.index("1")]], east, north, count))
            elif count:
                found += self._one_by_one(
                    (place for place, flag in zip(places, held, strict=True) if flag == "1"), ids
                )  # fmt: skip
        return found

    def _one_by_one(self, places: Iterable[int], ids: list[int]) -> list[Stood]:
        flat, begins = self.flat, self.begins
        return [Stood(ids[place], flat[begins[place]], flat[begins[place] + 1]) for place in places]

    def _meets(self, square: tuple[int, int], box: tuple[float, float, float, float]) -> bool:
        west, south = square[0] * self.SQUARE, square[1] * self.SQUARE
        return west <= box[2] and west + self.SQUARE >= box[0] and south <= box[3] and south + self.SQUARE >= box[1]

    def squared_to(self, place: int, east: int, north: int) -> int | None:
        """Squared metres from a point to the nearest school of an entry; None where none has a place."""
        flat = self.of(place)
        if not flat:
            return None
        return min((e - east) ** 2 + (n - north) ** 2 for e, n in zip(flat[::2], flat[1::2], strict=True))

    def within(self, east: int, north: int, metres: float, size: int) -> int:
        """The set of entries with a school at most so far away."""
        found: list[int] = []
        limit = metres * metres
        for (column, row), flat in self._cells_within(east, north, metres):
            nearest, furthest = self._span(column, row, east, north)
            if nearest > limit:
                continue
            if furthest <= limit:
                found.extend(flat[2::3])
                continue
            found.extend(
                place
                for e, n, place in zip(flat[::3], flat[1::3], flat[2::3], strict=True)
                if (e - east) ** 2 + (n - north) ** 2 <= limit
            )
        return bits_of(found, size)

    def _cells_within(self, east: int, north: int, metres: float) -> Iterator[tuple[tuple[int, int], array]]:
        """The cells of a square round a point."""
        columns = range(int((east - metres) // self.CELL), int((east + metres) // self.CELL) + 1)
        rows = range(int((north - metres) // self.CELL), int((north + metres) // self.CELL) + 1)
        if len(columns) * len(rows) > len(self.cells):
            yield from self.cells.items()
            return
        for cell in product(columns, rows):
            if flat := self.cells.get(cell):
                yield cell, flat

    def nearest_first(self, bits: int, east: int, north: int, ids: list[int]) -> Iterator[tuple[int, int]]:
        """(place, squared metres) of a set, the nearest first, the newer id first at one distance; then nothing:
        entries without a place are left out.
        """
        if bits.bit_count() <= FEW:
            told = [(self.squared_to(place, east, north), -ids[place], place) for place in places_of(bits)]
            yield from ((place, squared) for squared, _, place in sorted(row for row in told if row[0] is not None))
            return
        flags = bin(bits)[:1:-1]
        best: dict[int, int] = {}
        told: set[int] = set()
        for reach, ring in self._rings(east, north):
            for flat in ring:
                for e, n, place in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
                    if place < len(flags) and flags[place] == "1" and place not in told:
                        squared = (e - east) ** 2 + (n - north) ** 2
                        if squared < best.get(place, squared + 1):
                            best[place] = squared
            ready = sorted((squared, -ids[place], place) for place, squared in best.items() if squared < reach)
            for squared, _, place in ready:
                told.add(place)
                del best[place]
                yield place, squared
        yield from ((place, squared) for squared, _, place in sorted((best[one], -ids[one], one) for one in best))

    def _rings(self, east: int, north: int) -> Iterator[tuple[int, list[array]]]:
        """Squares of cells round a point, the inmost first: (squared metres below which all is told by then, cells)."""
        middle, seen, far = (east // self.CELL, north // self.CELL), 0, 0
        while seen < len(self.cells):
            cells = [self.cells.get((middle[0] + column, middle[1] + row)) for column, row in _ring(far)]
            there = [flat for flat in cells if flat is not None]
            seen += len(there)
            yield (far * self.CELL) ** 2, there
            far += 1

    def _span(self, column: int, row: int, east: int, north: int) -> tuple[int, int]:
        """Squared metres from a point to the nearest and to the furthest corner of a cell."""
        west, south = column * self.CELL, row * self.CELL
        dx = max(west - east, 0, east - west - self.CELL)
        dy = max(south - north, 0, north - south - self.CELL)
        fx = max(abs(east - west), abs(east - west - self.CELL))
        fy = max(abs(north - south), abs(north - south - self.CELL))
        return dx * dx + dy * dy, fx * fx + fy * fy


def _ring(far: int) -> Iterator[tuple[int, int]]:
    """The (column, row) steps that lead exactly so far, in columns or in rows."""
    for column in range(-far, far + 1):
        rows = range(-far, far + 1) if abs(column) == far else (-far, far)
        yield from ((column, row) for row in rows)
