"""What the attacks of limits.py and proxy.py share: a site under gunicorn as in production, and clients that lie."""

import contextlib
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
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
}
MAKE = f"""
from accounts.models import User
for n in range(40):
    User.objects.create_user(f"p{{n}}@school.example", "{PASSWORD}").emailaddress_set.create(
        email=f"p{{n}}@school.example", verified=True, primary=True)
owner = User.objects.create_user("{OWNER}", "{PASSWORD}", is_staff=True)
owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
"""


class Client:
    """A browser with cookies. Each request carries another lie in the header that proxies write."""

    def __init__(self, address: str, port: int = PORT):
        self.address, self.port, self.cookies = address, port, {}
        self.kept = http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(address, 0))

    def connection(self) -> http.client.HTTPConnection:
        """One socket, which really has this address, for all requests."""
        return self.kept

    def ask(self, method: str, path: str, fields: dict | None = None) -> tuple[int, str]:
        headers = {"Host": HOST, "Referer": f"https://{HOST}/", **self.forwarded(a_lie())}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link = self.connection()
        link.request(method, path, body, headers)
        answer = link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode(errors="replace")

    def forwarded(self, lie: str) -> dict[str, str]:
        """What the client itself writes; a real proxy adds the rest."""
        return {"X-Forwarded-For": lie}

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


class Browser(Client):
    """A client at this address behind a proxy that we play ourselves, on a new connection for each request."""

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)

    def forwarded(self, lie: str) -> dict[str, str]:
        return {"X-Forwarded-For": f"{lie}, {self.address}", "X-Forwarded-Proto": "https", "Connection": "close"}


def a_lie() -> str:
    return f"{random.randint(1, 250)}.{random.randint(1, 250)}.0.1"  # noqa: S311


@contextlib.contextmanager
def running_site(*, workers: int, proxies: int) -> Iterator[dict[str, str]]:
    """A site with forty people and an owner, on DATABASE_URL or a file of its own; gives its environment."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = {"DATABASE_URL": f"sqlite:///{folder}/limits.sqlite3", **os.environ, **SETTINGS}
        surroundings |= {"STATIC_ROOT": f"{folder}/static", "TRUSTED_PROXY_COUNT": str(proxies)}
        for words in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "-v0", "--noinput"]):
            manage(surroundings, *words)
        manage(surroundings, "shell", "-v0", "-c", MAKE)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "schools_together.wsgi", "-b", f"127.0.0.1:{PORT}",
             "--workers", str(workers), "--threads", "12", "--timeout", "120"],
            cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(Browser("127.0.0.1"))
            yield surroundings
        finally:
            server.terminate()
            server.wait()


def wait_for(client: Client) -> None:
    for _ in range(120):
        try:
            if client.ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            client.kept.close()
        time.sleep(0.5)
    raise SystemExit("The site did not start.")


def manage(surroundings: dict[str, str], *words: str) -> str:
    """Run a command of the site; its last line."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def told(holds: bool, words: str) -> bool:
    print(f"{'ok  ' if holds else 'FAIL'} {words}", flush=True)
    return holds
