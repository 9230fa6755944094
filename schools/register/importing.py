"""Compare a file with the directory, line by line, and write the difference: all of it or nothing.

A school that a file calls closed is marked closed; a school that a file no longer names stays as it is. Nothing is
ever deleted. What members wrote (SchoolProfile) is in another table, which is not read here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Protocol

from django.db import OperationalError, connection, reset_queries, transaction
from django.utils.text import slugify

from schools.changes import tell_of_changes
from schools.models import LocalAuthority, Nation, Phase, Region, RegisterImport, School, Status, Trust

from .england import Entry
from .reading import Refused, opened, rows
from .rules import Notices, RowRefused

BATCH = 500
WRITTEN_AT_ONCE = 100
LARGEST_CLOSING_SHARE = 0.01  # of the open schools that we know
LEAST_ROWS_SHARE = 0.95  # of the schools that we know
LOCK_NUMBER = 7_264_001  # names our lock among a PostgreSQL database's advisory locks; any number would do
SILENT = (None, "", Phase.UNKNOWN)
FIELDS = [
    field.attname for field in School._meta.concrete_fields
    if field.name not in ("id", "urn", "reference", "slug", "domain", "search_text", "latitude", "longitude")
]  # fmt: skip
WRITTEN = [*(name.removesuffix("_id") for name in FIELDS), "slug", "domain", "search_text", "latitude", "longitude"]


class Source(Protocol):
    """How to read one nation's file."""

    nation: Nation
    encoding: str
    needed: tuple[str, ...]

    def entry(self, line: int, row: dict[str, str], notices: Notices) -> Entry: ...


@dataclass
class Outcome:
    """What a file did, in schools."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    closed: int = 0
    unchanged: int = 0
    refused: int = 0
    vanished: list = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)

    @property
    def wrote(self) -> bool:
        return bool(self.new or self.changed or self.closed)


@transaction.atomic
def import_register(path: Path, source: Source, *, yes_close: int | None, progress: Callable[[float], None]) -> Outcome:
    """Read a file into the directory. Raises Refused with a sentence, and then nothing has changed."""
    take_turn()
    writer = Writer(source)
    with opened(path) as (stream, share):
        table = rows(stream, encoding=source.encoding, needed=source.needed)
        for batch in batched(_entries(table, source, writer.outcome), BATCH):
            writer.take(batch)
            progress(share())
            reset_queries()  # with DEBUG on, Django keeps the text of every query
    writer.check(yes_close)
    outcome = writer.outcome
    if outcome.wrote:
        counts = {name: getattr(outcome, name) for name in ("rows", "new", "changed", "closed", "unchanged", "refused")}
        RegisterImport.objects.create(nation=source.nation, file_name=path.name[:200], **counts)
    if outcome.wrote or writer.renamed:
        tell_of_changes([*writer.changed, *writer.renamed_schools()])
    return outcome


def take_turn() -> None:
    """One import at a time. SQLite's transaction has the only pen already; PostgreSQL is asked for a lock that ends
    with the transaction, also when the process dies. Raises Refused while another import runs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_NUMBER])
            if not cursor.fetchone()[0]:
                raise Refused("Another import is running. Start this one again when it has ended.")


def busy_sentence(trouble: OperationalError) -> str | None:
    """The sentence for a database that somebody else is writing to; None for any other trouble."""
    if "locked" in str(trouble):
        return "Another import or a long change is running. Start this one again when it has ended."
    return None


def _entries(table: Iterable, source: Source, outcome: Outcome) -> Iterator[Entry]:
    """Rows as entries. A row that cannot be a school, or comes a second time, is counted and named by its line."""
    seen: dict[int | str, int] = {}
    for line, cells in table:
        outcome.rows += 1
        try:
            entry = source.entry(line, cells, outcome.notices)
            if entry.key in seen:
                raise RowRefused(f"{entry.key} stands on line {seen[entry.key]} already")
        except RowRefused as trouble:
            outcome.refused += 1
            outcome.troubles.append(f"Line {line}: {trouble}.")
            continue
        seen[entry.key] = line
        yield entry


class Writer:
    """Writes batches of entries, and knows at the end whether the whole may stand."""

    def __init__(self, source: Source):
        self.source = source
        self.outcome = Outcome()
        self.authorities = dict(LocalAuthority.objects.values_list("code", "pk"))
        self.authority_names = dict(LocalAuthority.objects.values_list("code", "name"))
        self.trusts = dict(Trust.objects.values_list("uid", "pk"))
        self.seen: set[int | str] = set()
        self.changed: list[int] = []
        self.renamed: list[int] = []
        known = self._known()
        self.known, self.known_open = known.count(), known.open().count()

    def _known(self):
        """The schools that this file should name."""
        if self.source.nation == Nation.ENGLAND:
            return School.objects.filter(urn__isnull=False)
        return School.objects.filter(nation=self.source.nation).exclude(reference="")

    def take(self, batch: tuple[Entry, ...]) -> None:
        """Compare a batch with what we have, and write what is new or differs."""
        self._add_authorities(batch)
        self._add_trusts(batch)
        have = self._existing(batch)
        new, changed = [], []
        for entry in batch:
            old = have.get(entry.key)
            facts = self._facts(entry, old)
            self.seen.add(entry.key)
            if old is None:
                if self._may_start(entry, facts):
                    new.append(self._school(entry, facts, None))
            elif self._differs(old, facts):
                changed.append(self._school(entry, {**old, **facts}, old["id"]))
            else:
                self.outcome.unchanged += 1
        School.objects.bulk_create(new, batch_size=WRITTEN_AT_ONCE)
        School.objects.bulk_create(
            changed, batch_size=WRITTEN_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
        )
        self.outcome.new += len(new)
        self.changed += [school.pk for school in changed]

    def _may_start(self, entry: Entry, facts: dict) -> bool:
        """A list that only fills gaps (Wales) cannot begin a school: it does not tell the name."""
        if "name" in facts:
            return True
        self.outcome.refused += 1
        self.outcome.troubles.append(
            f"Line {entry.line}: URN {entry.urn} is not in the directory yet; import the register first."
        )
        return False

    def _existing(self, batch: tuple[Entry, ...]) -> dict[int | str, dict]:
        """{key: {field: value}} of the schools that the batch names."""
        urns = [entry.urn for entry in batch if entry.urn]
        references = [entry.reference for entry in batch if not entry.urn]
        found = {}
        names = ["id", "urn", "reference", *FIELDS]
        for schools, key in (
            (School.objects.filter(urn__in=urns), "urn"),
            (School.objects.filter(nation=self.source.nation, reference__in=references), "reference"),
        ):
            for values in schools.order_by().values_list(*names):
                old = dict(zip(names, values, strict=True))
                found[old[key]] = old
        return found

    def _differs(self, old: dict, facts: dict) -> bool:
        if all(old[name] == value for name, value in facts.items()):
            return False
        if old["status"] != Status.CLOSED and facts.get("status") == Status.CLOSED:
            self.outcome.closed += 1
        else:
            self.outcome.changed += 1
        return True

    def _facts(self, entry: Entry, old: dict | None) -> dict:
        guesses = {name: value for name, value in entry.if_silent.items() if not old or old[name] in SILENT}
        facts = entry.facts | guesses
        if entry.authority or "name" in facts:
            facts["local_authority_id"] = self.authorities[entry.authority[0]] if entry.authority else None
        if entry.tells_trust:
            facts["trust_id"] = self.trusts[entry.trust[0]] if entry.trust else None
        return facts

    @staticmethod
    def _school(entry: Entry, facts: dict, pk: int | None) -> School:
        told = {name: value for name, value in facts.items() if name not in ("id", "urn", "reference")}
        school = School(
            id=pk, urn=facts.get("urn", entry.urn), reference=facts.get("reference", entry.reference), **told
        )
        school.latitude, school.longitude = school.point.latlon if school.point else (None, None)
        school.derive()
        return school

    def _add_authorities(self, batch: tuple[Entry, ...]) -> None:
        """New authorities, and names that the register now writes otherwise."""
        named = {
            entry.authority[0]: (entry.authority[1], entry.facts.get("region")) for entry in batch if entry.authority
        }
        for code, (name, region) in named.items():
            if self.authority_names.get(code) == name:
                continue
            fresh = {"name": name, "slug": slugify(name)[:110]}
            authority, _ = LocalAuthority.objects.update_or_create(
                code=code, defaults=fresh, create_defaults={**fresh, "region": region or Region.ELSEWHERE}
            )
            if code in self.authorities:
                self.renamed.append(authority.pk)
            self.authorities[code], self.authority_names[code] = authority.pk, name

    def renamed_schools(self) -> list[int]:
        """Schools whose authority is called otherwise from now on."""
        if not self.renamed:
            return []
        return list(School.objects.filter(local_authority__in=self.renamed).values_list("pk", flat=True))

    def _add_trusts(self, batch: tuple[Entry, ...]) -> None:
        missing = {e.trust[0]: e.trust[1] for e in batch if e.tells_trust and e.trust and e.trust[0] not in self.trusts}
        Trust.objects.bulk_create([Trust(uid=uid, name=name) for uid, name in missing.items()])
        if missing:
            self.trusts |= dict(Trust.objects.filter(uid__in=missing).values_list("uid", "pk"))

    def check(self, yes_close: int | None) -> None:
        """Refuse a file that looks halved or closes too many, unless `yes_close` names exactly that number."""
        outcome, taken = self.outcome, self.outcome.rows - self.outcome.refused
        if not taken:
            raise Refused(
                f"The file holds no school that we can take ({outcome.rows} rows). " + " ".join(outcome.troubles[:1])
            )
        outcome.vanished = self._vanished()
        shrunk = taken < self.known * LEAST_ROWS_SHARE
        number = outcome.closed + (len(outcome.vanished) if shrunk else 0)
        if not shrunk and outcome.closed <= self.known_open * LARGEST_CLOSING_SHARE or yes_close == number:
            return
        reason = f"would close {outcome.closed} of {self.known_open} open schools"
        if shrunk:
            reason = f"has {taken} schools where we know {self.known}, and {reason}"
        raise Refused(
            f"Up to its last line ({outcome.rows + 1}) the file {reason}. It may be halved or damaged. "
            f"If it is right, run again with --yes-close {number}."
        )

    def _vanished(self) -> list:
        """Keys of the schools that the file no longer names. They stay as they are."""
        known = self._known().order_by("pk").values_list("urn", "reference")
        return [urn or reference for urn, reference in known.iterator() if (urn or reference) not in self.seen]
