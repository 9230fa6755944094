"""How one value of a register is read. Every trap of the format has its rule here; nothing here knows the database."""

import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from math import hypot
from urllib.parse import urlsplit

from schools.models import Phase, Sector
from schools_together.geo import postcodes
from schools_together.geo.points import Point

# Metres from the postcode's centre at which coordinates are no longer believed. In England and Wales real schools stand
# up to 12 km off; Scotland has sectors from Unst to Fair Isle; for Northern Ireland we know whole districts only.
FURTHEST, FURTHEST_SCOTTISH, FURTHEST_NORTHERN = 15_000, 100_000, 30_000
GRID_EAST, GRID_NORTH = 700_000, 1_300_000  # metres; the edges of the National Grid
LARGEST_URN = 2_147_483_647
LARGEST_SCHOOL = 100_000
OLDEST_AGE = 99
# Unicode categories: what becomes a space, and what is taken out (format and direction marks, unassigned letters).
SPACES = ("Zs", "Zl", "Zp", "Cc")
HIDDEN = ("Cf", "Cs", "Co", "Cn")

# Type codes of the register (Get Information About Schools). All others are state: maintained schools, academies,
# free schools, city technology colleges (06, private in law, paid by the state), non-maintained special schools (08,
# charities with state places), colleges, universities, secure units, and offshore schools (25), most the islands' own.
INDEPENDENT_TYPES = {"10", "11", "32", "37", "49"}
STATE_TYPES = {
    *("01", "02", "03", "05", "06", "07", "08", "12", "14", "15", "18", "24", "25", "26", "27", "28", "29", "30", "31"),
    *("33", "34", "35", "36", "38", "39", "40", "41", "42", "43", "44", "45", "46", "56", "57"),
}
SPECIAL_TYPES = {"07", "08", "10", "12", "32", "33", "36", "44"}
SIXTEEN_PLUS_TYPES = {"18", "29", "31", "32", "39", "45", "46", "57"}
WELSH_TYPE = "30"

PHASES = {
    "1": Phase.NURSERY, "2": Phase.PRIMARY, "3": Phase.PRIMARY, "4": Phase.SECONDARY, "5": Phase.SECONDARY,
    "6": Phase.SIXTH_FORM, "7": Phase.ALL_THROUGH,
}  # fmt: skip
PRIMARY_WORDS = re.compile(r"\b(primary|infants?|junior|prep|preparatory|gynradd|cynradd|babanod)\b", re.IGNORECASE)
SECONDARY_WORDS = re.compile(r"\b(secondary|uwchradd|comprehensive)\b", re.IGNORECASE)
_LETTER = r"[a-z0-9\u00a1-\uffff]"
_HOST = re.compile(
    rf"(?=.{{4,253}}$)({_LETTER}([a-z0-9\u00a1-\uffff-]{{0,61}}{_LETTER})?\.)+{_LETTER}[a-z0-9\u00a1-\uffff-]+", re.I
)
_DATE = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})")


class RowRefused(Exception):
    """One row that cannot be a school; the others go on."""


class Notices(Counter):
    """Counts of what the rules did to values, by sentence, with the first line where each happened."""

    def __init__(self):
        super().__init__()
        self.first_line: dict[str, int] = {}

    def note(self, sentence: str, line: int) -> None:
        self[sentence] += 1
        self.first_line.setdefault(sentence, line)

    def told(self) -> list[str]:
        return [
            f"{sentence}: {count} (first on line {self.first_line[sentence]})"
            for sentence, count in sorted(self.items())
        ]


def text(value: str, longest: int, notices: Notices, line: int) -> str:
    """Words as one clean line: no control or direction-turning letters, single spaces, at most `longest` letters."""
    if not (value.isascii() and value.isprintable()):
        value = unicodedata.normalize("NFC", value)
        visible = "".join(
            " " if unicodedata.category(c) in SPACES else c for c in value if unicodedata.category(c) not in HIDDEN
        )
        if any(unicodedata.category(c) in ("Cc", *HIDDEN) for c in value):
            notices.note("invisible letters taken out", line)
        value = visible
    value = " ".join(value.split())
    if len(value) > longest:
        notices.note(f"text shortened to {longest} letters", line)
        value = value[:longest].rstrip()
    return value


def urn(value: str) -> int:
    """The register's key. Raises RowRefused for anything but a whole number above nought."""
    cleaned = value.strip()
    if not (cleaned.isascii() and cleaned.isdigit()) or not 0 < int(cleaned[:12]) <= LARGEST_URN:
        raise RowRefused(f"the URN “{value[:20]}” is not a number")
    return int(cleaned)


def whole_number(value: str, largest: int) -> int | None:
    """A count or an age, None where there is none or it cannot be true."""
    cleaned = value.strip()
    if not (cleaned.isascii() and cleaned.isdigit()) or len(cleaned) > 9:
        return None
    number = int(cleaned)
    return number if number <= largest else None


def percentage(value: str) -> Decimal | None:
    try:
        share = Decimal(value.strip()).quantize(Decimal("0.1"))
    except InvalidOperation:
        return None
    return share if share.is_finite() and 0 <= share <= 100 else None


def day(value: str, notices: Notices, line: int) -> date | None:
    """dd-mm-yyyy (companion files: dd/mm/yyyy); None where empty or not a day between 1800 and 2100."""
    if not value:
        return None
    found = _DATE.fullmatch(value.strip())
    try:
        if found and 1800 <= int(found[3]) <= 2100:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass  # "31-02-2020": counted below like every other date that is none
    notices.note("dates that are none left out", line)
    return None


def answer(value: str) -> bool | None:
    """A yes or no written as a phrase ("Has a sixth form", "No boarders"), None for "Not applicable" or nothing."""
    phrase = value.strip().lower()
    if phrase in ("", "not applicable", "not recorded", "unknown"):
        return None
    return not phrase.startswith(("no", "does not"))


def sector(type_code: str, group: str, notices: Notices, line: int) -> Sector:
    """From the type's code. A type that we do not know is counted, and read from the name of its group."""
    if type_code in INDEPENDENT_TYPES:
        return Sector.INDEPENDENT
    if type_code not in STATE_TYPES:
        notices.note("types unknown; sector taken from the type group, else state", line)
        if "independent" in group.lower():
            return Sector.INDEPENDENT
    return Sector.STATE


def phase(code: str, type_code: str, low: int | None, high: int | None, name: str) -> Phase:
    """As the register says; where it says "Not applicable" (all independent and Welsh schools), from the statutory
    ages; without ages from the type, else from a plain word in the name ("Primary", "Uwchradd"), else unknown."""
    if code in PHASES:
        return PHASES[code]
    if low is not None and high:
        return phase_of_ages(low, high)
    if type_code in SIXTEEN_PLUS_TYPES:
        return Phase.SIXTH_FORM
    if PRIMARY_WORDS.search(name):
        return Phase.PRIMARY
    return Phase.SECONDARY if SECONDARY_WORDS.search(name) else Phase.UNKNOWN


def phase_of_ages(low: int, high: int) -> Phase:
    """Up to 5 nursery; from 16 sixth form; from 9 secondary; from below 9 to 15 or more all-through; else primary (a
    preparatory school to 13 counts as primary)."""
    if high <= 5:
        return Phase.NURSERY
    if low >= 16:
        return Phase.SIXTH_FORM
    if low >= 9:
        return Phase.SECONDARY
    return Phase.ALL_THROUGH if high >= 15 else Phase.PRIMARY


def website(value: str, notices: Notices, line: int) -> str:
    """An http or https address, or nothing. Four in ten come without a scheme: they get https."""
    address = value.strip()
    if not address:
        return ""
    if "://" not in address and not re.match(r"[a-z]+:(?!\d)", address, re.IGNORECASE):
        address = f"https://{address.lstrip('/')}"
        notices.note("websites without a scheme got https", line)
    try:
        parts = urlsplit(address)
        fits = parts.scheme.lower() in ("http", "https") and _HOST.fullmatch(parts.hostname or "") and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.username or not address.isprintable() or " " in address or len(address) > 300:
        notices.note("websites that are no web address left out", line)
        return ""
    return address


def postcode(value: str, notices: Notices, line: int) -> str:
    """ "GL20 5JG" however it was typed, or nothing: what is no whole British postcode leads nowhere here."""
    if not value.strip():
        return ""
    found = postcodes.parse(value)
    if found and found.unit:
        return found.unit
    notices.note("postcodes that are none left out", line)
    return ""


def point(
    easting: str, northing: str, code: str, notices: Notices, line: int, furthest: int = FURTHEST
) -> Point | None:
    """Where the school stands: the register's coordinates if they lie near its postcode, else the postcode's sector.

    Noughts are "not known". Beyond `furthest` metres the coordinates are taken to be the mistake: letters reach
    the school, and one row in a thousand stands in another county.
    """
    parsed = postcodes.parse(code) if code else None
    centre = postcodes.centre(parsed) if parsed else None
    east, north = whole_number(easting, GRID_EAST), whole_number(northing, GRID_NORTH)
    if not east or not north:
        if centre:
            notices.note("schools without coordinates placed by their postcode", line)
        return centre
    if centre and hypot(east - centre.easting, north - centre.northing) > furthest:
        notices.note("coordinates far from the postcode; the postcode was believed", line)
        return centre
    return Point(east, north)


def spoken(name: str) -> str:
    """BALLYCLARE as Ballyclare; "ISLE OF SKYE" keeps its small word. Mixed case stays as it is."""
    if not name.isupper():
        return name
    small = {"Of", "Upon", "On", "The", "By", "In", "And", "Le"}
    words = re.sub(r"[^\W\d_]+(['’][^\W\d_]+)?", lambda word: word[0].capitalize(), name).split(" ")
    return " ".join(word.lower() if word in small and place else word for place, word in enumerate(words))
