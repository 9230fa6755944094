"""Small files in the format of the official register, written by the tests that read them."""

import csv
import io
import lzma
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command

from schools.models import LocalAuthority, RegisterImport, School, SchoolLink, Trust

FULL_FILES = Path(__file__).resolve().parents[2] / "shared" / "data"
REGISTER_2023 = FULL_FILES / "gias" / "edubasealldata20231116.composite.csv.xz"
REGISTER_2026 = FULL_FILES / "gias" / "edubasealldata20260130.composite.csv.xz"
LINKS = FULL_FILES / "gias" / "links_edubasealldata20250422.csv.xz"

needs_full_files = pytest.mark.skipif(
    not REGISTER_2023.is_file(), reason="The full register files are not beside the project (../shared/data)."
)

# A school as the register writes one; tests change the cells that they are about.
COLUMNS = {
    "URN": "900001",
    "LA (code)": "873",
    "LA (name)": "Cambridgeshire",
    "EstablishmentNumber": "3000",
    "EstablishmentName": "Riverside Primary School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (code)": "4",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1999",
    "CloseDate": "",
    "PhaseOfEducation (code)": "2",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "Boarders (name)": "No boarders",
    "OfficialSixthForm (name)": "Does not have a sixth form",
    "Gender (name)": "Mixed",
    "ReligiousCharacter (name)": "Does not apply",
    "NumberOfPupils": "210",
    "PercentageFSM": "12.5",
    "Trusts (code)": "",
    "Trusts (name)": "",
    "UKPRN": "10070000",
    "LastChangedDate": "14-11-2023",
    "Street": "1 River Lane",
    "Locality": "",
    "Address3": "",
    "Town": "Cambridge",
    "County (name)": "Cambridgeshire",
    "Postcode": "CB2 1EN",
    "SchoolWebsite": "https://www.riverside.example",
    "TelephoneNum": "01223000000",
    "GOR (code)": "G",
    "GOR (name)": "East of England",
    "Easting": "545400",
    "Northing": "257600",
}


def row(urn: int = 900001, **cells: str) -> dict[str, str]:
    """One school; `cells` by column name, with "code_of_" and the like written out: row(**{"GOR (code)": "H"})."""
    unknown = set(cells) - set(COLUMNS)
    return {**COLUMNS, "URN": str(urn), **cells} | {name: cells[name] for name in unknown}


def text(rows: list[dict], columns: list[str] | None = None) -> str:
    """The rows as the register writes them: quoted, with CRLF."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, columns or list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(
    folder: Path, rows: list[dict], *, name: str = "edubasealldata.csv", encoding: str = "cp1252", columns=None
) -> Path:
    """A register file; packed as its name says (.xz, .zip)."""
    return write_bytes(folder, text(rows, columns).encode(encoding), name=name)


def write_bytes(folder: Path, content: bytes, *, name: str = "edubasealldata.csv") -> Path:
    path = folder / name
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("edubasealldata.csv", content)
    else:
        path.write_bytes(lzma.compress(content) if name.endswith(".xz") else content)
    return path


def run(path: Path, **options) -> str:
    """What `manage.py import_schools` prints."""
    out = io.StringIO()
    call_command("import_schools", path, stdout=out, **options)
    return out.getvalue()


def everything() -> list:
    """All that an import may write, as plain values: two of these are equal when nothing has changed."""
    models = (School, LocalAuthority, Trust, SchoolLink, RegisterImport)
    return [list(model.objects.order_by("pk").values_list()) for model in models]
