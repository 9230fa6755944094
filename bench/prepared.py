"""What it saves to write SQL once: `python bench/prepared.py [--rounds 200]`.

Asks each prepared question of the site (schools_together/prepared.py) of the directory in DATABASE_URL, and its
queryset, in turns and with the same values. Prints the median of both in milliseconds; stops if an answer differs.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schools_together.settings.test")
    import django

    django.setup()
    from django.template import engines
    from django.urls import get_resolver

    from partnerships.models import Project
    from schools_together.prepared import Prepared

    assert get_resolver().url_patterns and engines.all()  # with which all modules that prepare a question are read
    projects = list(Project.objects.public().order_by("-pk").values_list("pk", "slug")[:rounds])
    if not projects:
        sys.exit("This directory holds no public project. Load one: bench/README.md.")
    print(f"{'question':28}{'written anew':>14}{'prepared':>10}   ms")
    for question in Prepared.known:
        values = [values_of(question.kinds, projects, at) for at in range(len(projects))]
        anew, prepared = zip(*(pair(question, one) for one in values), strict=True)
        name = question.question.__name__.strip("_")
        print(f"{name:28}{statistics.median(anew):14.2f}{statistics.median(prepared):10.2f}", flush=True)
    return 0


def values_of(kinds: tuple, projects: list[tuple], at: int) -> tuple:
    """A project, or the twenty after it. Its number stands for a school and for a stamp, too: a late one, which nothing
    has come after, as with most questions.
    """
    pk, slug = projects[at]
    following = [projects[(at + step) % len(projects)][0] for step in range(20)]
    return tuple({int: pk, str: slug, list: following}[kind] for kind in kinds)


def pair(question, values: tuple) -> tuple[float, float]:
    """Milliseconds of the queryset and of the prepared question."""
    start = time.perf_counter()
    expected = list(question.question(*values))
    between = time.perf_counter()
    answer = question(*values)
    end = time.perf_counter()
    if sorted(map(repr, answer)) != sorted(map(repr, expected)):
        sys.exit(f"{question.question.__name__}{values} answers something else when prepared.")
    return 1000 * (between - start), 1000 * (end - between)


if __name__ == "__main__":
    sys.exit(main())
