"""Links, trusts and the lists of the other nations, and cells that were written to hurt."""

import pytest
from django.core.management.base import CommandError

from schools.models import School, SchoolLink, Trust
from tests import registers
from tests.registers import row

pytestmark = pytest.mark.django_db


def link(urn: int, other: int, kind: str, day: str = "01-09-2024") -> dict:
    return {"URN": str(urn), "LinkURN": str(other), "LinkName": "Any", "LinkType": kind, "LinkEstablishedDate": day}


@pytest.fixture
def two_schools(tmp_path):
    """900001 has closed, 900002 is open."""
    old = row(900001, **{"EstablishmentStatus (code)": "2"})
    return registers.write(tmp_path, [old, row(900002, EstablishmentName="Riverside Academy")])


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([link(900001, 900002, "Successor")], "successor"),
        ([link(900002, 900001, "Predecessor")], "successor"),
        ([link(900001, 900002, "Successor"), link(900002, 900001, "Predecessor")], "successor"),
        ([link(900001, 900002, "Successor - merged")], "merged"),
        ([link(900002, 900001, "Predecessor - amalgamated")], "amalgamated"),
        ([link(900001, 900002, "Successor - Split School")], "split school"),
        ([link(900002, 900001, "Result of Amalgamation")], "amalgamated"),
        ([link(900001, 900002, "Merged - change in age range")], "change in age range"),
        (
            [link(900002, 900001, "Merged - expansion in school capacity and changer in age range")],
            "expansion in school capacity and changer in age range",
        ),
    ],
)
def test_a_link_makes_a_successor(rows, kind, two_schools, tmp_path):
    registers.run(two_schools, links=registers.write(tmp_path, rows, name="links.csv"))
    made = SchoolLink.objects.get()
    assert (made.predecessor.urn, made.successor.urn, made.kind) == (900001, 900002, kind)


@pytest.mark.parametrize(
    ("given", "notice"),
    [
        (link(900001, 900002, "Sixth Form Centre Link"), "links that make no successor left out: 1"),
        (link(900001, 900002, "Other"), "links that make no successor left out: 1"),
        (link(900001, 900002, "Betrothed"), "links of an unknown type left out: 1"),
        (link(900001, 999999, "Successor"), "links with a school that we do not know left out: 1"),
        (link(900001, 900001, "Successor"), "links with a school that we do not know left out: 1"),
        (link(900001, "x", "Successor"), "links with a school that we do not know left out: 1"),
    ],
)
def test_other_links_are_counted_and_left_out(given, notice, two_schools, tmp_path):
    assert notice in registers.run(two_schools, links=registers.write(tmp_path, [given], name="links.csv"))
    assert SchoolLink.objects.count() == 0


def test_links_may_lack_a_day_and_a_second_run_changes_nothing(two_schools, tmp_path):
    links = registers.write(tmp_path, [link(900001, 900002, "Successor", "")], name="links.csv")
    assert "1 new, 0 changed, 0 unchanged" in registers.run(two_schools, links=links)
    before = registers.everything()
    assert "0 new, 0 changed, 1 unchanged" in registers.run(two_schools, links=links)
    assert registers.everything() == before


def test_a_broken_companion_takes_the_register_back_as_well(two_schools, tmp_path):
    wrong = registers.write(tmp_path, [row()], name="links.csv")
    with pytest.raises(CommandError, match="Line 1: the header has no column “LinkURN”, “LinkType”"):
        registers.run(two_schools, links=wrong)
    assert School.objects.count() == 0


def group(uid: str = "77", **cells: str) -> dict:
    facts = {"Group UID": uid, "Group Name": "Céu Trust", "Companies House Number": "01234567"}
    return {**facts, "Group Type": "Multi-academy trust", "Group Status": "Open", **cells}


def test_trusts_are_named_and_schools_moved_to_them(tmp_path):
    register = registers.write(tmp_path, [row(**{"Trusts (code)": "5", "Trusts (name)": "Old"})])
    groups = registers.write(
        tmp_path, [group(), group("78", **{"Group Type": "School sponsor"})], name="g.csv", encoding="utf-8"
    )
    members = registers.write(
        tmp_path, [group(**{"Group Name": "Older name", "Academy URN": "900001"})], name="m.csv", encoding="utf-8"
    )
    for _ in range(2):
        said = registers.run(register, trusts=[groups, members])
    assert "0 new, 0 changed, 1 unchanged; 0 schools moved." in said
    trust = Trust.objects.get(uid="77")
    assert (trust.name, trust.companies_house_number, trust.kind) == ("Céu Trust", "01234567", "Multi-academy trust")
    assert School.objects.get().trust == trust
    assert not Trust.objects.filter(uid="78").exists()


def test_a_closed_trust_has_no_schools(tmp_path):
    members = registers.write(
        tmp_path, [group(**{"Group Status": "Closed", "Academy URN": "900001"})], name="m.csv", encoding="utf-8"
    )
    registers.run(registers.write(tmp_path, [row()]), trusts=[members])
    assert (School.objects.get().trust, Trust.objects.get().is_open) == (None, False)


SCOTTISH = {
    "SeedCode": "1",
    "SchUID": "8200001P",
    "SchoolType": "Primary",
    "CentreType": "Local Authority",
    "SchoolName": "Glen School",
    "AddressLine1": "Main Street",
    "AddressLine2": "",
    "AddressLine3": "KILWINNING",
    "PostCode": "KA13 7HG",
    "LAName": "North Ayrshire",
    "LACode": "S12000021",
    "Website": "glen.example",
    "Denomination": "Non-denominational",
    "PupilRoll": "232",
    "GridRefEasting": "229844",
    "GridRefNorthing": "643638",
}
WELSH = {
    "School Number": "6602130", "School Name": "Ysgol Môn", "LA Code": "660", "Local Authority": "Isle of Anglesey",
    "Sector": "Middle", "School Type": "Middle (ages 3-16)", "Religious Character": "---", "Address 1": "Amlwch",
    "Address 2": "", "Address 3": "", "Address 4": "Amlwch", "Postcode": "LL68 9DU", "Pupils - see notes": "262",
    "latitude": "53.41241", "longitude": "-4.34658", "GIAS URN": "",
}  # fmt: skip
NORTHERN = {
    "Reference": "1AB0427", "Institution_Name": "Duncairn Playgroup", "Address_1": "1 Duncairn Avenue", "Address_2": "",
    "Address_3": "", "Town_Name": "BELFAST", "County_Name": "ANTRIM", "Postcode": "BT14 6BP",
    "Institution_Type": "VP Pre-schools", "Management_Type": "Other", "Latitude": "54.61253", "Longitude": "-5.93645",
    "Current_Approved_Enrolment": "",
}  # fmt: skip


def listed(tmp_path, nation: str, *rows: dict) -> str:
    return registers.run(registers.write(tmp_path, list(rows), name=f"{nation}.csv", encoding="utf-8"), nation=nation)


def test_a_scottish_school(tmp_path):
    twin = {**SCOTTISH, "SchUID": "8200001S", "SchoolType": "Secondary"}  # one SeedCode, two schools
    assert "2 new" in listed(tmp_path, "scotland", SCOTTISH, twin)
    school = School.objects.get(reference="8200001P")
    assert (school.nation, school.region, school.phase, school.sector) == ("scotland", "scotland", "primary", "state")
    assert (school.town, school.website, school.pupils, school.urn) == ("Kilwinning", "https://glen.example", 232, None)
    assert (school.easting, school.local_authority.name) == (229844, "North Ayrshire")
    assert "2 unchanged" in listed(tmp_path, "scotland", SCOTTISH, twin)


def test_a_northern_irish_preschool(tmp_path):
    listed(tmp_path, "northern-ireland", NORTHERN)
    school = School.objects.get()
    assert (school.phase, school.sector, school.town, school.nation) == (
        "nursery",
        "independent",
        "Belfast",
        "northern-ireland",
    )
    assert abs(school.latitude - 54.61253) < 0.0001
    assert "1 unchanged" in listed(tmp_path, "northern-ireland", NORTHERN)


def test_the_welsh_list_fills_what_the_register_lacks_and_a_later_register_does_not_undo_it(tmp_path):
    silent = {"StatutoryLowAge": "", "StatutoryHighAge": "", "PhaseOfEducation (code)": "0", "NumberOfPupils": ""}
    welsh = {
        **silent,
        "GOR (code)": "W",
        "TypeOfEstablishment (code)": "30",
        "EstablishmentName": "Ysgol Gynradd Amlwch",
    }
    register = registers.write(tmp_path, [row(**welsh)])
    registers.run(register)
    assert (School.objects.get().phase, School.objects.get().pupils) == ("primary", None)
    assert "1 changed" in listed(tmp_path, "wales", {**WELSH, "GIAS URN": "900001"})
    assert "1 unchanged" in registers.run(register)
    school = School.objects.get()
    assert (school.phase, school.low_age, school.high_age, school.pupils) == ("all-through", 3, 16, 262)
    assert school.name == "Ysgol Gynradd Amlwch"


def test_a_welsh_school_without_urn_is_new_and_blank_rows_are_none(tmp_path):
    assert "1 rows: 1 new" in listed(tmp_path, "wales", WELSH, dict.fromkeys(WELSH, ""))
    assert School.objects.get().reference == "6602130"


def test_a_welsh_school_that_the_register_should_know_waits_for_it(tmp_path):
    with pytest.raises(CommandError, match="URN 900001 is not in the directory yet; import the register first"):
        listed(tmp_path, "wales", {**WELSH, "GIAS URN": "900001"})


def test_a_list_in_another_encoding_is_refused(tmp_path):
    path = registers.write(tmp_path, [WELSH], encoding="cp1252")
    with pytest.raises(CommandError, match="Line 2: not UTF-8"):
        registers.run(path, nation="wales")


def test_hostile_cells_are_kept_as_harmless_text(tmp_path, client):
    hostile = {
        "EstablishmentName": "<script>alert(1)</script>" + "x" * 10_000,
        "Street": "=cmd|'/c calc'!A1",
        "Town": "'; DROP TABLE x--",
        "SchoolWebsite": "javascript:alert(1)",
        "LA (name)": "<b>LA</b>",
        "TelephoneNum": "9" * 500,
        "UKPRN": "x" * 99,
    }
    said = registers.run(registers.write(tmp_path, [row(**hostile)]))
    assert "text shortened to 200 letters: 1 (first on line 2)" in said
    assert "websites that are no web address left out: 1 (first on line 2)" in said
    school = School.objects.get()
    assert (len(school.name), school.website, school.street) == (200, "", "=cmd|'/c calc'!A1")
    page = client.get(school.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
