"""How quick pages are, in-process: `python bench/browse.py QUERIES.json [--rounds 3] [--only WORDS]`.

Asks whole pages of the directory in DATABASE_URL (load_corpus.py) through the test client: middleware, view, search,
counts and twenty cards. Prints for each kind the median and the 95th percentile of wall time, the median of this
process's CPU time (what PostgreSQL uses is not in it), queries and size; then the first question of a fresh process
and the peak of memory. The first round, in which no word has been asked before, is told apart as "cold".
"""

import argparse
import gzip
import json
import os
import random
import resource
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
EACH = 25


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="kinds whose name holds these words")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    asked = kinds(json.loads(options.queries.read_text(encoding="utf-8")))
    asked = {name: addresses for name, addresses in asked.items() if options.only in name}
    start = time.perf_counter()
    client.get("/projects/")
    print(f"first question of a fresh process {1000 * (time.perf_counter() - start):.0f} ms, memory {memory():.0f} MB")
    print(f"{'kind':34}{'p50':>8}{'p95':>8}{'CPU p50':>9}{'queries':>9}{'kB gz':>7}   ms")
    report("cold", {name: measure(client, addresses, 1) for name, addresses in asked.items()})
    report("warm", {name: measure(client, addresses, options.rounds) for name, addresses in asked.items()})
    print(f"peak memory {memory():.0f} MB")
    return 0


def kinds(known: dict) -> dict[str, list[str]]:
    """Addresses of each kind, from one seed."""
    dice = random.Random(3)  # noqa: S311 - the same questions in each run
    common, medium = ([one["q"] for one in known[name]] for name in ("common", "medium"))
    rare = [one["q"] for one in known["rare"]] + known["absent"]
    regions = sorted({one["region"].lower().replace(" ", "-") for one in known["filters"] + known["filters_small"]})
    places = [one["postcode"] for one in known["postcodes"]]

    def some(**parts) -> list[str]:
        return [f"/projects/?{urlencode({name: pick() for name, pick in parts.items()}, True)}" for _ in range(EACH)]

    word, pair = (lambda: dice.choice(common)), (lambda: " ".join(dice.sample(common, 2)))
    category, region = (lambda: dice.choice(["music", "sport", "stem"])), (lambda: dice.choice(regions))
    phases, cost = (lambda: dice.sample(["ks1", "ks2", "ks3", "ks4"], 2)), (lambda: "free")
    near, within = (lambda: dice.choice(places)), (lambda: dice.choice([5, 10, 20, 50, 100]))
    return {
        "no filter": ["/projects/"] * EACH,
        "deep page": some(page=lambda: dice.randrange(2, 90)),
        "common word": some(q=word),
        "two common words": some(q=pair),
        "medium word": some(q=lambda: dice.choice(medium)),
        "rare or absent word": some(q=lambda: dice.choice(rare)),
        "two filters": some(category=category, region=region),
        "four filters": some(category=category, region=region, phase=phases, cost=cost),
        "word and filters": some(q=word, category=category, phase=phases),
        "near": some(near=near),
        "near, within": some(near=near, within=within),
        "near, word, filters": some(q=word, near=near, within=within, phase=phases),
        "near, two words, best match": some(q=pair, near=near, within=within, sort=lambda: "best"),
        "project page": [f"/projects/{one['slug']}/" for one in known["details"][:EACH]],
    }


def measure(client, addresses: list[str], rounds: int) -> dict:
    """Milliseconds of each answer, with its queries and compressed size."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    wall, cpu = [], []
    for address in addresses * rounds:
        before, used = time.perf_counter(), time.process_time()
        answer = client.get(address)
        wall.append(1000 * (time.perf_counter() - before))
        cpu.append(1000 * (time.process_time() - used))
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}.")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(addresses[0])
    return {"wall": wall, "cpu": cpu, "queries": len(queries), "kb": len(gzip.compress(answer.content)) / 1000}


def report(words: str, measured: dict[str, dict]) -> None:
    for name, one in measured.items():
        print_line(f"{words}: {name}", one["wall"], one["cpu"], one["queries"], one["kb"])
    mixed = [one for name, one in measured.items() if name != "project page"]
    if len(mixed) > 1:
        wall, cpu = ([value for one in mixed for value in one[key]] for key in ("wall", "cpu"))
        print_line(f"{words}: ALL BROWSING", wall, cpu, max(one["queries"] for one in mixed), 0)


def print_line(name: str, wall: list[float], cpu: list[float], queries: int, kb: float) -> None:
    p95 = sorted(wall)[max(0, int(len(wall) * 0.95) - 1)]
    middle, used = statistics.median(wall), statistics.median(cpu)
    print(f"{name:34}{middle:8.1f}{p95:8.1f}{used:9.1f}{queries:9}{kb:7.1f}", flush=True)


def memory() -> float:
    """The largest that this process has been, in MB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
