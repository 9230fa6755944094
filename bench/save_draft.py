"""How long saving a draft takes in-process: `python bench/save_draft.py [ROUNDS]`.

It posts the whole form, as a browser does, to the page that saves while somebody types (project_keep) and to the
button "Save draft" (project_edit), against a database of its own that is thrown away. Aim: 100 ms of work.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MOST_MS = 100


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        times = {"saving by itself": kept(rounds), "the button": pressed(rounds)}
    for what, took in times.items():
        clock, work = (statistics.median(column) for column in zip(*took, strict=True))
        print(f"{what}: median {work:.1f} ms of work, {clock:.1f} ms by the clock")
    return int(any(statistics.median(work for _, work in took) > MOST_MS for took in times.values()))


def timed(call: Callable) -> tuple[tuple[float, float], object]:
    """(milliseconds by the clock, of them at work) and what the call gave; a busy machine stretches the first only."""
    clock, work = time.perf_counter(), time.process_time()
    gave = call()
    return ((time.perf_counter() - clock) * 1000, (time.process_time() - work) * 1000), gave


def form(story: str, version: int) -> dict:
    from partnerships.models import Category, Stage, Subject

    return {
        "version": version,
        "title": "Choir day at the chapel",
        "summary": "Pupils of two schools sing in the chapel on five winter evenings, and bring their families along.",
        "category": Category.objects.first().pk,
        "stages": [stage.pk for stage in Stage.objects.all()[:3]],
        "subjects": [subject.pk for subject in Subject.objects.all()[:4]],
        "story": story,
        "frequency": "annual",
        "starts_on": "09/2024",
        "year": "2025",
        "state_pupils": "about 20",
        "our_gains": "A choir that is twice as large.",
        "supervised_by": "both",
        "safeguarding_lead_agreed": "on",
        "risk_assessment": "done",
    }


def draft():
    from django.test import Client

    from partnerships import actions
    from tests import people

    client, lead = Client(), people.lead_of_st_marys()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, actions.start_draft(by=lead, school=people.st_marys(), title="Choir day")


def kept(rounds: int) -> list[tuple[float, float]]:
    client, project = draft()
    took, version = [], 1
    for number in range(rounds):
        typed = form(f"A longer text, as people write it. {number} " * 40, version)
        spent, answer = timed(partial(client.post, f"/projects/{project.slug}/keep/", typed))
        took.append(spent)
        version = answer.json()["version"]
    return took[1:]


def pressed(rounds: int) -> list[tuple[float, float]]:
    client, project = draft()
    took = []
    for number in range(rounds):
        typed = form(f"A longer text, as people write it. {number} " * 40, number + 1)
        spent, answer = timed(partial(client.post, f"/projects/{project.slug}/edit/", typed))
        took.append(spent)
        assert answer.status_code == 302, answer.status_code
    return took[1:]


if __name__ == "__main__":
    sys.exit(main())
