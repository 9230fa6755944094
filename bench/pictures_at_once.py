"""Ten large photographs at once, while somebody reads pages: `python bench/pictures_at_once.py [--pictures 10]`.

Starts the production settings under gunicorn as docs/operating.md says, on a database of its own (DATABASE_URL, else a
file of SQLite). Prints what became of each upload and how long the pages took, before and meanwhile. Ends with 1 where
95 of 100 pages take longer than a second, or a photograph is neither kept nor refused with a sentence.
"""

import argparse
import http.client
import os
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from limits import HOST, OWNER, PASSWORD, PORT, ROOT, SETTINGS, Browser, manage, told, wait_for_the_site
from pictures import made

LONGEST_PAGE = 1  # seconds, for 95 of 100
PAGES = ("/projects/", "/schools/", "/advice/")
MAKE = f"""
from accounts.models import Membership, User
from partnerships import actions
from schools.models import School
owner = User.objects.create_user("{OWNER}", "{PASSWORD}")
owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
school = School.objects.create(urn=900001, name="Bench School", sector="state", phase="primary", region="london")
Membership.objects.create(user=owner, school=school, role="lead", state="active")
print(" ".join(actions.start_draft(by=owner, school=school, title=f"Project {{n}}").slug for n in range(%d)))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=10)
    parser.add_argument("--threads", type=int, default=12)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {"DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite3", **os.environ, **SETTINGS}
        surroundings |= {"STATIC_ROOT": f"{folder}/static", "MEDIA_ROOT": f"{folder}/media"}
        for words in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"]):
            manage(surroundings, *words)
        slugs = manage(surroundings, "shell", "-v0", "-c", MAKE % wish.pictures).split()
        photograph = made("JPEG", Path(folder)).read_bytes()
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "schools_together.wsgi", "-b", f"127.0.0.1:{PORT}",
             "--worker-class", "gthread", "--workers", "2", "--threads", str(wish.threads)],
            cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for_the_site()
            return 0 if measured(slugs, photograph) else 1
        finally:
            server.terminate()
            server.wait()


def measured(slugs: list[str], photograph: bytes) -> bool:
    """Pages in calm, then all photographs at once, and pages until the last one is answered."""
    owner = Browser("203.0.113.5")
    assert owner.sign_in(OWNER, PASSWORD) == "in"
    calm = [probe(number) for number in range(30)]
    over, busy = threading.Event(), []

    def browse() -> None:
        while not over.is_set():
            busy.append(probe(len(busy)))
            time.sleep(0.05)

    reader = threading.Thread(target=browse)
    reader.start()
    with ThreadPoolExecutor(len(slugs)) as pool:
        answers = list(pool.map(lambda slug: upload(owner, f"/projects/{slug}/pictures/", photograph), slugs))
    over.set()
    reader.join()
    kept = [took for word, took in answers if word == "kept"]
    refused = sum(word == "refused" for word, _ in answers)
    print(f"     pages in calm: {times(calm)}; meanwhile: {times(busy)}, {len(busy)} of them")
    holds = told(len(kept) + refused == len(slugs), f"{len(slugs)} photographs: {len(kept)} kept, {refused} put off")
    if kept:
        print(f"     the first kept after {min(kept):.1f} s, the last after {max(kept):.1f} s")
    return told(slowest(busy) <= LONGEST_PAGE, f"95 % of pages within {slowest(busy) * 1000:.0f} ms") and holds


def upload(owner: Browser, path: str, photograph: bytes) -> tuple[str, float]:
    """("kept", "refused" with our sentence, or the status) and the seconds until the answer."""
    browser = Browser(owner.address)
    browser.cookies = dict(owner.cookies)
    _, html = browser.ask("GET", path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    edge = secrets.token_hex(16)
    fields = {"csrfmiddlewaretoken": token, "what": "add", "has_consent": "on"}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="pictures"; filename="a.jpg"\r\n\r\n'
    body = "".join([*parts, head]).encode() + photograph + f"\r\n--{edge}--\r\n".encode()
    headers = {
        "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": browser.address, "Referer": f"https://{HOST}/",
        "Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items()),
        "Content-Type": f"multipart/form-data; boundary={edge}",
    }  # fmt: skip
    begun = time.monotonic()
    link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    link.request("POST", path, body, headers)
    answer = link.getresponse()
    html = answer.read().decode(errors="replace")
    link.close()
    word = "kept" if answer.status == 302 else "refused" if "We are busy with other" in html else str(answer.status)
    return word, time.monotonic() - begun


def probe(number: int) -> float:
    """Seconds that one page takes."""
    begun = time.monotonic()
    Browser("203.0.113.77").ask("GET", PAGES[number % len(PAGES)])
    return time.monotonic() - begun


def slowest(took: list[float]) -> float:
    """Longer than 95 of 100 took."""
    return sorted(took)[int(len(took) * 0.95)]


def times(took: list[float]) -> str:
    return f"median {sorted(took)[len(took) // 2] * 1000:.0f} ms, 95 % within {slowest(took) * 1000:.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
