"""How quick the other pages are, in-process, for a visitor and for a lead: `python bench/pages.py [--rounds 20]`.

Asks each page of the directory in DATABASE_URL (load_corpus.py) as a visitor and as a lead of the school that has
posted most, through the whole middleware. Prints the first answer, the median and the 95th percentile in milliseconds,
and the number of queries. The lead and her place exist within a transaction that is taken back at the end.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Membership, MembershipState, Role, User  # noqa: E402
from partnerships.models import Project, ProjectState  # noqa: E402
from schools.models import School  # noqa: E402

EVERYBODY = (
    "/", "/projects/", "/projects/map/", "/schools/", "/board/", "/groups/", "/categories/", "/authorities/",
    "/numbers/", "/sitemap.xml",
)  # fmt: skip
MEMBERS = (
    "/my-school/", "/my-school/report/", "/my-school/colleagues/", "/enquiries/", "/reviews/", "/ideas/", "/alerts/",
    "/projects/new/",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    settings.ALLOWED_HOSTS = ["*"]
    public = Project.objects.filter(state=ProjectState.PUBLIC).order_by()
    most = public.values("school").annotate(n=Count("pk")).order_by("-n", "school").first()
    if most is None:
        print("There is no public project in this directory: load one with bench/load_corpus.py.")
        return 1
    school = School.objects.get(pk=most["school"])
    project = public.filter(school=school).order_by("pk").first()
    both = (*EVERYBODY, school.get_absolute_url(), project.get_absolute_url())
    print(f"{'page':44} {'first':>8} {'p50':>8} {'p95':>8} {'queries':>8}")
    with transaction.atomic():
        print(f"-- a visitor; {public.count()} public projects, {connection.vendor}")
        ask_all(Client(), both, rounds)
        print(f"-- a lead of the school that has posted most: {most['n']}")
        ask_all(client_of_lead(school), (*both, *MEMBERS, f"{project.get_absolute_url()}edit/"), rounds)
        transaction.set_rollback(True)
    return 0


def client_of_lead(school: School) -> Client:
    lead = User.objects.create_user(email="lead@bench.example", name="Bench")
    Membership.objects.create(user=lead, school=school, role=Role.LEAD, state=MembershipState.ACTIVE)
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def ask_all(client: Client, pages: tuple[str, ...], rounds: int) -> None:
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            first = ask(client, page)
        queries = len(asked)  # now: the next request empties the log
        times = sorted(ask(client, page) for _ in range(rounds))
        last = times[min(len(times) - 1, int(len(times) * 0.95))]
        print(f"{page[:44]:44} {first:8.1f} {statistics.median(times):8.1f} {last:8.1f} {queries:8}")


def ask(client: Client, page: str) -> float:
    """Milliseconds; raises where the answer is not the page."""
    began = time.perf_counter()
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code}.")
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
