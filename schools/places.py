"""The finder of places: from what somebody typed to a point. Works offline.

Asked in this order: a postcode or its beginning; a town or a local authority of the register; a locality; a school.
What is typed is never logged and never part of an exception: a postcode can be somebody's home.
"""

from heapq import nlargest
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import Avg, Count

from schools_together.geo.points import Point, miles_between
from schools_together.geo.postcodes import LONGEST_INPUT, locate_postcode, parse
from schools_together.geo.troubles import PlaceNotKnown, PlaceOutsideArea, PlaceTrouble, PlaceUnavailable

from .gazetteer import OTHER_NAMES, SAME_TOWN_MILES, Gazetteer, NamedPlace, gazetteer, place_key
from .models import School
from .names import search_key

__all__ = [
    "Place",
    "PlaceAmbiguous",
    "PlaceNotKnown",
    "PlaceOutsideArea",
    "PlaceTrouble",
    "PlaceUnavailable",
    "find_place",
]

MOST_CANDIDATES = 8
# Of namesakes, one this many times larger than the next is meant: Cambridge is not the hamlet in Gloucestershire.
FAR_LARGER = 10

# "Newcastle" also stands for Newcastle upon Tyne and Newcastle-under-Lyme.
_LINKS = ("upon", "under", "on", "in", "by", "le")

# In folded words. Towns abroad with a British school in the register are known without being named here.
OUTSIDE = frozenset(
    {"alderney", "dublin", "gibraltar", "guernsey", "herm", "ireland", "isle of man", "jersey", "sark"}
    | {"channel islands", "republic of ireland", "bfpo", "falkland islands", "st helier", "st peter port"}
)


class Place(NamedTuple):
    """Where somebody means. `kind` is postcode, town, authority, locality or school; `name` as we write it."""

    name: str
    point: Point
    kind: str


class Candidate(NamedTuple):
    """One of several places of a name: `words` is what to type to mean it."""

    words: str
    point: Point


class PlaceAmbiguous(PlaceTrouble):
    """Several places have this name; `candidates` are at most eight of them, those with most schools first."""

    sentence = "There is more than one place with that name. Choose one of them, or enter a postcode."

    def __init__(self, candidates: list[Candidate]):
        self.candidates = candidates[:MOST_CANDIDATES]
        super().__init__()


def find_place(text: str) -> Place:
    """The place that somebody typed.

    Raises PlaceNotKnown, PlaceOutsideArea, PlaceUnavailable or PlaceAmbiguous: all are PlaceTrouble, and each has
    its `sentence` for the visitor. No query for a postcode; two for a name that nobody asked for lately, then none;
    two more for a name that is neither town nor authority.
    """
    if len(text) > LONGEST_INPUT or not (key := place_key(text)):
        raise PlaceNotKnown
    # What no database takes as text: half of a surrogate pair, and NUL on PostgreSQL.
    text = text.encode(errors="ignore").decode().replace("\0", "")
    if postcode := parse(text):
        return Place(str(postcode), locate_postcode(postcode), "postcode")
    try:
        return _named(key) or _locality(text) or _school(text)
    except DatabaseError as trouble:
        raise PlaceUnavailable from trouble


_largest: tuple[Gazetteer, list] | None = None  # of the edition that was asked last


def largest_places(most: int = 400) -> list[tuple[str, int, int]]:
    """(name, easting, northing) of the towns with most schools, largest first: what a map writes beside its points."""
    global _largest
    names = gazetteer()
    if _largest is None or _largest[0] is not names:
        towns = (place for places in names.towns.values() for place in places)
        largest = nlargest(most, towns, key=lambda place: (place.schools, place.name))
        _largest = (names, [(place.name, place.point.easting, place.point.northing) for place in largest])
    return _largest[1]


def _named(key: str) -> Place | None:
    """A town or authority of that name, if one is meant and not another."""
    names = gazetteer()
    key = key if _is_name(names, key) else OTHER_NAMES.get(key, key)
    found = _namesakes(names, key)
    told = names.qualified.get(key)
    if told and all(told.schools >= namesake.schools for namesake in found):
        return Place(_words(names, told), told.point, told.kind)
    if len(found) > 1 and found[0].schools <= FAR_LARGER * found[1].schools:
        raise PlaceAmbiguous([Candidate(_words(names, place), place.point) for place in found])
    if found:
        return Place(found[0].name, found[0].point, found[0].kind)
    if key in OUTSIDE or key in names.abroad:
        raise PlaceOutsideArea
    return None


def _is_name(names: Gazetteer, key: str) -> bool:
    return key in names.towns or key in names.qualified or key in names.authorities


def _namesakes(names: Gazetteer, key: str) -> list[NamedPlace]:
    """Towns of that name or of that name with a river ("upon Tyne"), and the authority, most schools first.

    A smaller one beside a larger one is the same place spelt differently; and an authority counts only where the
    town is next to nothing ("Kent" as a town is a slip in the register).
    """
    towns = [*names.towns.get(key, [])]
    for name, places in names.towns.items():
        if name.startswith(f"{key} ") and name[len(key) + 1 :].split()[0] in _LINKS:
            towns += places
    authority = names.authorities.get(key)
    if authority and all(authority.schools > FAR_LARGER * town.schools for town in towns):
        towns.append(authority)
    apart: list[NamedPlace] = []
    for place in sorted(towns, key=lambda one: (-one.schools, one.words)):
        if all(miles_between(place.point, larger.point) > SAME_TOWN_MILES for larger in apart):
            apart.append(place)
    return apart


def _words(names: Gazetteer, place: NamedPlace) -> str:
    """ "Newcastle-under-Lyme" needs no more words; "Newport, Isle of Wight" does."""
    key = place_key(place.name)
    return place.name if len(_namesakes(names, key)) == 1 else place.words


def _locality(text: str) -> Place | None:
    """A village or a part of a town, as the register spells it but for capitals; "Hyde Park, Leeds" tells which."""
    name, _, told_by = text.partition(",")
    rows = (
        School.objects.open()
        .on_map()
        .filter(locality__iexact=name.strip())
        .order_by()
        .values_list("locality", "town", "local_authority__name")
        .annotate(Avg("easting"), Avg("northing"), schools=Count("pk"))
    )
    found = {}
    for locality, town, authority, easting, northing, _ in sorted(rows, key=lambda row: (-row[5], row[1])):
        more = town or authority or ""
        if not told_by.strip() or place_key(more) == place_key(told_by):
            point = Point(round(easting), round(northing))
            found.setdefault(place_key(more), Candidate(f"{locality}, {more}".strip(", "), point))
    if len(found) > 1:
        raise PlaceAmbiguous(list(found.values()))
    return next((Place(one.words, one.point, "locality") for one in found.values()), None)


def _school(text: str) -> Place:
    """A school's own name, alone or with its town or postcode ("St Mary's School, Cambridge")."""
    key = search_key(text)
    named = School.objects.open().on_map().filter(search_text__startswith=f" {key}").order_by("town", "pk")
    schools = [school for school in named[:100] if key in _ways_to_say(school)]
    if not schools:
        raise PlaceNotKnown
    if len(schools) > 1:
        raise PlaceAmbiguous([Candidate(_words_for(school, schools), school.point) for school in schools])
    return Place(schools[0].name, schools[0].point, "school")


def _ways_to_say(school: School) -> set[str]:
    return {search_key(school.name), search_key(school.name, school.town)}


def _words_for(school: School, namesakes: list[School]) -> str:
    """With the town where that is enough, else with the postcode."""
    in_town = [one for one in namesakes if search_key(one.town) == search_key(school.town)]
    return f"{school.name}, {school.town if len(in_town) == 1 and school.town else school.postcode}"
