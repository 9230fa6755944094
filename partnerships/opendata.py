"""What anybody may take away: public projects as rows, under an open licence. Confirmed names only, no person.

Rows are read in portions and written one after another, so a directory of any size takes little memory.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import batched

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch
from django.utils import timezone

from schools_together.ui.markdown import plain

from .models import Participation, Project

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PORTION = 200
# A spreadsheet reads a cell that begins with one of these as a formula (guard against "=cmd").
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
COLUMNS = (
    "address", "title", "summary", "category", "subjects", "shares", "phases", "scale", "frequency", "setting", "cost",
    "direction", "stands", "starts", "ends", "hosts", "host_urns", "partners", "partner_urns", "waiting_to_confirm",
    "regions", "authorities", "open_to_partners", "story", "published", "last_checked",
)  # fmt: skip


def rows_of(ids: Iterable[int]) -> Iterator[dict]:
    """One dict a project, in the order of the ids; values are text, numbers, dates, lists of text or None."""
    behind = Participation.objects.select_related("school__local_authority").order_by("role", "position", "pk")
    projects = Project.objects.public().select_related("category")
    projects = projects.prefetch_related("subjects", "shares", "stages", Prefetch("participations", behind))
    for portion in batched(ids, PORTION):
        found = projects.in_bulk(portion)
        yield from (row_of(found[pk]) for pk in portion if pk in found)


def row_of(project: Project) -> dict:
    """What the export says of one project."""
    schools = [part.school for part in (*project.hosts, *project.partners) if part.school_id]
    authorities = dict.fromkeys(one.local_authority.name for one in schools if one.local_authority_id)
    return {
        "address": f"{settings.SITE_URL}{project.get_absolute_url()}",
        "title": project.title,
        "summary": project.summary,
        "category": project.category.slug,
        "subjects": [term.slug for term in project.subjects.all()],
        "shares": [term.slug for term in project.shares.all()],
        "phases": [term.slug for term in project.stages.all()],
        "scale": project.scale,
        "frequency": project.frequency,
        "setting": project.setting,
        "cost": project.cost,
        "direction": project.direction,
        "stands": project.lifecycle,
        "starts": project.starts_on and f"{project.starts_on:%Y-%m}",
        "ends": project.ends_on and f"{project.ends_on:%Y-%m}",
        "hosts": [part.name for part in project.hosts],
        "host_urns": urns_of(project.hosts),
        "partners": [part.name for part in project.partners],
        "partner_urns": urns_of(project.partners),
        "waiting_to_confirm": project.waiting_count,
        "regions": list(dict.fromkeys(one.region for one in schools)),
        "authorities": list(authorities),
        "open_to_partners": project.open_to_partners,
        "story": plain(project.story),
        "published": project.published_at,
        "last_checked": project.last_confirmed_on,
    }


def urns_of(parts: list[Participation]) -> list[str]:
    return [str(part.school.urn) for part in parts if part.school_id and part.school.urn]


def as_csv(rows: Iterable[dict]) -> Iterator[str]:
    """RFC 4180 with a byte order mark, lists joined by "; ". No cell is a formula."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([cell(row[name]) for name in COLUMNS])


def cell(value) -> str:
    """A value as a spreadsheet may safely show it."""
    if isinstance(value, list):
        value = "; ".join(value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    elif hasattr(value, "isoformat"):
        value = value.isoformat()
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(rows: Iterable[dict]) -> Iterator[str]:
    """One object: the licence, when it was made, and the projects."""
    about = {"source": settings.SITE_URL, "licence": LICENCE, "made": timezone.now()}
    yield json.dumps(about, cls=DjangoJSONEncoder)[:-1] + ', "projects": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
    yield "\n]}\n"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
