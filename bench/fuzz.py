"""Random query strings on every list page of the directory in DATABASE_URL: no fault of ours, none slow.

    python bench/fuzz.py [HOW_MANY] [SEED]      10,000 on each page unless told otherwise

Prints for each page the number of 5xx, p50, p95 and the slowest, in milliseconds, with its question. What takes a
second is asked again, since a busy machine stands still now and then. Ends with 1 where there was a 5xx or a question
took a second twice.
"""

import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schools_together.settings.dev")

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402

from tests.behaviour.test_junk_in_the_address import JUNK, NAMES, encoded  # noqa: E402

LISTS = [
    "/projects/",
    "/projects/map/",
    "/projects/feed/",
    "/projects/export.csv",
    "/projects/export.json",
    "/schools/",
    "/schools/map/",
    "/schools/suggest/",
    "/board/",
    "/groups/",
]
SLOWEST_ALLOWED = 1000


def question(dice: random.Random) -> str:
    """Up to six names, some repeated, each with a piece of junk."""
    pairs = ((dice.choice(NAMES), dice.choice(JUNK)) for _ in range(dice.randint(1, 6)))
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)


def fuzz(page: str, how_many: int, seed: str) -> bool:
    """Ask one page, print its line; True where all was well."""
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    dice = random.Random(seed)  # noqa: S311
    times, faults, stood = [], 0, 0
    client.get(page)
    for _ in range(how_many):
        asked = question(dice)
        took, code = ask(client, page, asked)
        if took > SLOWEST_ALLOWED:  # a slow question is slow again; a machine that stood still is not
            took, stood = ask(client, page, asked)[0], stood + 1
        times.append((took, asked))
        faults += code >= 500
    times.sort()
    slowest, by = times[-1]
    middle, most = times[len(times) // 2][0], times[len(times) * 95 // 100][0]
    print(f"{page:20} {faults:4} 5xx   p50 {middle:6.1f}   p95 {most:6.1f}   slowest {slowest:7.1f}   "
          f"asked again {stood}   {by[:60]}", flush=True)  # fmt: skip
    return not faults and slowest < SLOWEST_ALLOWED


def ask(client: Client, page: str, asked: str) -> tuple[float, int]:
    """Milliseconds, and the code of the answer."""
    start = time.perf_counter()
    answer = client.get(f"{page}?{asked}")
    if answer.streaming:  # the first lines tell whether the question was understood; the rest is as long as it is
        next(iter(answer.streaming_content), b"")
        answer.close()
    return (time.perf_counter() - start) * 1000, answer.status_code


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = sys.argv[2] if len(sys.argv) > 2 else "1"
    went_well = [fuzz(page, number, seed) for page in LISTS]
    sys.exit(not all(went_well))
