"""Distances, in Python and asked of the database."""

import pytest
from django.contrib.contenttypes.models import ContentType

from schools_together.geo.points import (
    METRES_PER_MILE,
    Point,
    box,
    in_box,
    miles_between,
    miles_of,
    squared_metres,
    within,
)

CAMBRIDGE = Point(545375, 257315)
YORK = Point(459633, 452608)


def test_miles_between_cambridge_and_york():
    assert round(miles_between(CAMBRIDGE, YORK)) == 133
    assert miles_between(CAMBRIDGE, YORK) == miles_between(YORK, CAMBRIDGE)
    assert miles_between(YORK, YORK) == 0


def test_a_box_holds_its_circle():
    west, south, east, north = box(CAMBRIDGE, 10)
    assert (CAMBRIDGE.easting - west) >= 10 * METRES_PER_MILE
    assert (east - west, north - south) == (2 * 16094, 2 * 16094)


def test_a_point_knows_its_degrees():
    point = Point(533498, 181201)
    assert Point.from_latlon(*point.latlon) == point


@pytest.mark.django_db
def test_the_database_squares_distances_beyond_four_bytes():
    """800 km squared is 6.4e11: "integer out of range" on PostgreSQL unless the columns are widened first."""
    row = ContentType.objects.order_by("pk").first()
    far = Point(row.pk + 800_000, row.pk)
    (answer,) = (
        ContentType.objects.filter(pk=row.pk).values_list(squared_metres(far, "id", "id"), flat=True).order_by("pk")
    )
    assert answer == 800_000**2
    assert round(miles_of(answer)) == 497


@pytest.mark.django_db
def test_within_keeps_the_circle_and_not_the_corners_of_the_box():
    row = ContentType.objects.order_by("pk").first()
    corner = Point(row.pk + 1200, row.pk + 1200)
    only = ContentType.objects.filter(pk=row.pk)
    assert only.filter(in_box(corner, 1, "id", "id")).exists()
    assert not within(only, corner, 1, easting="id", northing="id").exists()
    assert within(only, corner, 1.1, easting="id", northing="id").get().squared_metres == 2 * 1200**2
