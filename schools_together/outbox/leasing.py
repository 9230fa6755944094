"""Who does what: a lease, so that several workers never send the same letter or do the same job at once.

A leased row's turn (`due_at`) lies at the end of the lease. That instant is also the lease's name: whoever
finds another one in the row has lost it to a later worker. A worker that is killed loses nothing; its
rows come round again when the lease ends. A row is a Letter or a Job: both are queues of models.py.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from .models import Job, Letter

Row = Letter | Job


def lease(kind: type[Row], limit: int, seconds: float) -> list:
    """The oldest due rows of one queue, at most `limit`, ours for so many seconds; each knows `was_due_at`.

    PostgreSQL: workers step round each other's rows (SKIP LOCKED). SQLite has one writer at a time: the
    transaction is IMMEDIATE (settings), so it owns the table from its first word.
    """
    now = timezone.now()
    if not kind.objects.due(now).exists():
        return []  # an idle worker does not take SQLite's only write lock
    with transaction.atomic():
        due = kind.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due[:limit])
        until = now + timedelta(seconds=seconds)
        kind.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=until)
    for row in rows:
        row.was_due_at, row.due_at = row.due_at, until
    return rows


def still_ours(row: Row):
    """The stored row of a lease, or nothing once the lease has ended and another worker has taken it."""
    return type(row).objects.unfinished().filter(pk=row.pk, due_at=row.due_at)


def give_back(rows: list) -> None:
    """Return unfinished rows to the queue at their old place, as if they had not been leased."""
    for row in rows:
        still_ours(row).update(due_at=row.was_due_at)


def lease_is_nearly_over(row: Row, seconds: float, now: datetime | None = None) -> bool:
    """True in the last two fifths of the lease: too late to begin with a letter to a slow mail server."""
    left = row.due_at - (now or timezone.now())
    return left < timedelta(seconds=seconds * 0.4)
