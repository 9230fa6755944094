"""The files of data/sample/, read as they stand (data/sample/README.md says what they hold)."""

import json
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

FOLDER = settings.BASE_DIR / "data" / "sample"
PASSWORD = "Partnership-2026"  # noqa: S105  printed at start: one password for all sample people


def rows(name: str) -> list[dict]:
    """One file of the sample directory, like "schools" or "board"."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def project_rows() -> list[dict]:
    """Every project of every file, in order of its number."""
    found = [row for file in (FOLDER / "projects").glob("*.json") for row in json.loads(file.read_text("utf-8"))]
    return sorted(found, key=lambda row: row["number"])


def day(text: str | None) -> date | None:
    """A date from "2019-03-01", "2019-03" (its first day) or nothing."""
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01") if text else None


def instant(text: str) -> datetime:
    """A moment from local time in the United Kingdom, "2026-11-20T15:42"."""
    return timezone.make_aware(datetime.fromisoformat(text))


def printed_people() -> list[dict]:
    """Those whose log-ins are printed at start."""
    return [row for row in rows("people") if row["printed"]]
