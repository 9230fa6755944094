"""Register files as rows: plain, .zip or .xz, streamed, strictly read. A file that is not whole is refused by line."""

import csv
import lzma
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 1_000_000  # bytes; the longest line of the official file has 2,000
WINDOWS = "cp1252"
UNICODE = "utf-8"


class Refused(Exception):
    """A file that we do not take. The sentence names the line and says what to do; nothing was changed."""


class Row(NamedTuple):
    line: int
    cells: dict[str, str]


@contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, Callable[[], float]]]:
    """The file's bytes, unpacked, and a function that tells what share of the file (0 to 1) has been read.

    What is packed how is read from its first bytes: a name is easily wrong. Raises Refused.
    """
    try:
        size = path.stat().st_size or 1
        with path.open("rb") as raw:
            magic = raw.read(6)
            raw.seek(0)
            with _unpacked(raw, magic) as stream:
                yield stream, lambda: min(1.0, raw.tell() / size)
    except OSError as trouble:
        raise Refused(f"{path} cannot be read: {trouble.strerror or trouble}.") from trouble
    except (lzma.LZMAError, zipfile.BadZipFile, EOFError) as trouble:
        raise Refused(f"{path.name} is packed, but damaged or cut. Download it again.") from trouble


def _unpacked(raw: BinaryIO, magic: bytes) -> BinaryIO:
    if magic.startswith(b"\xfd7zXZ\0"):
        return lzma.open(raw)
    if magic.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(raw)
        tables = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(tables) != 1:
            raise Refused(f"The .zip file holds {len(tables)} tables (.csv); it must hold one.")
        return archive.open(tables[0])
    return raw


def rows(stream: BinaryIO, *, encoding: str, needed: Iterable[str]) -> Iterator[Row]:
    """Each row under the names of the header, with its line number; rows of blank cells only are skipped.

    Raises Refused with the line for: no table, a column of `needed` missing or any column twice, another encoding, a
    row longer or shorter than the header, an open quotation mark, a NUL, a last line that does not end.
    """
    reader = csv.reader(_lines(stream, encoding), strict=True)
    header: list[str] = []
    start = 1
    try:
        for cells in reader:
            if not header:
                header = _checked_header(cells, needed)
            elif any(cells):
                if len(cells) != len(header):
                    raise Refused(
                        f"Line {start}: {len(cells)} cells where the header has {len(header)}. The file seems to be "
                        "cut or damaged; download it again."
                    )
                yield Row(start, dict(zip(header, cells, strict=True)))
            start = reader.line_num + 1
    except csv.Error as trouble:
        raise Refused(
            f"Line {start}: a quotation mark is opened and not closed as it should be. The file seems to be cut or "
            "damaged; download it again."
        ) from trouble
    if not header:
        raise Refused("Line 1: the file is empty.")


def _checked_header(cells: list[str], needed: Iterable[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if header[0].startswith("<"):
        raise Refused("Line 1: this is a web page, not the register. Download the file again.")
    if missing := [name for name in needed if name not in header]:
        raise Refused(f"Line 1: the header has no column {_quoted(missing)}. This is not the file it should be.")
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise Refused(f"Line 1: the header has the column {_quoted(twice)} more than once.")
    return header


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Decoded lines. In memory stands one line at a time."""
    number, last = 0, b"\n"
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if number == 1:
            line = _without_mark(line, encoding)
        if len(line) == LONGEST_LINE:
            raise Refused(f"Line {number}: longer than a million bytes. This is not the register.")
        if b"\0" in line:
            raise Refused(
                f"Line {number}: holds a NUL byte. The file is damaged or saved as UTF-16; download it again."
            )
        yield _decoded(line, number, encoding)
        last = line
    if not last.endswith((b"\n", b'"')):
        raise Refused(f"Line {number}: the last line does not end. The file seems to be cut; download it again.")


def _without_mark(line: bytes, encoding: str) -> bytes:
    """The first line without a byte-order mark, which only UTF-8 tables may bear."""
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("Line 1: the file is saved as UTF-16. Take the file as downloaded, not saved again.")
    if line.startswith(b"\xef\xbb\xbf"):
        if encoding == WINDOWS:
            raise Refused(_other_encoding(1))
        return line[3:]
    return line


def _decoded(line: bytes, number: int, encoding: str) -> str:
    """Text of a line. Most lines are ASCII; the others show in which encoding the file really is.

    Bytes above 0x7F that read as UTF-8 never are Windows-1252 in practice: "Môn" would have been typed "MÃ´n".
    """
    if line.isascii():
        return line.decode("ascii")
    try:
        text = line.decode(UNICODE)
    except UnicodeDecodeError:
        text = None
    if encoding == UNICODE:
        if text is None:
            raise Refused(f"Line {number}: not UTF-8, in which this list is published. Take the file as downloaded.")
        return text
    if text is not None:
        raise Refused(_other_encoding(number))
    try:
        return line.decode(WINDOWS)
    except UnicodeDecodeError as trouble:
        raise Refused(
            f"Line {number}: byte {trouble.start + 1} is no letter of Windows-1252, the register’s encoding."
        ) from trouble


def _other_encoding(number: int) -> str:
    return (
        f"Line {number}: the file is saved as UTF-8, the official one is Windows-1252. "
        "Take the file as downloaded, not opened and saved again."
    )
