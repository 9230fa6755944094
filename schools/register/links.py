"""Which school came after which: the register's file of links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import batched
from pathlib import Path

from django.db import reset_queries, transaction

from schools.models import School, SchoolLink, Status

from . import rules
from .importing import take_turn
from .reading import WINDOWS, Refused, opened, rows
from .rules import Notices, RowRefused

NEEDED = ("URN", "LinkURN", "LinkType", "LinkEstablishedDate")
# Types that join two schools without saying which came first; the closed one did. "changer" is the register's spelling.
MERGERS = {
    "Result of Amalgamation",
    "Merged - change in age range",
    "Merged - expansion of school capacity",
    "Merged - expansion in school capacity and change in age range",
    "Merged - expansion in school capacity and changer in age range",
}
# Schools side by side (a shared sixth form) or a remark: nobody follows anybody.
NOT_SUCCESSION = {"Sixth Form Centre School", "Sixth Form Centre Link", "Other", "Expansion", "Closure"}


@dataclass
class LinksOutcome:
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0


@transaction.atomic
def import_links(path: Path, notices: Notices, progress: Callable[[float], None]) -> LinksOutcome:
    """Add the links that we lack. Links that the file no longer names stay. Raises Refused."""
    take_turn()
    schools = {urn: (pk, status) for urn, pk, status in _schools()}
    told: dict[tuple[int, int], tuple[str, date | None]] = {}
    outcome = LinksOutcome()
    with opened(path) as (stream, share):
        for line, row in rows(stream, encoding=WINDOWS, needed=NEEDED):
            outcome.rows += 1
            if link := _link(row, schools, notices, line):
                pair, kind, day = link
                before = told.get(pair)
                told[pair] = (kind, day) if before is None else (before[0], before[1] or day)
            else:
                outcome.refused += 1
            if outcome.rows % 1000 == 0:
                progress(share())
    if not outcome.rows:
        raise Refused("Line 1: the file of links holds no link.")
    _write(told, outcome)
    return outcome


def _schools():
    return School.objects.filter(urn__isnull=False).order_by().values_list("urn", "pk", "status").iterator()


def _link(row: dict, schools: dict, notices: Notices, line: int) -> tuple[tuple[int, int], str, date | None] | None:
    """((predecessor, successor), kind, day) of one row; None and a notice where it makes no successor."""
    kind = row["LinkType"].strip()
    try:
        one, other = schools.get(rules.urn(row["URN"])), schools.get(rules.urn(row["LinkURN"]))
    except RowRefused:
        one = other = None
    if not one or not other or one == other:
        notices.note("links with a school that we do not know left out", line)
        return None
    if kind.startswith("Successor"):
        pair = one[0], other[0]
    elif kind.startswith("Predecessor"):
        pair = other[0], one[0]
    elif kind in MERGERS and (one[1] == Status.CLOSED) != (other[1] == Status.CLOSED):
        pair = (one[0], other[0]) if one[1] == Status.CLOSED else (other[0], one[0])
    else:
        known = kind in MERGERS | NOT_SUCCESSION
        notices.note("links that make no successor left out" if known else "links of an unknown type left out", line)
        return None
    return pair, _plain(kind), rules.day(row["LinkEstablishedDate"], notices, line)


def _plain(kind: str) -> str:
    """The same word from both ends: "Predecessor - merged" and "Successor - merged" are "merged"."""
    return (kind.partition(" - ")[2] or ("amalgamated" if "Amalgamation" in kind else "successor")).lower()[:80]


def _write(told: dict, outcome: LinksOutcome) -> None:
    links = SchoolLink.objects.order_by().values_list("pk", "predecessor_id", "successor_id", "kind", "linked_on")
    have = {(before, after): (pk, kind, day) for pk, before, after, kind, day in links.iterator()}
    new, changed = [], []
    for (before, after), (kind, day) in told.items():
        old = have.get((before, after))
        if old is None:
            new.append(SchoolLink(predecessor_id=before, successor_id=after, kind=kind, linked_on=day))
        elif old[1:] != (kind, day):
            changed.append(SchoolLink(pk=old[0], kind=kind, linked_on=day))
        else:
            outcome.unchanged += 1
    for batch in batched(new, 1000):
        SchoolLink.objects.bulk_create(batch)
        reset_queries()  # with DEBUG on, Django keeps the text of every query
    SchoolLink.objects.bulk_update(changed, ["kind", "linked_on"], batch_size=200)
    outcome.new, outcome.changed = len(new), len(changed)
