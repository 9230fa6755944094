"""UK postcodes as people type them, and where they are.

A postcode is `LS1 4AP` (a unit), its sector `LS1 4`, its district `LS1`, its area `LS`. We keep the
centres of sectors (as a rule half a mile from the door) and of districts; units would be 150 times as many.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schools_together.geo.points import Point
from schools_together.geo.troubles import PlaceNotKnown, PlaceOutsideArea, PlaceUnavailable

PLACES = Path(__file__).resolve().parents[2] / "data" / "places"

# Longer than any address line with a postcode in it; anything longer is not worth a regular expression.
LONGEST_INPUT = 100

CROWN_DEPENDENCIES = frozenset({"JE", "GY", "IM"})
# Postcode areas in the British pattern that are abroad: forces' post and Gibraltar.
AREAS_ABROAD = frozenset({"BF", "GX"})
# Overseas territories have one postcode each, in a pattern of their own (Royal Mail, Universal Postal Union).
TERRITORIES = frozenset({"ASCN", "BBND", "BIQQ", "FIQQ", "PCRN", "SIQQ", "STHL", "TDCU", "TKCA"})

# Not of the British pattern at all, but clearly an address: forces' post, and the Republic of Ireland.
OTHER_SYSTEMS = frozenset({"BFPO", "EIRCODE"})

# The second halves never use C, I, K, M, O or V (Royal Mail, Programmers' guide to PAF).
_OUTWARD = r"(?P<district>[A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?)"
_LAST_TWO = r"[ABD-HJLNP-UW-Z]{2}"
_UNIT = re.compile(rf"{_OUTWARD}(?P<digit>[0-9OI])(?P<rest>{_LAST_TWO})")
_CUT_UNIT = re.compile(rf"{_OUTWARD}(?P<digit>[0-9])[A-Z]")
_SECTOR = re.compile(rf"{_OUTWARD}(?P<digit>[0-9])")
_DISTRICT = re.compile(_OUTWARD)
_UNIT_IN_WORDS = re.compile(rf"\b{_OUTWARD} ?(?P<digit>[0-9])(?P<rest>{_LAST_TWO})\b")
_FORCES = re.compile(r"BFPO ?(C ?O ?)?[0-9]{0,4}")
_EIRCODE = re.compile(r"[AC-FHKNPRTV-Y][0-9][0-9W][0-9AC-FHKNPRTV-Y]{4}")


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode or the first part of one. `sector` and `unit` are None where less was typed."""

    district: str
    sector: str | None = None
    unit: str | None = None

    def __str__(self) -> str:
        return self.unit or self.sector or self.district

    @property
    def area(self) -> str:
        """The leading letters: "LS", "M", "BT"."""
        return re.match("[A-Z]*", self.district)[0]

    @property
    def is_covered(self) -> bool:
        """Whether it is in the United Kingdom, which is the area of the directory."""
        return self.area not in CROWN_DEPENDENCIES | AREAS_ABROAD | TERRITORIES | OTHER_SYSTEMS


def parse(text: str) -> Postcode | None:
    """The postcode, sector or district that somebody typed, or None. Says nothing about whether it exists.

    Forgiven: case, any or no spacing, full-width and invisible characters, punctuation, the letters O and I for
    the digit of the second half, a last letter missing, and words round a whole postcode ("Leeds, LS1 4AP").
    """
    if not text or len(text) > LONGEST_INPUT:
        return None
    words = _plain(text)
    compact = words.replace(" ", "")
    return _elsewhere(words, compact) or _spaced(words) or _compact(compact) or _inside(words)


def centre(postcode: Postcode) -> Point | None:
    """The centre of the sector, else of the district, else of the districts it stands for ("SW1"), else None.

    Also answers for the Crown dependencies, so that a school there can have a point. Raises PlaceUnavailable.
    """
    districts, sectors = _districts(), _sectors()
    found = sectors.get(postcode.sector) or districts.get(postcode.district)
    if found:
        return Point(*found)
    # "SW1", "W1" or "EC1" is what Londoners say; the districts are SW1A to SW1Y.
    parts = [place for name, place in districts.items() if name[:-1] == postcode.district and name[-1].isalpha()]
    if not parts:
        return None
    return Point(sum(e for e, _ in parts) // len(parts), sum(n for _, n in parts) // len(parts))


def locate(text: str) -> Point:
    """The point of a typed postcode. Raises PlaceNotKnown, PlaceOutsideArea or PlaceUnavailable."""
    postcode = parse(text)
    if postcode is None:
        raise PlaceNotKnown
    return locate_postcode(postcode)


def locate_postcode(postcode: Postcode) -> Point:
    """The point of a parsed postcode. Raises as `locate` does."""
    if not postcode.is_covered:
        raise PlaceOutsideArea
    point = centre(postcode)
    if point is None:
        raise PlaceNotKnown
    return point


def _plain(text: str) -> str:
    """Upper-case ASCII letters and digits, single spaces for all else; invisible characters go."""
    folded = unicodedata.normalize("NFKC", text).upper()
    visible = "".join(c for c in folded if unicodedata.category(c) not in ("Cf", "Mn"))
    return re.sub("[^A-Z0-9]+", " ", visible).strip()


def _elsewhere(words: str, compact: str) -> Postcode | None:
    if _FORCES.fullmatch(words):
        return Postcode("BFPO")
    if compact[:4] in TERRITORIES and re.fullmatch("[A-Z]{4}1ZZ", compact):
        return Postcode(compact[:4])
    if _EIRCODE.fullmatch(compact) and not _UNIT.fullmatch(compact):
        return Postcode("EIRCODE")
    return None


def _spaced(words: str) -> Postcode | None:
    """ "LS1 4" is a sector; without its space it would be the district LS14."""
    match words.split():
        case [first, second] if _DISTRICT.fullmatch(first) and re.fullmatch("[0-9][A-Z]?", second):
            return Postcode(first, f"{first} {second[0]}")
    return None


def _compact(compact: str) -> Postcode | None:
    if compact == "GIR0AA":
        return Postcode("GIR", "GIR 0", "GIR 0AA")
    if found := _UNIT.fullmatch(compact):
        return _unit(found)
    if found := _DISTRICT.fullmatch(compact):
        return Postcode(found["district"])
    if found := _SECTOR.fullmatch(compact) or _CUT_UNIT.fullmatch(compact):
        return Postcode(found["district"], f"{found['district']} {found['digit']}")
    return None


def _inside(words: str) -> Postcode | None:
    """The last whole postcode among other words: in an address it stands at the end."""
    found = list(_UNIT_IN_WORDS.finditer(words))
    return _unit(found[-1]) if found else None


def _unit(found: re.Match) -> Postcode:
    district, digit = found["district"], found["digit"].translate(str.maketrans("OI", "01"))
    return Postcode(district, f"{district} {digit}", f"{district} {digit}{found['rest']}")


@cache
def _sectors() -> dict[str, tuple[int, int]]:
    return _read("sectors.csv")


@cache
def _districts() -> dict[str, tuple[int, int]]:
    return _read("districts.csv")


def _read(name: str) -> dict[str, tuple[int, int]]:
    """{name: (easting, northing)} of one small file, read once per process (a fiftieth of a second for both).

    A failed read is not remembered, so the finder recovers when the file comes back.
    """
    try:
        lines = (PLACES / name).read_text(encoding="ascii").splitlines()
        rows = (line.split(",") for line in lines[1:])
        return {place: (int(easting), int(northing)) for place, easting, northing in rows}
    except (OSError, ValueError) as trouble:
        raise PlaceUnavailable from trouble
