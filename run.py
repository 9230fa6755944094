#!/usr/bin/env python3
"""Start Schools Together, or test it, with nothing but Python installed.

    python3 run.py                      the site with its sample directory, on http://localhost:8000
    python3 run.py serve --port 8001    the same on another port
    python3 run.py test [--postgres] …  the test suite, on SQLite or on PostgreSQL; the rest goes to pytest
    python3 run.py manage …             Django's own commands, like `manage import_schools FILE`

Standard library only, and syntax of Python 3.8: this file must run where the site itself cannot.
"""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
UV = ROOT / ".uv"
STAMP = VENV / "installed.txt"
OLDEST = (3, 12)
NEWEST_FIRST = ("3.14", "3.13", "3.12")
SITE_LOCK = ROOT / "requirements" / "site.txt"
DEV_LOCK = ROOT / "requirements" / "dev.txt"
NO_PYTHON = (
    "Schools Together needs Python 3.12 or newer, and none was found. Install one from https://www.python.org/downloads/ "
    "(or your system's packages) and start again."
)
NO_POSTGRES = (
    "No PostgreSQL was found. Install its server (on Debian: apt-get install postgresql), or set DATABASE_URL to a "
    "PostgreSQL database in which the tests may make their own, like postgres://name:password@localhost/name."
)


class CannotGoOn(Exception):
    """Something that the person at the keyboard must do first, in one sentence."""


def main(arguments):
    """Do what the words ask; returns the exit code."""
    wish, rest = wish_of(arguments)
    try:
        if wish.verb == "test":
            return test(wish.postgres, rest)
        if wish.verb == "manage":
            prepare(SITE_LOCK)
            return subprocess.call(manage(*rest), cwd=str(ROOT))
        return serve(wish.port)
    except CannotGoOn as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def wish_of(arguments):
    """(wish, rest): the verb with its own options, and what goes on to pytest or Django untouched."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.set_defaults(verb="serve", port=8000, postgres=False)
    verbs = parser.add_subparsers(dest="verb", metavar="serve | test | manage")
    serving = verbs.add_parser("serve", help="start the site (the default)")
    serving.add_argument("--port", type=int, default=8000)
    testing = verbs.add_parser("test", help="run the tests", add_help=False)
    testing.add_argument("--postgres", action="store_true")
    verbs.add_parser("manage", help="run a Django command", add_help=False)
    wish, rest = parser.parse_known_args(arguments or ["serve"])
    if wish.verb == "serve" and rest:
        parser.error("unknown words: " + " ".join(rest))
    return wish, rest


# Python and packages


def python_of(venv):
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_of(python):
    """(major, minor) of an interpreter, or None where it does not start."""
    ask = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        told = subprocess.run([str(python), "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
        major, minor = told.stdout.split()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return int(major), int(minor)


def candidates():
    """Interpreters worth asking, the likeliest first: this one, then by name, then pyenv's folders."""
    yield sys.executable
    for version in NEWEST_FIRST:
        found = shutil.which("python" + version)
        if found:
            yield found
    for root in (os.environ.get("PYENV_ROOT"), Path.home() / ".pyenv"):
        for version in NEWEST_FIRST:
            for folder in sorted(Path(root or "").glob("versions/" + version + "*"), reverse=True) if root else []:
                yield str(python_of(folder))


def find_python(asked=None):
    """The first interpreter that is new enough, else one that the package uv fetches."""
    for python in asked or candidates():
        if (version_of(python) or (0, 0)) >= OLDEST:
            return str(python)
    return fetch_python()


def fetch_python():
    """Let uv, in a virtual environment of its own, find or fetch a Python; says so."""
    print("No Python 3.12 or newer here: fetching one with uv into .uv/ (this happens once).", flush=True)
    environment = dict(os.environ, UV_SYSTEM_CERTS="1", UV_PYTHON_INSTALL_DIR=str(UV / "pythons"))
    uv = str(python_of(UV)), "-m", "uv"
    steps = [
        [sys.executable, "-m", "venv", str(UV)],
        [uv[0], "-m", "pip", "install", "--quiet", "uv"],
        [*uv, "python", "install", "--quiet", "3.13"],
    ]
    for step in steps:
        if subprocess.call(step, env=environment) != 0:
            raise CannotGoOn(NO_PYTHON)
    told = subprocess.run([*uv, "python", "find", "3.13"], env=environment, stdout=subprocess.PIPE)
    python = told.stdout.decode().strip()
    if (version_of(python) or (0, 0)) < OLDEST:
        raise CannotGoOn(NO_PYTHON)
    return python


def fingerprint(lock):
    """What an installation was made from: the lock's digest. The tests' lock holds the site's as well."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def is_ready(locks):
    """True when .venv was finished from one of these locks and its Python still starts."""
    made_from = STAMP.read_text().strip() if STAMP.exists() else ""
    return made_from in {fingerprint(lock) for lock in locks} and python_of(VENV).exists()


def prepare(lock):
    """Make .venv and install the lock into it, unless that is done. A half-made .venv is made anew."""
    if is_ready([lock, DEV_LOCK]):
        return
    if not (STAMP.exists() and python_of(VENV).exists()):
        shutil.rmtree(str(VENV), ignore_errors=True)
        print("Making a private Python environment in .venv/ …", flush=True)
        if subprocess.call([find_python(), "-m", "venv", str(VENV)]) != 0:
            raise CannotGoOn("Python could not make .venv/ (on Debian: apt-get install python3-venv). Then start again.")
    if STAMP.exists():
        STAMP.unlink()
    print("Installing the packages of {} …".format(lock.name), flush=True)
    pip = [str(python_of(VENV)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]) != 0:
        raise CannotGoOn("The packages could not be installed. Look at the lines above, mend it, and start again.")
    STAMP.write_text(fingerprint(lock))


def manage(*words):
    return [str(python_of(VENV)), str(ROOT / "manage.py"), *words]


# The site


def serve(port):
    """Site and worker until Ctrl-C; when one of them ends the other is ended too."""
    refuse_taken(port)
    prepare(SITE_LOCK)
    (ROOT / "var").mkdir(exist_ok=True)
    if subprocess.call(manage("migrate", "--verbosity", "0"), cwd=str(ROOT)) != 0:
        raise CannotGoOn("The database could not be prepared. Look at the lines above.")
    if subprocess.call(manage("demo", "--if-empty"), cwd=str(ROOT)) != 0:
        raise CannotGoOn("The sample directory could not be loaded. Look at the lines above.")
    site = [str(python_of(VENV)), "-m", "gunicorn", "--bind", "127.0.0.1:{}".format(port), "--workers", "2",
            "--threads", "4", "--log-level", "warning", "schools_together.wsgi"]  # fmt: skip
    if os.name == "nt":
        site = manage("runserver", "--noreload", "127.0.0.1:{}".format(port))
    environment = dict(os.environ)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "schools_together.settings.dev")
    children = [subprocess.Popen(words, cwd=str(ROOT), env=environment) for words in (site, manage("worker"))]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        say_address(port, children)
        return watch(children)
    finally:
        stop(children)


def refuse_taken(port):
    """Raise a sentence where something else listens on the port."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise CannotGoOn("Port {0} is taken. Try: python3 run.py serve --port {1}".format(port, port + 1))


def say_address(port, children):
    """Print the address once the site answers."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                print("Schools Together: http://localhost:{}   (stop with Ctrl-C)".format(port), flush=True)
                return
        time.sleep(0.05)


def watch(children):
    """Wait until one child ends; its exit code."""
    while True:
        for child in children:
            if child.poll() is not None:
                print("{} has stopped, so everything stops.".format(" ".join(child.args[1:4])), file=sys.stderr)
                return child.returncode or 1
        time.sleep(0.2)


def stop(children):
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()


# The tests


def test(postgres, rest):
    """pytest on SQLite, or on PostgreSQL: the one of DATABASE_URL, else a throw-away one."""
    prepare(DEV_LOCK)
    pytest = [str(python_of(VENV)), "-m", "pytest", *rest]
    if not postgres:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return subprocess.call(pytest, cwd=str(ROOT), env=environment)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(pytest, cwd=str(ROOT))
    with ThrowAwayPostgres() as url:
        return subprocess.call(pytest, cwd=str(ROOT), env=dict(os.environ, DATABASE_URL=url))


class ThrowAwayPostgres:
    """A PostgreSQL cluster in a temporary folder, owned by an unprivileged user, gone afterwards."""

    def __enter__(self):
        self.programs = postgres_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="schools-together-pg-"))
        self.user = unprivileged_user()
        if self.user:
            os.chown(str(self.folder), *self.user)
        self.port = free_port()
        try:
            self.run("initdb", "--auth=trust", "--username=test", "--encoding=UTF8", "--locale=C.UTF-8", "-D", self.data)
            options = "-p {} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -k {} -h 127.0.0.1"
            options = options.format(self.port, self.folder)
            self.run("pg_ctl", "-D", self.data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")
        except BaseException:
            self.__exit__()
            raise
        return "postgres://test@127.0.0.1:{}/postgres".format(self.port)

    def __exit__(self, *_):
        try:
            self.run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)
        finally:
            shutil.rmtree(str(self.folder), ignore_errors=True)

    @property
    def data(self):
        return str(self.folder / "data")

    def run(self, program, *words, check=True):
        """One program of PostgreSQL as the unprivileged user; its output only when it fails."""
        asked = [str(self.programs / program), *words]
        if self.user:
            asked = ["setpriv", "--reuid", str(self.user[0]), "--regid", str(self.user[1]), "--clear-groups", *asked]
        # pg_ctl hands its output to the server it starts: a file, as a pipe would never close.
        with tempfile.TemporaryFile() as told:
            done = subprocess.call(asked, cwd=str(self.folder), stdout=told, stderr=subprocess.STDOUT)
            if check and done != 0:
                told.seek(0)
                raise CannotGoOn("PostgreSQL did not start:\n" + told.read().decode(errors="replace"))


def postgres_programs():
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one that pg_config names."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], stdout=subprocess.PIPE)
        folders.append(Path(told.stdout.decode().strip()))
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise CannotGoOn(NO_POSTGRES)


def unprivileged_user():
    """(user, group) numbers of postgres or nobody where we are root, as whom PostgreSQL refuses to run; else None."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import pwd

    people = {entry.pw_name: entry for entry in pwd.getpwall()}
    person = people.get("postgres") or people["nobody"]
    return person.pw_uid, person.pw_gid


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
