"""All public entries in this process, as sets of bits, and never older than the question.

Each question first asks the database for what has changed since the last one (one query on an index, nearly always
empty). So there is no cache that could be stale: what was taken down is gone with the next question in every process.

A change that has no stamp yet may still be undone (a transaction that fails). Such entries are remembered and asked
for again the next time: what is no longer there is dropped, what is there as before is put back.
"""

import threading
from array import array
from collections import OrderedDict, defaultdict
from datetime import date
from functools import partial

from django.db.models import Q, QuerySet

from partnerships.models import SearchEntry
from partnerships.months import UNCONFIRMED_AFTER, months_before
from schools_together.prepared import Prepared
from schools_together.sets import Order, Points, bits_of

from . import engines
from .index import day_number, words_in

COLUMNS = ("project_id", "stamp", "is_gone", "facets", "points", "published", "checked", "partners")
MOST_CHANGES = 2000  # more than so many changed entries are loaded anew, all together
MOST_TOKENS = 600  # whose sets are kept; the least lately asked goes first
NOTHING = (0, 0, 0)


class Memory:
    """The entries of one process. Use it inside `with memory.lock`, after `refresh()`."""

    def __init__(self):
        self.lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next question."""
        self.seen: int | None = None
        self.unsure: set[int] = set()
        self.ids: list[int] = []
        self.place_of: dict[int, int] = {}
        self.live = 0
        self.facets: dict[str, int] = {}
        self.tokens: OrderedDict[str, tuple[int, int, int]] = OrderedDict()
        self.points = Points()
        self.newest, self.checked, self.partners = Order(self.ids), Order(self.ids), Order(self.ids)
        self._stale: tuple[date, int, int] | None = None
        self.changes = 0

    @property
    def size(self) -> int:
        return len(self.ids)

    def refresh(self) -> None:
        """Take in what has changed. One query; a second one, for their words, where something has."""
        if self.seen is None or self.size > 1000 and self.size > 2 * len(self.place_of):
            self._load()
            return
        rows = changed_since_with(self.seen, list(self.unsure)) if self.unsure else changed_since(self.seen)
        if len(rows) > MOST_CHANGES:
            self._load()
        elif rows or self.unsure:
            self._take(rows)

    def _load(self) -> None:
        """All of them, in the order of their ids."""
        self.forget()
        rows = SearchEntry.objects.order_by("project_id").values_list(*COLUMNS)
        members: defaultdict[str, array] = defaultdict(partial(array, "i"))
        newest, checked, partners = array("q"), array("q"), array("q")
        stamps = [0]
        for pk, stamp, is_gone, facets, points, published, day, number in rows.iterator(chunk_size=5000):
            stamps.append(stamp or 0)
            if stamp is None:
                self.unsure.add(pk)
            if is_gone:
                continue
            place = len(self.ids)
            self.ids.append(pk)
            self.place_of[pk] = place
            for token in facets.split():
                members[token].append(place)
            self.points.put(place, read_points(points))
            newest.append(published)
            checked.append(day)
            partners.append(number)
        self.live = (1 << self.size) - 1
        self.facets = {token: bits_of(places, self.size) for token, places in members.items()}
        for order, values in ((self.newest, newest), (self.checked, checked), (self.partners, partners)):
            order.fill(values)
        self.seen = max(stamps)

    def _take(self, rows: list[tuple]) -> None:
        """Put changed entries in the place of the old ones, and what has vanished nowhere."""
        self.changes += 1
        self._stale = None
        for pk in self.unsure - {row[0] for row in rows}:
            self._drop(pk)
        self.unsure = {row[0] for row in rows if row[1] is None}
        here = [row for row in rows if not row[2]]
        for row in rows:
            self._drop(row[0])
        for pk, _, _, facets, points, published, day, number in here:
            place = self.size
            self.ids.append(pk)
            self.place_of[pk] = place
            self.live |= 1 << place
            for token in facets.split():
                self.facets[token] = self.facets.get(token, 0) | 1 << place
            self.points.put(place, read_points(points))
            self.newest.put(place, published)
            self.checked.put(place, day)
            self.partners.put(place, number)
        self._take_words([row[0] for row in here])
        self.seen = max([self.seen, *(row[1] or 0 for row in rows)])

    def _take_words(self, pks: list[int]) -> None:
        """Let the sets of words that are kept here know the changed entries."""
        if not pks or not self.tokens:
            return
        for entry in SearchEntry.objects.filter(pk__in=pks):
            bit = 1 << self.place_of[entry.pk]
            columns = [set(words.split()) for words in words_in(entry)]
            for token, sets in self.tokens.items():
                if any(token in words for words in columns):
                    self.tokens[token] = tuple(
                        old | bit if token in words else old for old, words in zip(sets, columns, strict=True)
                    )

    def _drop(self, pk: int) -> None:
        """An entry's old place is used no more; that its bits still stand in some sets does no harm (`live`)."""
        place = self.place_of.pop(pk, None)
        if place is None:
            return
        self.live &= ~(1 << place)
        self.points.drop(place)
        for order in (self.newest, self.checked, self.partners):
            order.drop(place)

    def sets_of(self, wanted: list[str]) -> dict[str, tuple[int, int, int]]:
        """token → entries that hold it in title, names, story. One query for those that are not kept here."""
        missing = [token for token in dict.fromkeys(wanted) if token not in self.tokens]
        if missing:
            places: dict[str, tuple[list, list, list]] = {token: ([], [], []) for token in missing}
            for token, column, pk in engines.entries_with(missing):
                place = self.place_of.get(pk)
                if place is not None:
                    places[token][column].append(place)
            for token, columns in places.items():
                self.tokens[token] = tuple(bits_of(column, self.size) if column else 0 for column in columns)
        for token in wanted:
            self.tokens.move_to_end(token)
        found = {token: self.tokens[token] for token in wanted}
        while len(self.tokens) > MOST_TOKENS:
            self.tokens.popitem(last=False)
        return found

    def stale(self, today: date) -> int:
        """Entries that nobody has confirmed for fifteen months and that have not ended: they stand lower."""
        if self._stale is None or self._stale[0] != today:
            limit = day_number(months_before(today, UNCONFIRMED_AFTER))
            days = self.checked.value_of
            old = [place for place in self.checked.places if 0 < days[place] <= limit]
            self._stale = (today, bits_of(old, self.size), self.changes)
        return self._stale[1] & ~self.facets.get("lifecycle=ended", 0)

    def newest_places(self, bits: int):
        return self.newest.highest_first(bits)


def _changed(asked: Q) -> QuerySet:
    return SearchEntry.objects.filter(asked).order_by().values_list(*COLUMNS)[: MOST_CHANGES + 1]


def _changed_since(stamp: int) -> QuerySet:
    """Entries with a later stamp, or with none yet."""
    return _changed(Q(stamp__gt=stamp) | Q(stamp=None))


def _changed_since_with(stamp: int, unsure: list[int]) -> QuerySet:
    """And those of which we were not sure."""
    return _changed(Q(stamp__gt=stamp) | Q(stamp=None) | Q(project_id__in=unsure))


changed_since = Prepared(_changed_since, int)
changed_since_with = Prepared(_changed_since_with, int, list)


def read_points(text: str) -> array:
    """ "545375,257315 545500,257600" as easting, northing in turn."""
    return array("i", map(int, text.replace(",", " ").split())) if text else array("i")


memory = Memory()
