"""Limits under attack, on a real server with several processes: `python bench/limits.py [--workers 4] [--flood 30]`.

Starts the production settings under gunicorn on a database of its own (DATABASE_URL, else a file of SQLite), and acts
as a proxy in front of it would: the client's address is the last entry of X-Forwarded-For, and what the client itself
writes stands left of it. Prints one line for each promise, and ends with 1 if one does not hold.
"""

import argparse
import random
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from attacks import OWNER, PASSWORD, Browser, manage, running_site, told

COUNT = """
import sys
from accounts.limits import hit
print(sum(hit("bench", "one key", 100, 3600) for _ in range(80)))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--flood", type=int, default=30, help="seconds of a log-in flood")
    parser.add_argument("--rate", type=float, default=0, help="log-ins a second in the flood; 0: as many as will go")
    wish = parser.parse_args()
    with running_site(workers=wish.workers, proxies=1) as surroundings:
        held = [exactly_so_many(surroundings), one_account(), colleagues(), sign_ups(), flood(wish.flood, wish.rate)]
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


def flood(seconds: int, rate: float) -> bool:
    """A flood of log-ins from 20 addresses while somebody browses: how many are hashed, how slow pages are."""
    pause = 4 / rate if rate else 0  # of each of four attackers
    with ThreadPoolExecutor(8) as pool:  # so that each process has loaded what it searches in
        list(pool.map(lambda _: probe(), range(40)))
    calm = [probe() for _ in range(40)]
    stop, said, due = threading.Event(), [], [time.monotonic()] * 4

    def attack(number: int) -> None:
        while not stop.wait(max(0, due[number % 4] - time.monotonic())):
            due[number % 4] += pause
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
    for thread in threads:
        thread.join()
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


if __name__ == "__main__":
    sys.exit(main())
