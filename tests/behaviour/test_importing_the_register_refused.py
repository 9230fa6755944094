"""Files that are not taken: each is refused with a sentence that names the line, and nothing has changed."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from schools.models import School
from tests import registers
from tests.registers import row

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ROWS = [row(900000 + n) for n in range(1, 101)]
WHOLE = registers.text(ROWS)
CLOSES = {"EstablishmentStatus (code)": "2"}


@pytest.fixture
def directory(tmp_path):
    """A hundred open schools, and how they are written down."""
    registers.run(registers.write(tmp_path, ROWS))
    assert School.objects.open().count() == 100
    return registers.everything()


def refusal(path, directory, **options) -> str:
    """The sentence, after seeing that nothing has changed."""
    with pytest.raises(CommandError, match="Refused, nothing was changed") as refused:
        registers.run(path, **options)
    assert registers.everything() == directory
    return str(refused.value)


BROKEN = {
    "web page": (
        b"<!DOCTYPE html>\r\n<html><body>Not found</body></html>\r\n",
        "Line 1: this is a web page, not the register.",
    ),
    "empty": (b"", "Line 1: the file is empty."),
    "header only": (WHOLE.split("\r\n")[0].encode() + b"\r\n", "The file holds no school that we can take (0 rows)."),
    "no URN": (WHOLE.replace('"URN"', '"Number"').encode(), "Line 1: the header has no column “URN”."),
    "renamed column": (
        WHOLE.replace('"EstablishmentName"', '"SchoolName"').encode(),
        "Line 1: the header has no column “EstablishmentName”.",
    ),
    "column twice": (
        WHOLE.replace('"Locality"', '"Town"').encode(),
        "Line 1: the header has the column “Town” more than once.",
    ),
    "row short": (WHOLE.encode() + b'"900777","873"\r\n', "Line 102: 2 cells where the header has 39."),
    "open quotation mark": (
        WHOLE.encode() + b'"900777","87\r\n',
        "Line 102: a quotation mark is opened and not closed",
    ),
    "stray quotation mark": (
        WHOLE.replace('"Cambridge"', '"Cam"bridge"', 1).encode(),
        "Line 2: a quotation mark is opened and not closed",
    ),
    "no last line end": (
        registers.text([row(Northing="257")]).replace('"', "").encode().rstrip(b"\r\n")[:-1],
        "Line 2: the last line does not end.",
    ),
    "NUL": (WHOLE.encode().replace(b"Riverside", b"River\0side", 1), "Line 2: holds a NUL byte."),
    "UTF-8": (
        WHOLE.replace("Riverside", "Ynys Môn", 1).encode("utf-8"),
        "Line 2: the file is saved as UTF-8, the official one is Windows-1252.",
    ),
    "byte-order mark": (b"\xef\xbb\xbf" + WHOLE.encode(), "Line 1: the file is saved as UTF-8"),
    "UTF-16": (WHOLE.encode("utf-16"), "Line 1: the file is saved as UTF-16."),
    "no letter": (
        WHOLE.encode().replace(b"Riverside", b"River\x81side", 1),
        "Line 2: byte 46 is no letter of Windows-1252",
    ),
    "endless line": (b"x" * 1_100_000, "Line 1: longer than a million bytes."),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_file_is_refused(fault, tmp_path, directory):
    content, sentence = BROKEN[fault]
    assert sentence in refusal(registers.write_bytes(tmp_path, content, name="broken.csv"), directory)


def test_a_cut_file_is_refused_wherever_it_was_cut(tmp_path, directory):
    content = WHOLE.encode()
    for cut in range(len(content) - 400, len(content) - 2, 37):
        if not content[:cut].endswith((b"\n", b'"')):
            sentence = refusal(registers.write_bytes(tmp_path, content[:cut], name="cut.csv"), directory)
            assert "Line 101" in sentence or "Line 100" in sentence


@pytest.mark.parametrize("name", ["cut.csv.xz", "cut.zip"])
def test_a_cut_archive_is_refused(name, tmp_path, directory):
    path = registers.write(tmp_path, ROWS, name=name)
    path.write_bytes(path.read_bytes()[:-200])
    assert "is packed, but damaged or cut. Download it again." in refusal(path, directory)


def test_a_file_that_is_not_there_is_refused(tmp_path, directory):
    assert "cannot be read: No such file or directory." in refusal(tmp_path / "none.csv", directory)


def test_a_halved_file_is_refused(tmp_path, directory):
    sentence = refusal(registers.write(tmp_path, ROWS[:50]), directory)
    assert "(51) the file has 50 schools where we know 100, and would close 0 of 100 open schools." in sentence
    assert "If it is right, run again with --yes-close 50." in sentence


def test_a_file_that_closes_too_many_is_refused_unless_the_number_is_named(tmp_path, directory):
    path = registers.write(tmp_path, [{**school, **CLOSES} for school in ROWS])
    assert "would close 100 of 100 open schools" in refusal(path, directory)
    assert "run again with --yes-close 100" in refusal(path, directory, yes_close=99)
    assert "100 closed" in registers.run(path, yes_close=100)
    assert School.objects.open().count() == 0


def test_one_in_a_hundred_may_close_and_two_may_not(tmp_path, directory):
    two = [{**school, **CLOSES} for school in ROWS[:2]]
    assert "would close 2 of 100" in refusal(registers.write(tmp_path, [*two, *ROWS[2:]]), directory)
    assert "1 closed" in registers.run(registers.write(tmp_path, [two[0], *ROWS[1:]]))


def test_a_second_import_at_the_same_time_waits_for_the_first(tmp_path, live_database):
    path = registers.write(tmp_path, MANY)
    first = start_import(path, live_database)
    wait_until_it_writes(first, live_database)
    second = subprocess.run(command(path), env=live_database, capture_output=True, text=True, cwd=ROOT)
    assert first.wait() == 0
    assert "0 new, 0 changed, 0 closed, 0 refused, 8000 unchanged" in second.stdout
    assert count_schools(live_database) == len(MANY)


def test_an_import_that_is_killed_changes_nothing(tmp_path, live_database):
    path = registers.write(tmp_path, MANY)
    killed = start_import(path, live_database)
    wait_until_it_writes(killed, live_database)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert count_schools(live_database) == 0
    again = subprocess.run(command(path), env=live_database, capture_output=True, text=True, cwd=ROOT)
    assert f"{len(MANY)} new" in again.stdout


MANY = [row(900000 + n) for n in range(1, 8001)]


@pytest.fixture
def live_database(tmp_path):
    """The environment of a process with a database of its own, in a file."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'live.sqlite3'}"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True, cwd=ROOT)
    return environment


def command(path) -> list[str]:
    return [sys.executable, "manage.py", "import_schools", str(path)]


def start_import(path, environment):
    return subprocess.Popen(command(path), env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)


def wait_until_it_writes(process, environment) -> None:
    """Until the import holds the database for writing. What it writes goes into the file at the very end."""
    file = environment["DATABASE_URL"].removeprefix("sqlite:///")
    for _ in range(2000):
        if is_held(file):
            break
        assert process.poll() is None, "The import ended before it was seen to write."
        time.sleep(0.01)
    time.sleep(0.3)
    assert is_held(file) and process.poll() is None


def is_held(file: str) -> bool:
    """Whether somebody else is writing."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            assert "locked" in str(error)
            return True
        connection.rollback()
        return False


def count_schools(environment) -> int:
    code = "from schools.models import School; print(School.objects.count())"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return int(done.stdout)
