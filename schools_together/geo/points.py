"""Points on the British National Grid, distances between them, and distance as a question to the database.

Grid distances differ from true ones by less than one part in a thousand on the mainland of Great Britain, and by at
most 1.6 parts in the far west of Northern Ireland and on St Kilda.
"""

from math import ceil, hypot, sqrt
from typing import NamedTuple

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from schools_together.geo.grid import LatLon, to_grid, to_latlon

METRES_PER_MILE = 1609.344


class Point(NamedTuple):
    """A place in whole metres of the British National Grid (carried on over Northern Ireland)."""

    easting: int
    northing: int

    @classmethod
    def from_latlon(cls, latitude: float, longitude: float) -> "Point":
        """The point at a WGS 84 latitude and longitude in degrees, to the nearest metre."""
        easting, northing = to_grid(latitude, longitude)
        return cls(round(easting), round(northing))

    @property
    def latlon(self) -> LatLon:
        """WGS 84 degrees, as a link to somebody's map needs them."""
        return to_latlon(self.easting, self.northing)


class Box(NamedTuple):
    """A rectangle on the grid; metres, edges included."""

    west: int
    south: int
    east: int
    north: int


def miles_between(a: Point, b: Point) -> float:
    """Straight-line miles, as the crow flies."""
    return hypot(a.easting - b.easting, a.northing - b.northing) / METRES_PER_MILE


def miles_of(squared_metres: int) -> float:
    """Miles of a squared distance that the database returned."""
    return sqrt(squared_metres) / METRES_PER_MILE


def box(point: Point, miles: float) -> Box:
    """The smallest rectangle of whole metres that holds the circle of that radius."""
    reach = ceil(miles * METRES_PER_MILE)
    return Box(point.easting - reach, point.northing - reach, point.easting + reach, point.northing + reach)


def squared_metres(point: Point, easting_field: str = "easting", northing_field: str = "northing") -> Combinable:
    """A query expression: each row's squared distance from the point, in metres; null where it has no point.

    The columns are four-byte integers, and PostgreSQL (not SQLite) answers "integer out of range" as soon
    as a difference above 46 km is squared; hence the casts.
    """
    wide = BigIntegerField()
    east = Cast(F(easting_field), wide) - Value(point.easting, output_field=wide)
    north = Cast(F(northing_field), wide) - Value(point.northing, output_field=wide)
    return east * east + north * north


def in_box(point: Point, miles: float, easting_field: str = "easting", northing_field: str = "northing") -> Q:
    """The rows inside the box: what an index on (easting, northing) can answer before any arithmetic."""
    edges = box(point, miles)
    return Q(
        **{
            f"{easting_field}__range": (edges.west, edges.east),
            f"{northing_field}__range": (edges.south, edges.north),
        }
    )


def within(
    queryset: QuerySet, point: Point, miles: float, *, easting: str = "easting", northing: str = "northing"
) -> QuerySet:
    """The rows within so many miles, annotated with `squared_metres`. No order is imposed."""
    return (
        queryset.filter(in_box(point, miles, easting, northing))
        .annotate(squared_metres=squared_metres(point, easting, northing))
        .filter(squared_metres__lte=round((miles * METRES_PER_MILE) ** 2))
    )
