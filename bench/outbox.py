"""Letters under kill -9: `python bench/outbox.py [--letters 400] [--kills 8] [--workers 2]`.

Writes letters into a database of its own (or DATABASE_URL, which must be empty), lets several workers send them to a
local mail server, kills one after another, and prints what arrived. Expected: every letter, and a repeat only where a
worker died between the server's yes and its own note, known by the same Message-ID.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WORKER = """
import sys, django
from django.conf import settings
django.setup()
settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {"host": "127.0.0.1", "port": int(sys.argv[1]), "timeout": 5}}}
from django.core.management import call_command
call_command("worker", lease=2)
"""


def main() -> int:
    """Run and print; 1 when a letter is missing."""
    options = asked()
    folder = tempfile.TemporaryDirectory()
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder.name}/bench.sqlite3")
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.smtp_sink import smtp_sink

    call_command("migrate", verbosity=0)
    write(options.letters)
    with smtp_sink("slow") as sink:
        seconds, killed = run(sink, options)
    return report(options, sink, seconds, killed)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=400)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def write(count: int) -> None:
    from django.db import transaction

    from schools_together.outbox.letters import post_letter

    with transaction.atomic():
        for number in range(count):
            post_letter(key=f"bench {number}", to=f"lead{number}@example.org", subject="Hello", text="Hello")


def run(sink, options) -> tuple[float, int]:
    """Workers at work, the next one killed every second and replaced, until nothing waits."""
    from schools_together.outbox.models import Letter

    begun = time.monotonic()
    workers = [start(sink.port) for _ in range(options.workers)]
    killed = 0
    places = cycle(range(options.workers))
    while Letter.objects.unfinished().exists():
        time.sleep(1)
        if killed < options.kills:
            place = next(places)
            workers[place].kill()
            workers[place].wait()
            workers[place] = start(sink.port)
            killed += 1
    seconds = time.monotonic() - begun
    for worker in workers:
        worker.terminate()
        worker.wait()
    return seconds, killed


def start(port: int) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)


def report(options, sink, seconds: float, killed: int) -> int:
    from django.db import connection

    distinct = len(set(sink.names))
    print(f"database                {connection.vendor}")
    print(f"letters written         {options.letters}")
    print(f"workers / killed        {options.workers} / {killed}")
    print(f"arrived, distinct       {distinct}")
    print(f"repeats (same id)       {len(sink.names) - distinct}")
    print(f"seconds                 {seconds:.1f}")
    return 0 if distinct == options.letters else 1


if __name__ == "__main__":
    sys.exit(main())
