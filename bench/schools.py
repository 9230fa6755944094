"""How quick the list of schools is, in-process: `python bench/schools.py [--rounds 3]`.

Asks whole pages of the directory in DATABASE_URL (load_corpus.py, then `manage.py reindex`) through the test client:
middleware, view, search, counts, twenty lines. Prints for each kind the median and the 95th percentile of wall time,
the median of this process's CPU time, queries and compressed size; then what the first question of a process costs,
and the peak of memory.
"""

import argparse
import os
import random
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
EACH = 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from bench.browse import measure, memory, report
    from schools.models import School

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    start = time.perf_counter()
    client.get("/schools/")
    first = 1000 * (time.perf_counter() - start)
    print(f"{School.objects.count():,} schools; first question of a process {first:.0f} ms")
    print(f"{'kind':34}{'p50':>8}{'p95':>8}{'CPU p50':>9}{'queries':>9}{'kB gz':>7}   ms")
    asked = kinds(list(School.objects.exclude(postcode="").order_by("urn")[:2000:20]))
    report("cold", {name: measure(client, addresses, 1) for name, addresses in asked.items()})
    report("warm", {name: measure(client, addresses, options.rounds) for name, addresses in asked.items()})
    print(f"peak memory {memory():.0f} MB")
    return 0


def kinds(schools: list) -> dict[str, list[str]]:
    """Addresses of each kind, from one seed."""
    dice = random.Random(3)  # noqa: S311 - the same questions in each run

    def some(address: str = "/schools/", **parts) -> list[str]:
        return [f"{address}?{urlencode({name: pick() for name, pick in parts.items()}, True)}" for _ in range(EACH)]

    def place() -> str:
        return dice.choice(schools).postcode

    def within() -> int:
        return dice.choice([3, 10, 20, 50, 100])

    def word() -> str:
        return dice.choice(dice.choice(schools).name.lower().split())

    def typed() -> str:
        """A name as far as somebody has come with it."""
        return dice.choice(schools).name.lower()[: dice.randrange(2, 16)]

    def phase() -> list[str]:
        return dice.sample(["primary", "secondary", "all-through"], 2)

    def region() -> str:
        return dice.choice(["london", "wales", "south-east"])

    def yes() -> str:
        return "yes"

    return {
        "no filter": ["/schools/"] * EACH,
        "deep page": some(page=lambda: dice.randrange(2, 90)),
        "a word": some(q=word),
        "suggest": some("/schools/suggest/", q=typed),
        "two filters": some(phase=phase, region=region),
        "word and filters": some(q=word, phase=phase, projects=yes),
        "near, within": some(near=place, within=within),
        "near, any distance": some(near=place, within=lambda: "any"),
        "near, filters": some(near=place, within=within, phase=phase, open=yes),
        "map of all": ["/schools/map/"] * EACH,
        "map, near": some("/schools/map/", near=place, within=within),
    }


if __name__ == "__main__":
    sys.exit(main())
