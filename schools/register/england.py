"""One row of the register of England (Get Information About Schools, which holds most of Wales too) as facts.

Columns come and go between years, so they are found by name. What a file does not tell stays as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from schools.models import Nation, Phase, Region, Status

from . import rules
from .reading import WINDOWS
from .rules import Notices, RowRefused

NEEDED = (
    "URN", "EstablishmentName", "EstablishmentStatus (code)", "TypeOfEstablishment (code)", "LA (code)", "LA (name)",
    "GOR (code)", "PhaseOfEducation (code)", "Postcode",
)  # fmt: skip
STATUSES = {"1": Status.OPEN, "2": Status.CLOSED, "3": Status.CLOSING, "4": Status.PROPOSED}
REGIONS = {
    "A": Region.NORTH_EAST, "B": Region.NORTH_WEST, "D": Region.YORKSHIRE, "E": Region.EAST_MIDLANDS,
    "F": Region.WEST_MIDLANDS, "G": Region.EAST_OF_ENGLAND, "H": Region.LONDON, "J": Region.SOUTH_EAST,
    "K": Region.SOUTH_WEST, "W": Region.WALES, "X": Region.SCOTLAND, "Y": Region.NORTHERN_IRELAND,
}  # fmt: skip
NO_AUTHORITY = ("", "000")
NOTHING_SAID = ("", "none", "does not apply", "not applicable", "not recorded")

# Texts that are taken as they stand: field, column, most letters.
TEXTS = (
    ("ukprn", "UKPRN", 10), ("type_name", "TypeOfEstablishment (name)", 100),
    ("type_group", "EstablishmentTypeGroup (name)", 60), ("street", "Street", 120), ("locality", "Locality", 120),
    ("address3", "Address3", 120), ("town", "Town", 80), ("county", "County (name)", 80),
    ("telephone", "TelephoneNum", 20),
)  # fmt: skip
# Texts in which the register says "nothing" with words.
SILENCES = (("gender", "Gender (name)", 20), ("religious_character", "ReligiousCharacter (name)", 80))
READ_BY_RULE: tuple[tuple[str, str, Callable], ...] = (
    ("website", "SchoolWebsite", rules.website),
    ("opened_on", "OpenDate", rules.day),
    ("closed_on", "CloseDate", rules.day),
    ("register_changed_on", "LastChangedDate", rules.day),
    ("pupils", "NumberOfPupils", lambda value, *_: rules.whole_number(value, rules.LARGEST_SCHOOL)),
    ("free_meals_percentage", "PercentageFSM", lambda value, *_: rules.percentage(value)),
    ("has_sixth_form", "OfficialSixthForm (name)", lambda value, *_: rules.answer(value)),
    ("has_boarders", "Boarders (name)", lambda value, *_: rules.answer(value)),
)
# The Welsh list fills these where the register is silent; silence must not undo it.
WELSH_LIST_TELLS = {
    *("low_age", "high_age", "pupils", "religious_character", "has_sixth_form", "is_special", "easting", "northing"),
}


@dataclass(slots=True)
class Entry:
    """One school as one line of a file tells it: only the facts in `facts` are told, all others stay.

    Those of `if_silent` are guesses, taken where the directory knows nothing yet.
    """

    line: int
    urn: int | None
    reference: str
    facts: dict[str, object]
    authority: tuple[str, str] | None = None
    trust: tuple[str, str] | None = None
    tells_trust: bool = False
    if_silent: dict[str, object] = field(default_factory=dict)

    @property
    def key(self) -> int | str:
        return self.urn or self.reference


@dataclass
class England:
    """How to read the register itself. `tells_trust` is off where a membership file tells it better."""

    tells_trust: bool = True
    nation: Nation = Nation.ENGLAND
    encoding: str = WINDOWS
    needed: tuple[str, ...] = NEEDED

    def entry(self, line: int, row: dict[str, str], notices: Notices) -> Entry:
        """The facts of one row. Raises RowRefused where it cannot be a school."""
        urn = rules.urn(row["URN"])
        facts = {**_identity(row, notices, line), **_texts(row, notices, line), **_kind(row, notices, line)}
        facts |= _place(row, facts, notices, line)
        guesses = {}
        if facts["nation"] == Nation.WALES:
            facts = {name: value for name, value in facts.items() if value or name not in WELSH_LIST_TELLS}
            guesses = {"phase": facts.pop("phase")} if "phase" in facts else {}
        tells_trust = self.tells_trust and "Trusts (code)" in row
        authority, trust = _authority(row, notices, line), _trust(row, notices, line)
        return Entry(line, urn, "", facts, authority, trust, tells_trust, guesses)


def _identity(row: dict, notices: Notices, line: int) -> dict:
    name = rules.text(row["EstablishmentName"], 200, notices, line)
    if not name:
        raise RowRefused("the school has no name")
    code = row["EstablishmentStatus (code)"].strip()
    if code not in STATUSES:
        raise RowRefused(f"the status “{code[:20]}” is not one we know")
    region = REGIONS.get(row["GOR (code)"].strip(), Region.ELSEWHERE)
    nation = {Region.WALES: Nation.WALES, Region.ELSEWHERE: Nation.ELSEWHERE}.get(region, Nation.ENGLAND)
    return {"name": name, "status": STATUSES[code], "region": region, "nation": nation}


def _texts(row: dict, notices: Notices, line: int) -> dict:
    facts = {name: rules.text(row[column], most, notices, line) for name, column, most in TEXTS if column in row}
    for name, column, most in SILENCES:
        if column in row:
            value = rules.text(row[column], most, notices, line)
            facts[name] = "" if value.lower() in NOTHING_SAID else value
    for name, column, rule in READ_BY_RULE:
        if column in row:
            facts[name] = rule(row[column], notices, line)
    return facts


def _kind(row: dict, notices: Notices, line: int) -> dict:
    code = row["TypeOfEstablishment (code)"].strip()[:4]
    ages = {}
    if "StatutoryLowAge" in row and "StatutoryHighAge" in row:
        ages["low_age"] = rules.whole_number(row["StatutoryLowAge"], rules.OLDEST_AGE)
        ages["high_age"] = rules.whole_number(row["StatutoryHighAge"], rules.OLDEST_AGE)
    group = row.get("EstablishmentTypeGroup (name)", "")
    phase = rules.phase(
        row["PhaseOfEducation (code)"].strip(),
        code,
        ages.get("low_age"),
        ages.get("high_age"),
        row["EstablishmentName"],
    )
    kind = {
        "type_code": code,
        "sector": rules.sector(code, group, notices, line),
        "is_special": code in rules.SPECIAL_TYPES,
        **ages,
    }
    if phase != Phase.UNKNOWN:  # a list of the nation may know better than "Not applicable"
        kind["phase"] = phase
    return kind


def _place(row: dict, facts: dict, notices: Notices, line: int) -> dict:
    code = rules.postcode(row["Postcode"], notices, line)
    point = rules.point(row.get("Easting", ""), row.get("Northing", ""), code, notices, line)
    return {"postcode": code, "easting": point and point.easting, "northing": point and point.northing}


def _authority(row: dict, notices: Notices, line: int) -> tuple[str, str] | None:
    code = row["LA (code)"].strip()
    name = rules.text(row["LA (name)"], 100, notices, line)
    return None if code in NO_AUTHORITY or not name else (code[:12], name)


def _trust(row: dict, notices: Notices, line: int) -> tuple[str, str] | None:
    uid = row.get("Trusts (code)", "").strip()
    name = rules.text(row.get("Trusts (name)", ""), 200, notices, line)
    return (uid[:12], name) if uid and name else None
