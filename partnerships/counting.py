"""Counting how often a project's page is read, without knowing by whom (docs/decisions/0013-views.md).

`note_view` adds one in the memory of this process and asks no database. What has gathered is written after an answer
has been sent, at most every FLUSH_SECONDS, as one addition for each project and day.
"""

import logging
import re
import threading
import time
from collections import Counter
from datetime import date

from django.conf import settings
from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from .models import Project, ViewCount

logger = logging.getLogger(__name__)
FLUSH_SECONDS = 30
MOST_GATHERED = 10_000  # projects and days in memory; beyond it new ones are not counted
NO_READER = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|check|curl|wget|python|java/|go-http|libwww|httpclient|headless",
    re.IGNORECASE,
)
_gathered: Counter[tuple[int, date]] = Counter()
_lock = threading.Lock()
_next_flush = [0.0]


def note_view(request: HttpRequest, project: Project, *, own: bool) -> None:
    """Count one view, unless it is a machine's, a look ahead, of the project's own people, or of what is not public."""
    if not settings.VIEWS_COUNTED or own or not project.is_public or request.method != "GET" or is_machine(request):
        return
    key = (project.pk, timezone.localdate())
    with _lock:
        if key in _gathered or len(_gathered) < MOST_GATHERED:
            _gathered[key] += 1


def is_machine(request: HttpRequest) -> bool:
    """Programs that say so, programs that say nothing, and browsers that load a page before anybody wants it."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return ahead or not agent or NO_READER.search(agent) is not None


def write_views() -> int:
    """Add what has gathered to the database; returns how many views. Where that fails they wait for the next time."""
    with _lock:
        taken = Counter(_gathered)
        _gathered.clear()
    try:
        with transaction.atomic():
            for (project, day), count in sorted(taken.items()):
                _add(project, day, count)
    except DatabaseError:
        logger.exception("Views could not be written; they are kept for the next time.")
        with _lock:
            _gathered.update(taken)
        return 0
    return sum(taken.values())


def _add(project: int, day: date, count: int) -> None:
    """One addition in the database, exact whoever else adds; a project that is gone meanwhile has no row to make."""
    row = ViewCount.objects.filter(project=project, day=day)
    if row.update(count=F("count") + count):
        return
    if Project.objects.filter(pk=project).exists():
        ViewCount.objects.bulk_create([ViewCount(project_id=project, day=day)], ignore_conflicts=True)
        row.update(count=F("count") + count)


def _after_an_answer(**kwargs) -> None:
    now = time.monotonic()
    if not _gathered or now < _next_flush[0]:
        return
    _next_flush[0] = now + FLUSH_SECONDS
    write_views()


def listen() -> None:
    """Write now and then after answers: Django's word that one has been sent whole."""
    request_finished.connect(_after_an_answer, dispatch_uid="partnerships.counting")
