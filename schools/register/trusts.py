"""Trusts and federations, and which school belongs to which: two companion files, told apart by their headers.

allgroupsdata names the groups and has the last word on them; academiesmatmembership names groups and their schools,
often at another date. Both are published as UTF-8.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from django.db import reset_queries, transaction

from schools.models import School, Trust

from . import rules
from .importing import take_turn
from .reading import UNICODE, Refused, opened, rows
from .rules import Notices, RowRefused

NEEDED = ("Group UID", "Group Name", "Group Type", "Group Status")
MEMBER = "Academy URN"
# Groups that schools belong to. Sponsors stand behind trusts; children's centres are no schools.
KINDS = {
    "Multi-academy trust", "Single-academy trust", "Secure single-academy trust", "Federation", "Trust",
    "Umbrella trust",
}  # fmt: skip
FIELDS = ["name", "kind", "companies_house_number", "is_open"]


@dataclass
class TrustsOutcome:
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0


def tells_membership(paths: list[Path]) -> bool:
    """Whether one of the files says which school belongs to which trust. Raises Refused for what is no such file."""
    return any(_has_members(path) for path in paths)


def _has_members(path: Path) -> bool:
    with opened(path) as (stream, _):
        first = next(rows(stream, encoding=UNICODE, needed=NEEDED), None)
    return first is not None and MEMBER in first.cells


@transaction.atomic
def import_trusts(path: Path, notices: Notices, progress: Callable[[float], None]) -> TrustsOutcome:
    """Add and correct trusts; move schools to the trust that a membership file names. Raises Refused."""
    take_turn()
    outcome = TrustsOutcome()
    told: dict[str, tuple] = {}
    members: dict[int, str] = {}
    with opened(path) as (stream, share):
        for line, row in rows(stream, encoding=UNICODE, needed=NEEDED):
            outcome.rows += 1
            _read(row, told, members, notices, line)
            if outcome.rows % 1000 == 0:
                progress(share())
    if not told:
        raise Refused("Line 1: the file of trusts holds no trust.")
    _write_trusts(told, outcome, owner=not members)
    _move_schools(members, outcome)
    return outcome


def _read(row: dict, told: dict, members: dict, notices: Notices, line: int) -> None:
    uid, kind = row["Group UID"].strip()[:12], row["Group Type"].strip()
    name = rules.text(row["Group Name"], 200, notices, line)
    if kind not in KINDS or not uid or not name:
        notices.note("groups that are no trust or federation left out", line)
        return
    number = rules.text(row.get("Companies House Number", ""), 12, notices, line)
    told[uid] = (name, kind[:60], number, row["Group Status"].strip() != "Closed")
    if row.get(MEMBER, "").strip() and told[uid][3]:
        try:
            members[rules.urn(row[MEMBER])] = uid
        except RowRefused:
            notices.note("members whose URN is no number left out", line)


def _write_trusts(told: dict[str, tuple], outcome: TrustsOutcome, *, owner: bool) -> None:
    """New trusts, and changes to those we have: all by the file that owns them, else of those bare of facts."""
    have = {uid: (pk, tuple(facts)) for pk, uid, *facts in Trust.objects.order_by().values_list("pk", "uid", *FIELDS)}
    new, changed = [], []
    for uid, facts in told.items():
        pk, old = have.get(uid, (None, None))
        trust = Trust(pk=pk, uid=uid, **dict(zip(FIELDS, facts, strict=True)))
        if old is None:
            new.append(trust)
        elif old != facts and (owner or not old[1]):
            changed.append(trust)
        else:
            outcome.unchanged += 1
    Trust.objects.bulk_create(new, batch_size=1000)
    Trust.objects.bulk_update(changed, FIELDS, batch_size=200)
    outcome.new, outcome.changed = len(new), len(changed)


def _move_schools(members: dict[int, str], outcome: TrustsOutcome) -> None:
    """Schools that the file names move; a school that it does not name keeps its trust."""
    trusts = dict(Trust.objects.filter(uid__in=set(members.values())).values_list("uid", "pk"))
    for batch in batched(members.items(), 1000):
        wanted = {urn: trusts[uid] for urn, uid in batch}
        schools = School.objects.filter(urn__in=wanted).order_by().values_list("pk", "urn", "trust_id")
        moved = [School(pk=pk, trust_id=wanted[urn]) for pk, urn, trust in schools if trust != wanted[urn]]
        School.objects.bulk_update(moved, ["trust"], batch_size=500)
        reset_queries()
        outcome.moved += len(moved)
