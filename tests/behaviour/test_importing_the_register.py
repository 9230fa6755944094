"""A maintainer brings the directory up to date: what each row becomes, and what the command says."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import RegisterImport, School, SchoolProfile
from tests import factories, registers
from tests.registers import row

pytestmark = pytest.mark.django_db


def imported(tmp_path, **cells) -> School:
    """The school that one row becomes."""
    registers.run(registers.write(tmp_path, [row(**cells)]))
    return School.objects.get()


def test_a_row_becomes_a_school(tmp_path):
    school = imported(tmp_path, **{"Trusts (code)": "2044", "Trusts (name)": "River Trust"})
    assert (school.urn, school.name, school.town, school.postcode) == (
        900001,
        "Riverside Primary School",
        "Cambridge",
        "CB2 1EN",
    )
    assert (school.sector, school.phase, school.status, school.region) == (
        "state",
        "primary",
        "open",
        "east-of-england",
    )
    assert (school.type_code, school.opened_on, school.pupils) == ("01", date(1999, 9, 1), 210)
    assert (school.has_sixth_form, school.has_boarders, school.religious_character) == (False, False, "")
    assert school.free_meals_percentage == Decimal("12.5")
    assert (school.local_authority.code, school.trust.name) == ("873", "River Trust")
    assert school.slug == "riverside-primary-school"
    assert " riverside" in school.search_text


def test_the_command_says_what_it_did(tmp_path):
    path = registers.write(tmp_path, [row(900001), row(900002)])
    assert "2 rows: 2 new, 0 changed, 0 closed, 0 refused, 0 unchanged." in registers.run(path)
    told = RegisterImport.objects.get()
    assert (told.file_name, told.rows, told.new, told.nation) == ("edubasealldata.csv", 2, 2, "england")


@pytest.mark.parametrize("name", ["register.csv", "register.csv.xz", "register.zip", "misnamed.txt"])
def test_plain_and_packed_files_are_read(tmp_path, name):
    registers.run(registers.write(tmp_path, [row()], name=name))
    assert School.objects.count() == 1


def test_letters_of_windows_1252_are_right(tmp_path):
    school = imported(tmp_path, EstablishmentName="Ysgol Ynys Môn – St Mary’s\xa0", **{"GOR (code)": "W"})
    assert school.name == "Ysgol Ynys Môn – St Mary’s"
    assert school.nation == "wales"


def test_columns_may_be_missing_added_and_elsewhere(tmp_path):
    columns = [
        "OfstedNew",
        *reversed([name for name in registers.COLUMNS if name not in ("PercentageFSM", "Locality")]),
    ]
    registers.run(registers.write(tmp_path, [row(OfstedNew="x")], columns=columns))
    assert School.objects.get().name == "Riverside Primary School"


def test_what_a_later_file_no_longer_tells_stays(tmp_path):
    imported(tmp_path)
    fewer = [name for name in registers.COLUMNS if name not in ("PercentageFSM", "NumberOfPupils")]
    assert "1 unchanged" in registers.run(registers.write(tmp_path, [row()], columns=fewer))
    assert School.objects.get().pupils == 210


def test_a_second_run_writes_nothing(tmp_path):
    path = registers.write(tmp_path, [row(900001), row(900002, **{"Trusts (code)": "7", "Trusts (name)": "T"})])
    registers.run(path)
    before = registers.everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        said = registers.run(path)
    assert "0 new, 0 changed, 0 closed, 0 refused, 2 unchanged" in said
    assert [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []
    assert registers.everything() == before


def test_a_dry_run_says_all_and_changes_nothing(tmp_path):
    before = registers.everything()
    said = registers.run(registers.write(tmp_path, [row()]), dry_run=True)
    assert "1 new" in said
    assert "Dry run: nothing was changed." in said
    assert registers.everything() == before


def test_a_school_is_renamed_and_its_profile_stays(tmp_path):
    school = imported(tmp_path)
    SchoolProfile.objects.create(school=school, welcome="Come and see us.")
    said = registers.run(registers.write(tmp_path, [row(EstablishmentName="Riverside Academy")]))
    assert "1 changed" in said
    school.refresh_from_db()
    assert (school.name, school.slug) == ("Riverside Academy", "riverside-academy")
    assert " riverside academy" in school.search_text
    assert school.profile.welcome == "Come and see us."


def test_a_school_closes_and_stays(tmp_path):
    rows = [row(900000 + n) for n in range(1, 101)]
    registers.run(registers.write(tmp_path, rows))
    closes = {"EstablishmentStatus (code)": "2", "CloseDate": "31-08-2025"}
    said = registers.run(registers.write(tmp_path, [row(900001, **closes), *rows[1:]]))
    assert "0 new, 0 changed, 1 closed, 0 refused, 99 unchanged" in said
    school = School.objects.get(urn=900001)
    assert (school.status, school.closed_on) == ("closed", date(2025, 8, 31))
    assert School.objects.count() == 100


def test_a_school_that_the_file_no_longer_names_stays_and_is_reported(tmp_path):
    rows = [row(900000 + n) for n in range(1, 41)]
    registers.run(registers.write(tmp_path, rows))
    said = registers.run(registers.write(tmp_path, rows[1:]))
    assert "1 schools are no longer in the file and stay as they are: 900001" in said
    assert School.objects.get(urn=900001).status == "open"


def test_schools_entered_by_hand_are_left_alone(tmp_path):
    mine = factories.school(urn=None, nation="scotland", name="Glen School")
    registers.run(registers.write(tmp_path, [row()]))
    mine.refresh_from_db()
    assert (mine.name, School.objects.count()) == ("Glen School", 2)


def test_a_second_row_of_a_urn_is_refused_by_line(tmp_path):
    said = registers.run(registers.write(tmp_path, [row(), row(EstablishmentName="Twin")]))
    assert "1 new, 0 changed, 0 closed, 1 refused" in said
    assert "Line 3: 900001 stands on line 2 already." in said
    assert School.objects.get().name == "Riverside Primary School"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"URN": "12A"}, "Line 3: the URN “12A” is not a number."),
        ({"URN": "99999999999"}, "Line 3: the URN “99999999999” is not a number."),
        ({"EstablishmentName": " "}, "Line 3: the school has no name."),
        ({"EstablishmentStatus (code)": "9"}, "Line 3: the status “9” is not one we know."),
    ],
)
def test_a_row_that_cannot_be_a_school_is_refused_and_the_others_go_on(tmp_path, cells, sentence):
    said = registers.run(registers.write(tmp_path, [row(900001), {**row(900002), **cells}]))
    assert sentence in said
    assert "1 new, 0 changed, 0 closed, 1 refused" in said
