"""Who sends which letter: a lease, so that several workers never send the same one at once.

A leased letter's turn (`due_at`) lies at the end of the lease. That instant is also the lease's name: whoever
finds another one in the row has lost the letter to a later worker. A worker that is killed loses nothing; its
letters come round again when the lease ends.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from .models import Letter


def lease_letters(limit: int, seconds: float) -> list[Letter]:
    """The oldest due letters, at most `limit`, ours for so many seconds; each knows `was_due_at`.

    PostgreSQL: workers step round each other's rows (SKIP LOCKED). SQLite has one writer at a time: the
    transaction is IMMEDIATE (settings), so it owns the table from its first word.
    """
    now = timezone.now()
    if not Letter.objects.due(now).exists():
        return []  # an idle worker does not take SQLite's only write lock
    with transaction.atomic():
        due = Letter.objects.due(now)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        letters = list(due[:limit])
        until = now + timedelta(seconds=seconds)
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(due_at=until)
    for letter in letters:
        letter.was_due_at, letter.due_at = letter.due_at, until
    return letters


def still_ours(letter: Letter):
    """The row of a leased letter, or nothing once the lease has ended and another worker has taken it."""
    return Letter.objects.unsent().filter(pk=letter.pk, due_at=letter.due_at)


def give_back(letters: list[Letter]) -> None:
    """Return unsent letters to the queue at their old place, as if they had not been leased."""
    for letter in letters:
        still_ours(letter).update(due_at=letter.was_due_at)


def lease_is_nearly_over(letter: Letter, seconds: float, now: datetime | None = None) -> bool:
    """True in the last two fifths of the lease: too late to begin with a letter to a slow mail server."""
    left = letter.due_at - (now or timezone.now())
    return left < timedelta(seconds=seconds * 0.4)
