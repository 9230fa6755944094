"""Limits under attack, on a real server with several processes: `python bench/limits.py [--workers 4] [--flood 30]`.

Starts the production settings under gunicorn on a database of its own (DATABASE_URL, else a file of SQLite), and acts
as a proxy in front of it would: the client's address is the last entry of X-Forwarded-For, and what the client itself
writes stands left of it. Prints one line for each promise, and ends with 1 if one does not hold.
"""

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
HOST, PORT = "limits.schools-together.example", 8197
OWNER, PASSWORD = "owner@school.example", "Partnership-2026"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "schools_together.settings.production",
    "SECRET_KEY": "bench-limits-" + "".join(random.choices("abcdefghijklmnop0123456789", k=50)),  # noqa: S311
    "ALLOWED_HOSTS": HOST,
    "SITE_URL": f"https://{HOST}",
    "EMAIL_HOST": "mail.invalid",
    "DEFAULT_FROM_EMAIL": "post@school.example",
    "TRUSTED_PROXY_COUNT": "1",
}
MAKE = f"""
from accounts.models import User
for n in range(40):
    User.objects.create_user(f"p{{n}}@school.example", "{PASSWORD}").emailaddress_set.create(
        email=f"p{{n}}@school.example", verified=True, primary=True)
owner = User.objects.create_user("{OWNER}", "{PASSWORD}", is_staff=True)
owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
"""
COUNT = """
import sys
from accounts.limits import hit
print(sum(hit("bench", "one key", 100, 3600) for _ in range(80)))
"""


class Browser:
    """One client behind our proxy, with a random lie in the header that it writes itself."""

    def __init__(self, address: str):
        self.address, self.cookies = address, {}

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        lie = f"{random.randint(1, 250)}.{random.randint(1, 250)}.0.1"  # noqa: S311
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": f"{lie}, {self.address}",
            "Referer": f"https://{HOST}/", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }  # fmt: skip
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        link.request(method, path, body, headers)
        answer = link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        html = answer.read().decode(errors="replace")
        link.close()
        return answer.status, html

    def post(self, path: str, fields: dict) -> tuple[int, str]:
        """The form's page first, for its token."""
        _, html = self.ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        return self.ask("POST", path, {**fields, "csrfmiddlewaretoken": token.group(1) if token else ""})

    def sign_in(self, email: str, password: str) -> str:
        status, html = self.post("/accounts/login/", {"login": email, "password": password})
        words = {"too often": "That was too often", "wrong": "do not belong together"}
        if status != 200:
            return "in" if status == 302 else str(status)
        return next(word for word, said in words.items() if said in html)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--flood", type=int, default=30, help="seconds of a log-in flood")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/limits.sqlite3", **SETTINGS}
        surroundings["DATABASE_URL"] = os.environ.get("DATABASE_URL", surroundings["DATABASE_URL"])
        surroundings["STATIC_ROOT"] = f"{folder}/static"
        for words in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"]):
            manage(surroundings, *words)
        manage(surroundings, "shell", "-v0", "-c", MAKE)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "schools_together.wsgi", "-b", f"127.0.0.1:{PORT}",
             "--workers", str(wish.workers), "--threads", "2", "--timeout", "120"],
            cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for_the_site()
            held = [exactly_so_many(surroundings), one_account(), colleagues(), sign_ups(), flood(wish.flood)]
        finally:
            server.terminate()
            server.wait()
    return 0 if all(held) else 1


def exactly_so_many(surroundings: dict) -> bool:
    """Four processes count 80 times each towards a limit of 100."""
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: int(manage(surroundings, "shell", "-v0", "-c", COUNT)), range(4)))
    return told(sum(counts) == 100, f"4 processes hit a limit of 100, 320 times in all: {sum(counts)} got through")


def one_account() -> bool:
    """50 wrong tries at one account, from 10 addresses, each with another lie in its header."""
    browsers = [Browser(f"198.51.100.{n}") for n in range(10)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: browsers[n % 10].sign_in(OWNER, "wrong"), range(50)))
    wrong = said.count("wrong")
    return told(wrong == 5, f"50 wrong log-ins at one account from 10 addresses: {wrong} were looked at")


def colleagues() -> bool:
    """Meanwhile 40 colleagues behind one school's address sign in, and the admin has no side door."""
    said = [Browser("203.0.113.5").sign_in(f"p{n}@school.example", PASSWORD) for n in range(40)]
    status, _ = Browser("203.0.113.9").ask("POST", "/admin/login/", {"username": OWNER, "password": PASSWORD})
    good = told(said.count("in") == 40, f"40 colleagues behind one address: {said.count('in')} signed in")
    return told(status in (302, 403), f"posting a password to /admin/login/ answers {status}, no log-in") and good


def sign_ups() -> bool:
    """100 sign-ups at once from one address, each with another lie; somebody else is not held up."""
    one = [Browser("192.0.2.7") for _ in range(100)]
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda browser: browser.post("/accounts/signup/", {"email": "x"})[0], one))
    other, _ = Browser("192.0.2.8").post("/accounts/signup/", {"email": "x"})
    ipv6 = {Browser(f"2001:db8::{n}").post("/accounts/signup/", {"email": "x"})[0] for n in range(1, 71)}
    good = told(said.count(429) == 40, f"100 sign-ups from one address: {100 - said.count(429)} were read")
    good &= told(other == 200, f"another address at the same time: {other}")
    return told(429 in ipv6, "70 addresses of one IPv6 /64 count as one") and good


def flood(seconds: int) -> bool:
    """A flood of log-ins from 20 addresses while somebody browses: how many are hashed, how slow pages are."""
    calm = [probe() for _ in range(40)]
    stop, said = threading.Event(), []

    def attack(number: int) -> None:
        while not stop.is_set():
            said.append(Browser(f"198.18.0.{number}").sign_in(f"{random.random()}@x.example", "wrong"))  # noqa: S311
            number = (number + 4) % 20

    threads = [threading.Thread(target=attack, args=(n,), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    end, busy = time.monotonic() + seconds, []
    while time.monotonic() < end:
        busy.append(probe())
        time.sleep(0.2)
    stop.set()
    hashed = said.count("wrong")
    most = 60 * (seconds // 60 + 1)
    holds = told(
        hashed <= most, f"{len(said)} log-ins in {seconds} s from 20 addresses: {hashed} passwords were hashed"
    )
    print(f"     browsing in calm: {times(calm)}; during the flood: {times(busy)}")
    return holds


def times(took: list[float]) -> str:
    ordered = sorted(took)
    slow = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(ordered) * 1000:.0f} ms, 95 % within {slow * 1000:.0f} ms"


def probe() -> float:
    """Seconds that the list of projects takes."""
    begun = time.monotonic()
    Browser("203.0.113.77").ask("GET", "/projects/")
    return time.monotonic() - begun


def told(holds: bool, words: str) -> bool:
    print(f"{'ok  ' if holds else 'FAIL'} {words}", flush=True)
    return holds


def manage(surroundings: dict, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def wait_for_the_site() -> None:
    for _ in range(120):
        try:
            if Browser("127.0.0.1").ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The site did not start.")


if __name__ == "__main__":
    sys.exit(main())
