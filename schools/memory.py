"""All schools in this process, as sets of bits, and never older than the question.

Each question first asks the database for the edition of the schools (one row). Where it is another one, the schools
are read anew: a third of a second for 50,000, once after an import. Places are numbered by name, so the order of the
list costs nothing.
"""

import threading
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.utils.text import slugify

from schools_together.sets import Points, bits_of

from .models import OPEN, LocalAuthority, Phase, Region, School, SchoolEdition, SchoolMark, Sector
from .names import search_key

OWN_FACETS = ("phase", "sector", "type", "region", "authority")
SPECIAL = ("special", "Special schools")
GROUP_OF_SPECIAL = "special-schools"  # the register's group holds only those that are not academies
MOST_WORDS = 300  # whose sets are kept; the least lately asked goes first
MOST_WORDS_ASKED = 8
COLUMNS = (
    "pk", "search_text", "status", "phase", "sector", "is_special", "type_group", "region", "local_authority_id",
    "easting", "northing",
)  # fmt: skip


class Memory:
    """The schools of one process. Use it inside `with memory.lock`, after `refresh()`."""

    def __init__(self):
        self.lock = threading.RLock()
        self.edition: tuple[str, str] | None = None

    @property
    def size(self) -> int:
        return len(self.ids)

    def refresh(self) -> None:
        """Take in a new edition. One query; more only where there is one."""
        edition = SchoolEdition.objects.values_list("facts", "marks").first() or ("", "")
        if self.edition is None or edition[0] != self.edition[0]:
            self._load()
        if self.edition is None or edition != self.edition:
            self._load_marks()
        self.edition = edition

    def _load(self) -> None:
        """All of them, in the order of their names."""
        authorities = {pk: (slug, name) for pk, slug, name in LocalAuthority.objects.values_list("pk", "slug", "name")}
        groups: dict[str, str] = {}
        members: dict[tuple[str, str], list[int]] = {}
        self.ids, texts, is_open, self.points = [], [], [], Points()
        rows = School.objects.order_by("name", "town", "pk").values_list(*COLUMNS)
        for pk, text, status, phase, sector, special, group, region, authority, east, north in rows.iterator(5000):
            place = len(self.ids)
            self.ids.append(pk)
            texts.append(text)
            if status in OPEN:
                is_open.append(place)
            for facet in (("phase", phase), ("sector", sector), ("region", region)):
                members.setdefault(facet, []).append(place)
            for kind in self._kinds(group, special, groups):
                members.setdefault(("type", kind), []).append(place)
            if authority is not None:
                members.setdefault(("authority", authorities[authority][0]), []).append(place)
            if east is not None and region != Region.ELSEWHERE:
                self.points.put(place, array("i", (east, north)))
        self.live = (1 << self.size) - 1
        self.open = bits_of(is_open, self.size)
        self.facets = {facet: bits_of(places, self.size) for facet, places in members.items()}
        self.ranks = range(0, -self.size, -1)  # of two schools at one distance the one whose name comes first
        self._keep_text(texts)
        self.choices = {
            "phase": Phase.choices,
            "sector": Sector.choices,
            "region": Region.choices,
            "type": sorted(groups.items(), key=lambda pair: pair[1]),
            "authority": sorted(authorities.values(), key=lambda pair: pair[1]),
        }

    @staticmethod
    def _kinds(group: str, special: bool, groups: dict[str, str]) -> list[str]:
        """The slugs of what the register calls it, and "special" whatever it calls it."""
        slug = slugify(group)
        kinds = [slug] if slug and slug != GROUP_OF_SPECIAL else []
        if kinds:
            groups.setdefault(slug, group)
        if special:
            groups.setdefault(*SPECIAL)
            kinds.append(SPECIAL[0])
        return kinds

    def _keep_text(self, texts: list[str]) -> None:
        """What schools are found by, as one long text: to look through it takes some thousandths of a second."""
        starts, at = array("q"), 1
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        self.text, self.starts = "\n" + "\n".join(texts), starts
        self.words: OrderedDict[str, int] = OrderedDict()

    def _load_marks(self) -> None:
        place_of = {pk: place for place, pk in enumerate(self.ids)}
        members: dict[str, list[int]] = {}
        for name, school in SchoolMark.objects.order_by().values_list("name", "school_id").iterator(5000):
            if (place := place_of.get(school)) is not None:
                members.setdefault(name, []).append(place)
        self.marks = {name: bits_of(places, self.size) for name, places in members.items()}

    def bearing(self, facet: str, value: str) -> int:
        """The schools that a choice allows; every choice of a mark is "yes"."""
        return self.facets.get((facet, value), 0) if facet in OWN_FACETS else self.marks.get(facet, 0)

    def matching(self, words: str) -> int:
        """Schools that hold every one of the words, as School.objects.asked finds them."""
        if not words.strip():
            return self.live
        key = search_key(words)
        return reduce(and_, (self._holding(word) for word in key.split()[:MOST_WORDS_ASKED]), self.live if key else 0)

    def _holding(self, word: str) -> int:
        """Schools of which some word begins so."""
        if word not in self.words:
            self.words[word] = self._look_for(f" {word}")
            if len(self.words) > MOST_WORDS:
                self.words.popitem(last=False)
        self.words.move_to_end(word)
        return self.words[word]

    def beginning(self, key: str) -> Iterator[int]:
        """The places of schools whose own name begins with these letters, as `search_key` writes them."""
        wanted = f"\n {key}"
        at = self.text.find(wanted)
        while at >= 0:
            yield bisect_right(self.starts, at + 1) - 1
            at = self.text.find(wanted, at + 1)

    def _look_for(self, wanted: str) -> int:
        places, text, starts, last = [], self.text, self.starts, self.size - 1
        at = text.find(wanted)
        while at >= 0:
            place = bisect_right(starts, at) - 1
            places.append(place)
            at = text.find(wanted, starts[place + 1]) if place < last else -1
        return bits_of(places, self.size)


memory = Memory()
