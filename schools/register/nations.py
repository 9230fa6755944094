"""The lists of Scotland, Wales and Northern Ireland: what the register of England does not hold.

Scotland is known by SchUID (SeedCode repeats), Northern Ireland by reference. Wales fills the URNs that the register
has with what it lacks there (phase, ages, pupils), and adds the schools that it has not.
"""

import re
from dataclasses import dataclass

from schools.models import Nation, Phase, Region, Sector
from schools_together.geo.points import Point

from . import rules
from .england import Entry
from .reading import UNICODE
from .rules import Notices, RowRefused

_AGES = re.compile(r"ages (\d+)-(\d+)")
SCOTTISH_PHASES = {"Primary": Phase.PRIMARY, "Secondary": Phase.SECONDARY}
WELSH_PHASES = {
    "Nursery": Phase.NURSERY,
    "Primary": Phase.PRIMARY,
    "Secondary": Phase.SECONDARY,
    "Middle": Phase.ALL_THROUGH,
}
NORTHERN_PHASES = {
    "Primary school": Phase.PRIMARY, "Preparatory Schools": Phase.PRIMARY, "VP Pre-schools": Phase.NURSERY,
    "Nursery school": Phase.NURSERY, "Secondary (grammar) school": Phase.SECONDARY,
    "Secondary (non-grammar) school": Phase.SECONDARY,
}  # fmt: skip
# Playgroups run by charities and owners, and the fee-charging departments of grammar schools.
NORTHERN_INDEPENDENT = ("VP Pre-schools", "Preparatory Schools")


@dataclass
class Scotland:
    nation: Nation = Nation.SCOTLAND
    encoding: str = UNICODE
    needed: tuple[str, ...] = ("SchUID", "SchoolName", "SchoolType", "PostCode", "LAName", "LACode")

    def entry(self, line: int, row: dict[str, str], notices: Notices) -> Entry:
        """One school of the Scottish Government's list. Raises RowRefused."""
        lines = [rules.spoken(rules.text(row.get(f"AddressLine{n}", ""), 120, notices, line)) for n in (1, 2, 3)]
        town = next((words for words in reversed(lines[1:]) if words), "")
        faith = rules.text(row.get("Denomination", ""), 80, notices, line)
        facts = {
            "name": _name(row["SchoolName"], notices, line),
            "street": lines[0],
            "locality": lines[1] if lines[1] != town else "",
            "town": town[:80],
            "type_name": rules.text(
                f"{row.get('CentreType', '')} {row['SchoolType'].lower()} school", 100, notices, line
            ),
            "sector": Sector.STATE,
            "phase": SCOTTISH_PHASES.get(row["SchoolType"], Phase.UNKNOWN),
            "is_special": row["SchoolType"] == "Special",
            "religious_character": "" if faith == "Non-denominational" else faith,
            "pupils": rules.whole_number(row.get("PupilRoll", ""), rules.LARGEST_SCHOOL),
            "website": rules.website(row.get("Website", ""), notices, line),
            "nation": self.nation,
            "region": Region.SCOTLAND,
            **_place(
                row["PostCode"],
                row.get("GridRefEasting", ""),
                row.get("GridRefNorthing", ""),
                notices,
                line,
                rules.FURTHEST_SCOTTISH,
            ),
        }
        authority = (row["LACode"].strip()[:12], rules.text(row["LAName"], 100, notices, line))
        return Entry(line, None, _reference(row["SchUID"]), facts, authority if all(authority) else None)


@dataclass
class NorthernIreland:
    nation: Nation = Nation.NORTHERN_IRELAND
    encoding: str = UNICODE
    needed: tuple[str, ...] = ("Reference", "Institution_Name", "Institution_Type", "Postcode", "Latitude", "Longitude")

    def entry(self, line: int, row: dict[str, str], notices: Notices) -> Entry:
        """One school or pre-school of the Department of Education's list. Raises RowRefused."""
        lines = [rules.text(row.get(f"Address_{n}", ""), 120, notices, line) for n in (1, 2, 3)]
        kind = row["Institution_Type"].strip()
        easting, northing = _grid(row["Latitude"], row["Longitude"])
        facts = {
            "name": _name(row["Institution_Name"], notices, line),
            "street": lines[0],
            "locality": lines[1],
            "address3": lines[2],
            "town": rules.spoken(rules.text(row.get("Town_Name", ""), 80, notices, line)),
            "county": rules.spoken(rules.text(row.get("County_Name", ""), 80, notices, line)),
            "type_name": rules.text(kind, 100, notices, line),
            "type_group": rules.text(row.get("Management_Type", ""), 60, notices, line),
            "sector": Sector.INDEPENDENT if kind in NORTHERN_INDEPENDENT else Sector.STATE,
            "phase": NORTHERN_PHASES.get(kind, Phase.UNKNOWN),
            "is_special": kind == "Special school",
            "pupils": rules.whole_number(row.get("Current_Approved_Enrolment", ""), rules.LARGEST_SCHOOL),
            "nation": self.nation,
            "region": Region.NORTHERN_IRELAND,
            **_place(row["Postcode"], easting, northing, notices, line, rules.FURTHEST_NORTHERN),
        }
        return Entry(line, None, _reference(row["Reference"]), facts)


@dataclass
class Wales:
    nation: Nation = Nation.WALES
    encoding: str = UNICODE
    needed: tuple[str, ...] = ("School Number", "School Name", "Sector", "School Type", "GIAS URN")

    def entry(self, line: int, row: dict[str, str], notices: Notices) -> Entry:
        """One maintained school of the Welsh Government's list. Raises RowRefused."""
        told = _welsh_kind(row, notices, line)
        easting, northing = _grid(row.get("latitude", ""), row.get("longitude", ""))
        if row["GIAS URN"].strip():
            # The register owns the name and the place of a school that it knows.
            place = _place(row.get("Postcode", ""), easting, northing, notices, line)
            guesses = {name: place[name] for name in ("easting", "northing")}
            return Entry(line, rules.urn(row["GIAS URN"]), "", told | {"nation": self.nation}, if_silent=guesses)
        lines = [rules.text(row.get(f"Address {n}", ""), 120, notices, line) for n in (1, 2, 3, 4)]
        facts = told | {
            "name": _name(row["School Name"], notices, line),
            "street": lines[0],
            "locality": lines[1],
            "address3": lines[2],
            "town": lines[3][:80],
            "type_name": rules.text(row["School Type"], 100, notices, line),
            "nation": self.nation,
            "region": Region.WALES,
            **_place(row.get("Postcode", ""), easting, northing, notices, line),
        }
        authority = (
            row.get("LA Code", "").strip()[:12],
            rules.text(row.get("Local Authority", ""), 100, notices, line),
        )
        return Entry(line, None, _reference(row["School Number"]), facts, authority if all(authority) else None)


NATIONS = {"scotland": Scotland, "wales": Wales, "northern-ireland": NorthernIreland}


def _welsh_kind(row: dict, notices: Notices, line: int) -> dict:
    """What the register lacks for Wales: only what this list says."""
    kind, group = row["School Type"].strip(), row["Sector"].strip()
    facts: dict[str, object] = {"sector": Sector.STATE, "is_special": group == "Special"}
    if group in WELSH_PHASES:
        facts["phase"] = WELSH_PHASES[group]
    if ages := _AGES.search(kind):
        facts["low_age"], facts["high_age"] = int(ages[1]), int(ages[2])
        facts["has_sixth_form"] = int(ages[2]) > 16
    pupils = rules.whole_number(row.get("Pupils - see notes", ""), rules.LARGEST_SCHOOL)
    if pupils is not None:
        facts["pupils"] = pupils
    faith = rules.text(row.get("Religious Character", ""), 80, notices, line)
    if faith not in ("", "---", "Not available"):
        facts["religious_character"] = faith
    return facts


def _name(value: str, notices: Notices, line: int) -> str:
    name = rules.text(value, 200, notices, line)
    if not name:
        raise RowRefused("the school has no name")
    return name


def _reference(value: str) -> str:
    reference = value.strip()
    if not reference or len(reference) > 20 or not reference.isalnum():
        raise RowRefused(f"the key “{reference[:20]}” is not one of the list")
    return reference


def _grid(latitude: str, longitude: str) -> tuple[str, str]:
    """Grid metres, as the register would write them, of degrees; nothing where there are none in these islands."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return "", ""
    if not (49 < north < 61 and -9 < east < 3):
        return "", ""
    place = Point.from_latlon(north, east)
    return str(place.easting), str(place.northing)


def _place(code: str, easting: str, northing: str, notices: Notices, line: int, furthest: int = rules.FURTHEST) -> dict:
    postcode = rules.postcode(code, notices, line)
    point = rules.point(easting, northing, postcode, notices, line, furthest)
    return {"postcode": postcode, "easting": point and point.easting, "northing": point and point.northing}
