"""The list of enquiries with very many of them: `python bench/inbox.py [--threads 10000] [--opens 40]`.

Makes a school with so many conversations in a database of its own (or DATABASE_URL, which must be empty), opens the
list in its several forms through the whole site, in this process, and prints medians, 95th percentile and queries.
Expected: 50 ms of processor time at most (which other work on the machine does not change, as it does the clock),
and the same number of queries as with ten conversations.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PAGES = ["", "?show=us", "?show=them", "?show=archived", "?page=100", "?q=swimming"]
MOST_MS = 50


def main() -> int:
    """Run and print; 1 where the plain list is too slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=10_000)
    parser.add_argument("--opens", type=int, default=40)
    options = parser.parse_args()
    folder = tempfile.TemporaryDirectory()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder.name}/bench.sqlite3")
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    reader = make(options.threads)
    print(f"{connection.vendor}, {options.threads} conversations of one school, {options.opens} opens of each page")
    medians = [measure(reader, page, options.opens) for page in PAGES]
    return 1 if medians[0] > MOST_MS else 0


def make(count: int):
    """The conversations: half made, half received, from 200 schools, read up to the last fifty."""
    from django.db import connection
    from django.utils import timezone

    from messaging.models import Enquiry, Message, ReadMark
    from tests import factories, people

    reader, ours = people.lead_of_st_marys(), people.st_marys()
    others = [factories.school() for _ in range(200)]
    now = timezone.now()
    made = []
    for number in range(count):
        asked, at = number % 2, now - timedelta(minutes=number)
        pair = (ours, others[number % 200]) if asked else (others[number % 200], ours)
        made.append(
            Enquiry(
                from_school=pair[0], to_school=pair[1], subject=f"Question {number}", token=f"bench-{number}",
                opened_at=at, last_message_at=at, asker_said_at=at, is_unnamed=number % 10 == 0,
                asked_said_at=at + timedelta(seconds=1) if number % 3 == 0 else None,
                asker_archived_at=at if number % 7 == 0 else None,
            )
        )  # fmt: skip
    Enquiry.objects.bulk_create(made, batch_size=500)
    Message.objects.bulk_create(
        [
            Message(enquiry=one, school_id=one.from_school_id, text=f"Could we go swimming? {one.pk}", token=one.token)
            for one in made
        ],
        batch_size=500,
    )
    ReadMark.objects.bulk_create([ReadMark(user=reader, enquiry=one) for one in made[50:]], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return reader


def measure(reader, page: str, opens: int) -> float:
    from django.db import connection
    from django.test import Client

    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = []
    with connection.execute_wrapper(lambda execute, *rest: (asked.append(rest[0]), execute(*rest))[1]):
        assert client.get(f"/enquiries/{page}").status_code == 200
    times, work = [], []
    for _ in range(opens):
        began, worked = time.perf_counter(), time.process_time()
        client.get(f"/enquiries/{page}")
        times.append(1000 * (time.perf_counter() - began))
        work.append(1000 * (time.process_time() - worked))
    times.sort()
    median, slow = statistics.median(times), times[int(0.95 * len(times))]
    busy = statistics.median(work)
    told = f"p50 {median:6.1f} ms (processor {busy:5.1f})   p95 {slow:6.1f} ms   {len(asked)} queries"
    print(f"/enquiries/{page:<15} {told}")
    return busy


if __name__ == "__main__":
    sys.exit(main())
