"""Jobs: what the worker does by the way, besides letters.

An app names its jobs in `<app>/jobs.py`, which is found when the site starts:

    @does("picture sizes")
    def make_sizes(picture: int) -> None: ...

and an action asks for one inside its transaction:

    write_job("picture sizes", key=f"sizes of {photo.pk}", picture=photo.pk)

A job may run twice (a worker can be killed after the work and before its note), so it must be safe to repeat.
"""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from .addresses import without_addresses
from .backing_off import MOST_ATTEMPTS, WAITS
from .leasing import give_back, lease, still_ours
from .models import Job

logger = logging.getLogger(__name__)
LEASE_SECONDS = 300
KINDS: dict[str, Callable] = {}


def does(kind: str) -> Callable:
    """Registers the function that does jobs of this kind; it takes what `write_job` was told as keywords."""

    def register(function: Callable) -> Callable:
        if KINDS.setdefault(kind, function) is not function:
            raise ValueError(f"Two functions want to do “{kind}”.")
        return function

    return register


def write_job(kind: str, *, key: str, after=None, **about) -> Job:
    """Ask for a job, in the transaction of its reason; `after` is the instant before which it does not run.

    The key names what it is about. Asking again while it waits changes nothing but what it is told; asking while it
    runs makes it run once more.
    Raises TransactionManagementError outside a transaction, KeyError for a kind that nobody does.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("A job is written in the transaction that gives its reason.")
    KINDS[kind]
    now = timezone.now()
    fresh = {"kind": kind, "about": about, "due_at": after or now, "attempts": 0, "failed_at": None, "last_error": ""}
    job, _ = Job.objects.update_or_create(key=key, defaults=fresh)
    return job


def do_due_jobs(*, batch: int = 5, seconds: float = LEASE_SECONDS, stop: Callable[[], bool] = lambda: False) -> int:
    """Do one batch of due jobs, one after another; returns how many were tried."""
    jobs = lease(Job, batch, seconds)
    for place, job in enumerate(jobs):
        if stop():
            give_back(jobs[place:])
            return place
        _do(job)
    return len(jobs)


def _do(job: Job) -> None:
    """One job; whatever it raises is noted with the row, so that one bad job never stops the letters."""
    try:
        KINDS[job.kind](**job.about)
    except Exception as error:  # noqa: BLE001 - a job may fail in any way; it is logged, kept and tried again
        logger.warning("Job “%s” failed: %s: %s", job.key, type(error).__name__, without_addresses(str(error)))
        _note_failure(job, error)
    else:
        still_ours(job).delete()


def _note_failure(job: Job, error: Exception) -> None:
    now, attempts = timezone.now(), job.attempts + 1
    note = {"attempts": attempts, "last_error": f"{type(error).__name__}: {error}"[:300]}
    if attempts >= MOST_ATTEMPTS:
        still_ours(job).update(failed_at=now, **note)
    else:
        still_ours(job).update(due_at=now + WAITS[attempts - 1], **note)


def do_again(job: Job) -> bool:
    """Give a job that was given up its eight attempts anew; False where it is not given up."""
    dead = Job.objects.dead().filter(pk=job.pk)
    return bool(dead.update(failed_at=None, attempts=0, due_at=timezone.now(), last_error=""))
