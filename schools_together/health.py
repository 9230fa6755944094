"""Is the process alive, and can the site do its work? For load balancers and monitors; no detail for strangers."""

import logging
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schools_together.outbox.models import Job, Letter

logger = logging.getLogger(__name__)

LEAST_FREE_BYTES = 200 * 1024 * 1024
# A worker looks every few seconds; a letter this late says that none runs, or that the mail server is away.
LONGEST_WAIT = timedelta(minutes=15)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations, disk and outbox are fine, else 503. The reasons go to the log alone."""
    troubles = list(find_troubles())
    if troubles:
        logger.warning("Not ready. %s", " ".join(troubles))
        return JsonResponse({"status": "not ready"}, status=503)
    return JsonResponse({"status": "ready"})


def find_troubles() -> Iterator[str]:
    """One sentence for each thing that keeps the site from doing its work."""
    try:
        if has_unapplied_migrations():
            yield "The database lacks migrations: run manage.py migrate."
        else:
            yield from outbox_troubles()
    except Error as error:
        yield f"The database cannot be reached: {str(error).strip()}."
    yield from disk_troubles(Path(settings.MEDIA_ROOT))


def has_unapplied_migrations() -> bool:
    """Whether the code knows a migration that the database does not."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def outbox_troubles() -> Iterator[str]:
    """Letters and jobs that nobody does. What was refused or has failed waits for its next turn and does not count."""
    since = timezone.now() - LONGEST_WAIT
    if late := Letter.objects.due(since).count():
        yield f"Letters that have waited too long: {late}. Is a worker running, and the mail server there?"
    if late := Job.objects.due(since).count():
        yield f"Jobs that have waited too long: {late}. Is a worker running?"


def disk_troubles(folder: Path) -> Iterator[str]:
    """Too little room for uploads and the database. Looks at the nearest folder that exists."""
    while not folder.exists():
        folder = folder.parent
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        yield f"Less than {LEAST_FREE_BYTES // 1024**2} MB are free on the disk of {folder}."
