"""The British National Grid and latitude/longitude, each from the other, in plain Python.

Every school is kept in grid metres, so that a distance needs no trigonometry; the lists of Scotland and of
Northern Ireland, and every map of the world, speak latitude and longitude.

Source of all constants and formulas: Ordnance Survey, "A guide to coordinate systems in Great Britain",
annexes A to C and section 6.6 (the seven-parameter Helmert shift). The shift is good to about five metres,
enough for a school's door; leaving it out puts every place some 110 metres wrong.
"""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

# Ellipsoids: semi-major and semi-minor axes in metres.
AIRY_1830 = (6377563.396, 6356256.909)
WGS84 = (6378137.0, 6356752.3142)

# The National Grid projection: scale on the central meridian, true origin, its easting and northing in metres.
SCALE = 0.9996012717
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = radians(49), radians(-2)
ORIGIN_EASTING, ORIGIN_NORTHING = 400_000.0, -100_000.0

# Helmert shift from WGS 84 to OSGB36: metres, arc-seconds, parts per million. Back again, all signs turn.
SHIFT_METRES = (-446.448, 125.157, -542.060)
TURN_SECONDS = (-0.1502, -0.2470, -0.8421)
GROWTH_PPM = 20.4894


class LatLon(NamedTuple):
    """A place in WGS 84 degrees: north and east are positive."""

    latitude: float
    longitude: float


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres of a WGS 84 latitude and longitude in degrees."""
    cartesian = _to_cartesian(radians(latitude), radians(longitude), WGS84)
    return _project(*_from_cartesian(_helmert(cartesian, 1), AIRY_1830))


def to_latlon(easting: float, northing: float) -> LatLon:
    """WGS 84 latitude and longitude in degrees of an easting and northing in metres."""
    cartesian = _to_cartesian(*_unproject(easting, northing), AIRY_1830)
    latitude, longitude = _from_cartesian(_helmert(cartesian, -1), WGS84)
    return LatLon(degrees(latitude), degrees(longitude))


def _to_cartesian(phi: float, lam: float, ellipsoid: tuple[float, float]) -> tuple[float, float, float]:
    """Metres from the centre of the Earth of a place on the ellipsoid (height nought); angles in radians."""
    a, b = ellipsoid
    e2 = 1 - (b / a) ** 2
    nu = a / sqrt(1 - e2 * sin(phi) ** 2)
    return nu * cos(phi) * cos(lam), nu * cos(phi) * sin(lam), nu * (1 - e2) * sin(phi)


def _from_cartesian(xyz: tuple[float, float, float], ellipsoid: tuple[float, float]) -> tuple[float, float]:
    """Latitude and longitude in radians, by the guide's iteration; six rounds settle it to a micrometre."""
    x, y, z = xyz
    a, b = ellipsoid
    e2 = 1 - (b / a) ** 2
    p = hypot(x, y)
    phi = atan2(z, p * (1 - e2))
    for _ in range(6):
        nu = a / sqrt(1 - e2 * sin(phi) ** 2)
        phi = atan2(z + e2 * nu * sin(phi), p)
    return phi, atan2(y, x)


def _helmert(xyz: tuple[float, float, float], sign: int) -> tuple[float, float, float]:
    """Move a place from WGS 84 to OSGB36 (sign 1) or back (sign -1); metres."""
    x, y, z = xyz
    tx, ty, tz = (sign * metres for metres in SHIFT_METRES)
    rx, ry, rz = (sign * radians(seconds / 3600) for seconds in TURN_SECONDS)
    growth = 1 + sign * GROWTH_PPM / 1_000_000
    return (
        tx + growth * x - rz * y + ry * z,
        ty + rz * x + growth * y - rx * z,
        tz - ry * x + rx * y + growth * z,
    )


def _meridian_arc(phi: float) -> float:
    """Metres along the central meridian from the true origin to this latitude in radians (guide, C3)."""
    a, b = AIRY_1830
    n = (a - b) / (a + b)
    minus, plus = phi - ORIGIN_LATITUDE, phi + ORIGIN_LATITUDE
    return (
        b
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * minus
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(minus) * cos(plus)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * minus) * cos(2 * plus)
            - 35 / 24 * n**3 * sin(3 * minus) * cos(3 * plus)
        )
    )


def _radii(phi: float) -> tuple[float, float, float]:
    """The guide's nu, rho (metres) and eta squared at this latitude."""
    a, b = AIRY_1830
    e2 = 1 - (b / a) ** 2
    bulge = 1 - e2 * sin(phi) ** 2
    nu = a * SCALE / sqrt(bulge)
    rho = a * SCALE * (1 - e2) / bulge**1.5
    return nu, rho, nu / rho - 1


def _project(phi: float, lam: float) -> tuple[float, float]:
    """Easting and northing of an OSGB36 latitude and longitude in radians (guide, C1)."""
    nu, rho, eta2 = _radii(phi)
    s, c, t2 = sin(phi), cos(phi), tan(phi) ** 2
    i = _meridian_arc(phi) + ORIGIN_NORTHING
    ii = nu / 2 * s * c
    iii = nu / 24 * s * c**3 * (5 - t2 + 9 * eta2)
    iiia = nu / 720 * s * c**5 * (61 - 58 * t2 + t2**2)
    iv = nu * c
    v = nu / 6 * c**3 * (nu / rho - t2)
    vi = nu / 120 * c**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2)
    d = lam - ORIGIN_LONGITUDE
    easting = ORIGIN_EASTING + iv * d + v * d**3 + vi * d**5
    return easting, i + ii * d**2 + iii * d**4 + iiia * d**6


def _unproject(easting: float, northing: float) -> tuple[float, float]:
    """OSGB36 latitude and longitude in radians of an easting and northing in metres (guide, C2)."""
    phi = ORIGIN_LATITUDE
    for _ in range(10):  # three or four rounds are enough anywhere near Britain; ten end the loop for junk
        missing = northing - ORIGIN_NORTHING - _meridian_arc(phi)
        phi += missing / (AIRY_1830[0] * SCALE)
        if abs(missing) < 0.00001:
            break
    nu, rho, eta2 = _radii(phi)
    t, sec = tan(phi), 1 / cos(phi)
    t2 = t**2
    vii = t / (2 * rho * nu)
    viii = t / (24 * rho * nu**3) * (5 + 3 * t2 + eta2 - 9 * t2 * eta2)
    ix = t / (720 * rho * nu**5) * (61 + 90 * t2 + 45 * t2**2)
    x = sec / nu
    xi = sec / (6 * nu**3) * (nu / rho + 2 * t2)
    xii = sec / (120 * nu**5) * (5 + 28 * t2 + 24 * t2**2)
    xiia = sec / (5040 * nu**7) * (61 + 662 * t2 + 1320 * t2**2 + 720 * t2**3)
    d = easting - ORIGIN_EASTING
    longitude = ORIGIN_LONGITUDE + x * d - xi * d**3 + xii * d**5 - xiia * d**7
    return phi - vii * d**2 + viii * d**4 - ix * d**6, longitude
