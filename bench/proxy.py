"""Limits behind real web servers: `python bench/proxy.py`. Needs nginx (Debian and Ubuntu: apt-get install nginx).

Starts the production settings under gunicorn, with one nginx in front and with two in a chain (TRUSTED_PROXY_COUNT 1
and 2). One client sends 70 sign-ups through one socket, each with another lie in X-Forwarded-For; another client has a
real address of its own. Last, what a forgotten TRUSTED_PROXY_COUNT does: all clients are one. Prints one line for each
promise, and ends with 1 if one does not hold.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from attacks import OWNER, PORT, Client, running_site, told, wait_for

SIGN_UPS_A_MINUTE = 60  # ACCOUNT_RATE_LIMITS in settings/base.py
FIRST_PROXY = PORT + 1
# What docs/operating.md asks of the web server in front, and no more.
CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
  }}
}}
"""


def main() -> int:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        print("There is no nginx on this machine: install it (Debian and Ubuntu: apt-get install nginx).")
        return 1
    held = [limits_hold(nginx, proxies) for proxies in (1, 2)]
    return 0 if all([*held, forgotten_count(nginx)]) else 1


def limits_hold(nginx: str, proxies: int) -> bool:
    """Behind so many web servers the limits know one client from the other, whatever it writes."""
    print(f"     {proxies} nginx in front, TRUSTED_PROXY_COUNT={proxies}:")
    with running_site(workers=4, proxies=proxies), chain(nginx, proxies) as port:
        one, other = Client("127.0.0.2", port), Client("127.0.0.3", port)
        said = [one.post("/accounts/signup/", {"email": "x"})[0] for _ in range(70)]
        good = told(
            said.count(200) == SIGN_UPS_A_MINUTE and said.count(429) == 70 - SIGN_UPS_A_MINUTE,
            f"70 sign-ups through one socket, each with another lie: {said.count(200)} were read",
        )
        status, _ = other.post("/accounts/signup/", {"email": "x"})
        good &= told(status == 200, f"a client at another address at the same time: {status}")
        tries = [Client(f"127.0.0.{10 + n % 10}", port).sign_in(OWNER, "wrong") for n in range(60)]
        wrong = tries.count("wrong")
        return told(wrong == 5, f"60 wrong log-ins at one account from 10 addresses: {wrong} were looked at") and good


def forgotten_count(nginx: str) -> bool:
    """The same with TRUSTED_PROXY_COUNT=0, to see that the setting matters."""
    print("     1 nginx in front, TRUSTED_PROXY_COUNT=0, which is wrong:")
    with running_site(workers=4, proxies=0), chain(nginx, 1) as port:
        one, other = Client("127.0.0.2", port), Client("127.0.0.3", port)
        said = [one.post("/accounts/signup/", {"email": "x"})[0] for _ in range(SIGN_UPS_A_MINUTE)]
        status, _ = other.post("/accounts/signup/", {"email": "x"})
        return told(
            said.count(200) == SIGN_UPS_A_MINUTE and status == 429,
            f"after {said.count(200)} sign-ups of one client another gets {status}: all count as one",
        )


@contextlib.contextmanager
def chain(nginx: str, length: int) -> Iterator[int]:
    """So many web servers, each before the next, the last before the site; gives the port of the outermost."""
    running = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for number in range(length):
                home = Path(folder) / str(number)
                home.mkdir()
                home.joinpath("nginx.conf").write_text(
                    CONFIGURATION.format(folder=home, port=FIRST_PROXY + number, behind=PORT + number)
                )
                command = [nginx, "-p", str(home), "-e", str(home / "error.log"), "-c", str(home / "nginx.conf")]
                running.append(subprocess.Popen(command))
                wait_for(Client("127.0.0.1", FIRST_PROXY + number))
            yield FIRST_PROXY + length - 1
        finally:
            for server in running:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    sys.exit(main())
