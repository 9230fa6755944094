"""The names of places in the register: towns and local authorities, each with the middle of its schools.

Built from two grouped queries and kept in memory (some 8,000 names, 4 MB), because no index answers "St. Alban's" when
the register writes "ST ALBANS". The edition of the schools (SchoolEdition) tells every process when to build anew.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Avg, Count, Max

from schools_together.geo import postcodes
from schools_together.geo.points import Point, miles_between

from .models import Region, School, SchoolEdition
from .names import search_key

# Two groups of schools with one town's name belong to one town if they are no further apart. Larger than half of any
# post town, smaller than the distance between any two namesakes of note.
SAME_TOWN_MILES = 15

# What people say for an authority or a town, in folded words, and what the register calls it.
OTHER_NAMES = {
    "abertawe": "swansea",
    "anglesey": "isle of anglesey",
    "caerdydd": "cardiff",
    "caerffili": "caerphilly",
    "casnewydd": "newport wales",
    "derry": "londonderry",
    "kingston upon hull": "hull",
    "londonderry": "derry",
    "pen y bont ar ogwr": "bridgend",
    "sir benfro": "pembrokeshire",
    "sir ddinbych": "denbighshire",
    "sir fynwy": "monmouthshire",
    "sir gaerfyrddin": "carmarthenshire",
    "sir y fflint": "flintshire",
    "tor faen": "torfaen",
    "western isles": "na h eileanan siar",
    "wrecsam": "wrexham",
    "ynys mon": "isle of anglesey",
}


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A town or an authority. `words` are what somebody may type to mean this one and none of its namesakes."""

    name: str
    words: str
    point: Point
    kind: str
    schools: int


@dataclass(frozen=True, slots=True)
class _Group:
    """The open schools of one town in one authority."""

    town: str
    authority: str
    region: str
    county: str
    postcode: str
    point: Point
    schools: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Folded name to places, most schools first; and the folded names of towns abroad."""

    towns: dict[str, list[NamedPlace]]
    qualified: dict[str, NamedPlace]
    authorities: dict[str, NamedPlace]
    abroad: frozenset[str]


@lru_cache(maxsize=20_000)  # building asks for the same few thousand names a quarter of a million times
def place_key(text: str) -> str:
    """Folded words without "and" and "the": "Tyne & Wear" is "Tyne and Wear"."""
    return " ".join(word for word in search_key(text).split() if word not in ("and", "the"))


_built: tuple[str, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """The names of this edition: one query, and two more the first time in a process and after a change."""
    global _built
    edition = SchoolEdition.objects.values_list("facts", flat=True).first() or ""
    if _built is None or _built[0] != edition:
        _built = (edition, _build())
    return _built[1]


def _build() -> Gazetteer:
    groups = list(_groups())
    towns, qualified = _towns(groups)
    abroad = School.objects.filter(region=Region.ELSEWHERE).exclude(town="").order_by()
    return Gazetteer(
        towns=towns,
        qualified=qualified,
        authorities=_authorities(groups),
        abroad=frozenset(place_key(town) for town in abroad.values_list("town", flat=True).distinct()),
    )


def _groups():
    rows = (
        School.objects.open()
        .on_map()
        .order_by()
        .values_list("town", "local_authority__name", "region")
        .annotate(Max("county"), Max("postcode"), easting=Avg("easting"), northing=Avg("northing"), schools=Count("pk"))
    )
    for town, authority, region, county, postcode, easting, northing, schools in rows:
        point = Point(round(easting), round(northing))
        town = " ".join(town.split())
        yield _Group(
            town.title() if town.isupper() else town,
            authority or "",
            Region(region).label,
            county,
            postcode,
            point,
            schools,
        )


def _towns(groups: list[_Group]) -> tuple[dict[str, list[NamedPlace]], dict[str, NamedPlace]]:
    by_key = defaultdict(list)
    for group in groups:
        if key := place_key(group.town):
            by_key[key].append(group)
    towns, qualified = {}, {}
    for key, namesakes in by_key.items():
        clusters = _clusters(namesakes)
        words = _words(clusters)
        towns[key] = [_place(cluster, said) for cluster, said in zip(clusters, words, strict=True)]
        for cluster, place in zip(clusters, towns[key], strict=True):
            qualified.setdefault(place_key(place.words), place)
            for group in cluster:
                for more in (group.authority, group.county, group.region, *_countries(group.region)):
                    if more:
                        qualified.setdefault(f"{key} {place_key(more)}", place)
    return towns, qualified


def _clusters(groups: list[_Group]) -> list[list[_Group]]:
    """Groups of one name, put together where they touch; the cluster with most schools first."""
    clusters: list[list[_Group]] = []
    for group in sorted(groups, key=lambda one: (-one.schools, one.authority, one.town)):
        near = [c for c in clusters if any(miles_between(group.point, g.point) <= SAME_TOWN_MILES for g in c)]
        joined = [one for cluster in near for one in cluster] + [group]
        clusters = [cluster for cluster in clusters if cluster not in near] + [joined]
    return sorted(clusters, key=lambda cluster: -sum(group.schools for group in cluster))


def _words(clusters: list[list[_Group]]) -> list[str]:
    """What to type for each: the name with its authority, else with its region or a postcode district."""
    said: list[str] = []
    for cluster in clusters:
        group = _largest(cluster)
        district = postcodes.parse(group.postcode)
        choices = [f"{group.town}, {more}" for more in (group.authority, group.region) if _tells(group.town, more)]
        choices.append(f"{group.town}, {district.district if district else group.authority}")
        said.append(next((words for words in choices if words not in said), choices[-1]))
    return said


def _tells(town: str, more: str) -> bool:
    """Whether the words add something: "Newport, Newport" does not."""
    return bool(more) and place_key(more) != place_key(town)


def _countries(region: str) -> list[str]:
    """ "Leeds, England" and "Leeds, UK" are Leeds; the other nations are regions already."""
    nations = {Region.WALES.label, Region.SCOTLAND.label, Region.NORTHERN_IRELAND.label}
    return ["UK"] if region in nations else ["England", "UK"]


def _largest(cluster: list[_Group]) -> _Group:
    return max(cluster, key=lambda group: group.schools)


def _place(cluster: list[_Group], words: str) -> NamedPlace:
    return NamedPlace(_largest(cluster).town, words, _middle(cluster), "town", sum(group.schools for group in cluster))


def _middle(groups: list[_Group]) -> Point:
    """The mean of all their schools."""
    schools = sum(group.schools for group in groups)
    return Point(
        round(sum(group.point.easting * group.schools for group in groups) / schools),
        round(sum(group.point.northing * group.schools for group in groups) / schools),
    )


def _authorities(groups: list[_Group]) -> dict[str, NamedPlace]:
    """By folded name, and without the register's ", City of" and ", County of"."""
    by_name = defaultdict(list)
    for group in groups:
        if group.authority:
            by_name[group.authority].append(group)
    found = {}
    for name, members in by_name.items():
        schools = sum(group.schools for group in members)
        place = NamedPlace(name, name, _middle(members), "authority", schools)
        for key in {place_key(name), place_key(name.split(",")[0])}:
            found.setdefault(key, place)
    return found
