"""Enquiries under kill -9 and database crashes: `python bench/enquiries.py [--postgres] [--enquiries 2000]`.

Clients in processes of their own send forms through the whole site, and press again where they get no answer. Meanwhile
a worker is killed every second and, with --postgres, the server crashes twice (pg_ctl stop -m immediate) and comes
back.
Expected: acknowledged = stored = distinct, and one letter each; a repeat only where a worker died between the mail
server's yes and its own note, known by the same Message-ID. `--answers` instead times the sending of an enquiry while
the mail server is up, down, hanging or refusing.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
EACH = 8  # enquiries of one school, fewer than a day's limit
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

CLIENT = "import sys; sys.path.insert(0, '.'); from bench.enquiries import be_client; be_client(*sys.argv[1:])"
NURSERY = "import sys; sys.path.insert(0, '.'); from bench.enquiries import be_nursery; be_nursery(int(sys.argv[1]))"


def main() -> int:
    """Run and print; 1 where something was lost or came twice without the documented reason."""
    options = asked()
    with tempfile.TemporaryDirectory() as folder, database(options, folder) as crash:
        set_up()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        pairs = make_schools(options.enquiries)
        return time_answers(pairs) if options.answers else survive(options, pairs, Path(folder), crash)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--enquiries", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgres", action="store_true", help="On a throw-away server that crashes twice.")
    parser.add_argument(
        "--answers", action="store_true", help="Time the sending instead, in four moods of the mail server."
    )
    return parser.parse_args()


@contextlib.contextmanager
def database(options, folder: str):
    """A database of our own; yields what makes its server crash and come back, or None."""
    if not options.postgres:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        yield None
        return
    from tests import postgres

    programs, owner = postgres.postgres_programs(), postgres.unprivileged_owner()
    home = Path(tempfile.mkdtemp(prefix="schools-together-bench-"))
    if owner:
        os.chown(home, owner.pw_uid, owner.pw_gid)
    data, port = home / "data", postgres.free_port()
    postgres.run(owner, home, programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8")
    words = f"-p {port} -c listen_addresses=127.0.0.1 -k {home}"  # every commit reaches the disk, as in production
    start = [programs / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", words, "start"]
    stop = [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
    postgres.run(owner, home, *start)
    os.environ["DATABASE_URL"] = f"postgres://bench@127.0.0.1:{port}/postgres"

    def crash():
        postgres.run(owner, home, *stop)
        time.sleep(1)
        postgres.run(owner, home, *start)

    try:
        yield crash
    finally:
        postgres.run(owner, home, *stop)
        shutil.rmtree(home, ignore_errors=True)


def set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.test"
    import django

    django.setup()


def make_schools(enquiries: int) -> list[tuple[int, int]]:
    """(sender, id of the school that is asked) for each enquiry; everybody has been here for a while."""
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Membership, User
    from schools.models import School, SchoolProfile

    count, long_ago = -(-enquiries // EACH), timezone.now() - timedelta(days=60)
    facts = {"sector": "state", "phase": "primary", "region": "london", "type_name": "Community school"}
    numbers = range(2 * count)
    schools = School.objects.bulk_create(
        [
            School(urn=800000 + number, name=f"Bench School {number}", slug=f"bench-{number}", **facts)
            for number in numbers
        ]
    )
    SchoolProfile.objects.bulk_create([SchoolProfile(school=school, trusted_on=long_ago.date()) for school in schools])
    users = User.objects.bulk_create(
        [User(email=f"lead{number}@bench.example", joined_at=long_ago, password="!") for number in numbers]
    )
    Membership.objects.bulk_create(
        [
            Membership(user=user, school=school, role="lead", state="active", asked_at=long_ago, decided_at=long_ago)
            for user, school in zip(users, schools, strict=True)
        ]
    )
    return [
        (users[number % count].pk, schools[count + (number % count + number // count) % count].pk)
        for number in range(enquiries)
    ]


def typed(number: int, school_pk: int) -> dict:
    return {"from_school": school_pk, "text": f"Shall we sing together? Number {number}.", "step": "send",
            "token": f"bench-enquiry-number-{number:06}"}  # fmt: skip


def send(number: int, sender: int, asked_school: int, known: dict | None = None) -> tuple[str, float, float]:
    """Press the button once; (where it led, seconds, seconds of the processor). Nowhere: nothing says it was kept.

    Whoever is in `known` has signed in already.
    """
    from django.test import Client

    from accounts.models import Membership, User
    from schools.models import School

    client = (known or {}).get(sender)
    if client is None:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(pk=sender), BACKEND)
        if known is not None:
            known[sender] = client
    school = School.objects.get(pk=asked_school)
    form = typed(number, Membership.objects.get(user=sender).school_id)
    begun, busy = time.perf_counter(), time.process_time()
    answer = client.post(f"/schools/{school.pk}-{school.slug}/enquire/", form)
    seconds, work = time.perf_counter() - begun, time.process_time() - busy
    return (answer.url if answer.status_code == 302 else ""), seconds, work


def be_client(work: str, out: str) -> None:
    """A process of its own: send every enquiry of the file, again and again until it was acknowledged."""
    set_up()
    from django.db import Error, connection

    known = {}
    with Path(out).open("w", buffering=1) as kept:
        for number, sender, asked_school in json.loads(Path(work).read_text()):
            for _ in range(120):
                try:
                    led_to, _, _ = send(number, sender, asked_school, known)
                except Error:  # the server is away, and signing in needs it too
                    led_to = ""
                if led_to.startswith("/enquiries/"):
                    kept.write(f"{number} {led_to}\n")
                    break
                known.pop(sender, None)
                connection.close()
                time.sleep(0.5)


def be_nursery(port: int) -> None:
    """A process that has loaded the site once and forks a worker for each line it reads, so that killing is quick."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    set_up()
    from django.conf import settings
    from django.core.management import call_command

    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    for _ in sys.stdin:
        pid = os.fork()
        if pid == 0:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - it lives as long as the worker
            call_command("worker", lease=5, pause=1, stdout=sys.stdout)
            os._exit(0)
        print(pid, flush=True)


class Workers:
    """Workers of a nursery; each is a process of its own."""

    def __init__(self, port: int):
        words = [sys.executable, "-c", NURSERY, str(port)]
        self.nursery = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def start(self) -> int:
        self.nursery.stdin.write("one\n")
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def end(self, pids) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.nursery.kill()
        self.nursery.wait()


def start(code: str, *words) -> subprocess.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-c", code, *map(str, words)], cwd=ROOT, **quiet)


def survive(options, pairs, folder: Path, crash) -> int:
    from tests.smtp_sink import smtp_sink

    lots = [[] for _ in range(options.clients)]
    for number, pair in enumerate(pairs):
        lots[pair[0] % options.clients].append([number, *pair])  # one client for a sender, who signs in once
    clients = []
    begun = time.monotonic()
    with smtp_sink("up") as sink:
        for place, lot in enumerate(lots):
            (folder / f"{place}.json").write_text(json.dumps(lot))
            clients.append(start(CLIENT, folder / f"{place}.json", folder / f"{place}.out"))
        killed, crashed = keep_killing(options, sink, clients, folder, crash)
    return report(options, folder, sink, time.monotonic() - begun, killed, crashed)


def keep_killing(options, sink, clients, folder: Path, crash) -> tuple[int, int]:
    """Kill a worker every second while clients write; crash the server at a third and two thirds; then let it end."""
    nursery = Workers(sink.port)
    workers = [nursery.start() for _ in range(options.workers)]
    places, killed, crashed = cycle(range(options.workers)), 0, 0
    while any(client.poll() is None for client in clients):
        time.sleep(1)
        place = next(places)
        with contextlib.suppress(ProcessLookupError):
            os.kill(workers[place], signal.SIGKILL)
        workers[place] = nursery.start()
        killed += 1
        if crash and crashed < 2 and len(acknowledged(folder)) > options.enquiries * (crashed + 1) / 3:
            crash()
            crashed += 1
    wait_until_sent(600)
    nursery.end(workers)
    return killed, crashed


def wait_until_sent(seconds: float) -> None:
    from django.db import connection

    from schools_together.outbox.models import Letter

    connection.close()
    patience = threading.Event()
    ends = time.monotonic() + seconds
    while Letter.objects.unfinished().exists() and time.monotonic() < ends:
        patience.wait(1)


def acknowledged(folder: Path) -> dict[str, str]:
    """{number: the page it led to} of all that a client was told is kept."""
    lines = [line for file in folder.glob("*.out") for line in file.read_text().splitlines() if line.count(" ") == 1]
    return dict(line.split(" ") for line in lines)


def report(options, folder: Path, sink, seconds: float, killed: int, crashed: int) -> int:
    from django.db import connection

    from messaging.models import Enquiry, Message
    from schools_together.outbox.models import Letter

    told, letters, arrived = acknowledged(folder), Letter.objects.count(), len(set(sink.names))
    stored, messages = Enquiry.objects.count(), Message.objects.count()
    kept = set(Enquiry.objects.values_list("pk", flat=True))
    lost = sum(int(page.strip("/").rpartition("/")[2]) not in kept for page in told.values())
    lines = [
        ("database", connection.vendor), ("clients / enquiries asked", f"{options.clients} / {options.enquiries}"),
        ("workers killed / crashes", f"{killed} / {crashed}"), ("acknowledged", len(told)),
        ("acknowledged, distinct", len(set(told.values()))), ("stored / messages", f"{stored} / {messages}"),
        ("acknowledged and lost", lost), ("letters written", letters), ("letters arrived, distinct", arrived),
        ("repeats (same Message-ID)", len(sink.names) - arrived), ("seconds", f"{seconds:.0f}"),
    ]  # fmt: skip
    print(*(f"{name:28}{value}" for name, value in lines), sep="\n")
    same = {options.enquiries, len(told), len(set(told.values())), stored, messages, letters, arrived}
    return 0 if len(same) == 1 and not lost else 1


def time_answers(pairs) -> int:
    """Milliseconds of the whole request, in process, with a worker beside it that meets each mood."""
    from django.db import connection

    from tests.smtp_sink import smtp_sink

    print(f"database {connection.vendor}; milliseconds for the answer to “Send”")
    send(0, *pairs[0])  # the first request imports and warms
    number, worst = 1, 0.0
    for mood in ("up", "down", "hang", "451", "550"):
        with smtp_sink("up" if mood == "down" else mood) as sink:
            nursery = Workers(9 if mood == "down" else sink.port)
            worker = nursery.start()
            times, busy = [], []
            for _ in range(100):
                led_to, seconds, work = send(number, *pairs[number])
                assert led_to.startswith("/enquiries/"), number
                times.append(seconds * 1000)
                busy.append(work * 1000)
                number += 1
            nursery.end([worker])
        times.sort()
        worst = max(worst, times[94])
        line = f"{mood:6} p50 {median(times):6.1f}   p95 {times[94]:6.1f}   max {times[-1]:6.1f}"
        print(line, f"processor p50 {median(busy):6.1f}", sep="   ", flush=True)
    return 0 if worst <= 150 else 1


if __name__ == "__main__":
    sys.exit(main())
