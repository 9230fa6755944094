#!/usr/bin/env python3
"""Starts Schools Together, or its tests, on a machine that has nothing but Python.

    python3 run.py                         the site and its worker at http://localhost:8000
    python3 run.py serve --port 8001       the same at another port
    python3 run.py test [pytest words]     the tests; --postgres runs them on PostgreSQL
    python3 run.py manage WORDS            any command of manage.py

It uses the standard library only and is written in the Python of 3.8, because it is read by whatever `python3` is here;
the site itself runs on Python 3.12 or newer, which this file finds or, failing that, fetches.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
WANTED = [(3, 14), (3, 13), (3, 12)]
SITE_LOCK = ROOT / "requirements" / "site.txt"
DEV_LOCK = ROOT / "requirements" / "dev.txt"
PORT = 8000
ANSWERS_WITHIN = 60  # seconds that the site may take until it answers
ENDS_WITHIN = 10  # seconds that a child may take to stop
# One interpreter for both: each start of Django costs half a second.
PREPARE = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
if settings.SAMPLE_DIRECTORY:
    call_command("demo", if_empty=True)
"""


class CannotStart(Exception):
    """Its text is the one sentence that the person at the terminal needs."""


def main(words):
    """Do what the words after `run.py` ask; returns the exit code."""
    verb, rest = (words[0], words[1:]) if words and words[0] in VERBS else ("serve", words)
    if words and words[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    with contextlib.suppress(AttributeError):  # so that letters beyond ASCII never stop a start
        sys.stdout.reconfigure(errors="replace", line_buffering=True)
    try:
        return VERBS[verb](rest)
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# The verbs


def serve(words):
    """Prepare the database, run the site and the worker, and stop both together."""
    port = port_in(words)
    refuse_a_taken_port(port)
    python = environment(SITE_LOCK)
    surroundings = site_surroundings(port)
    with on_signals(interrupt):
        try:
            subprocess.run([python, "-c", PREPARE], cwd=str(ROOT), env=surroundings, check=True)
        except subprocess.CalledProcessError as trouble:
            raise CannotStart("The database could not be prepared; the reason stands above.") from trouble
        return run_together(children_of(python, port, surroundings), port)


def test(words):
    """Run pytest with the words given; `--postgres` runs it on PostgreSQL instead of SQLite."""
    python = environment(DEV_LOCK)
    if "--postgres" in words:
        words = [word for word in words if word != "--postgres"]
        return wait_for([python, "-m", "tests.postgres", *words])
    on_sqlite = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return wait_for([python, "-m", "pytest", *words], env=on_sqlite)


def manage(words):
    """Run manage.py with the words given."""
    return wait_for([environment(SITE_LOCK), "manage.py", *words])


def wait_for(command, env=None):
    """Run a command to its own end, also after Ctrl-C, which it gets too: it may have things to tidy up."""
    child = subprocess.Popen(command, cwd=str(ROOT), env=env)
    with on_signals(lambda *_: child.terminate()):
        while True:
            with contextlib.suppress(KeyboardInterrupt):
                return child.wait()


VERBS = {"serve": serve, "test": test, "manage": manage}


def port_in(words):
    """The port that `--port N` or `--port=N` names. Raises CannotStart on anything else."""
    words = [part for word in words for part in word.split("=", 1)]
    if not words:
        return PORT
    if len(words) == 2 and words[0] == "--port" and words[1].isdigit() and 0 < int(words[1]) < 65536:
        return int(words[1])
    raise CannotStart(
        "'{}' is not understood: say python3 run.py serve --port 8001, "
        "or python3 run.py --help for all it can do.".format(" ".join(words))
    )


# Finding a Python


def find_python():
    """The path of a Python that the site can run on: one that is here, else one that uv fetches."""
    for candidate in pythons_here():
        if version_of(candidate) in WANTED:
            return candidate
    return fetched_python()


def pythons_here():
    """Paths where a Python may be, the likeliest first. Pyenv's shims are in PATH too, and may answer nothing."""
    for wanted in WANTED:
        named = shutil.which("python{}.{}".format(*wanted))
        if named:
            yield named
    yield sys.executable
    roots = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv"), str(Path.home() / ".pyenv" / "pyenv-win")]
    for wanted in WANTED:
        for root in filter(None, roots):
            pattern = os.path.join(glob.escape(root), "versions", "{}.{}.*".format(*wanted))
            for folder in sorted(glob.glob(pattern), reverse=True):
                yield os.path.join(folder, "python.exe" if WINDOWS else "bin/python")


def version_of(python):
    """(major, minor) as that Python says it, or None where it does not answer or lacks what a venv needs."""
    question = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [python, "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = answer.stdout.split()
    return (int(words[0]), int(words[1])) if answer.returncode == 0 and len(words) == 2 else None


def fetched_python():
    """A Python that the `uv` package fetches into .uv/. Raises CannotStart where that fails too."""
    print("No Python 3.12 or newer was found. Fetching one into .uv/ (once; some 30 MB).")
    uv = ROOT / ".uv"
    surroundings = dict(os.environ, UV_SYSTEM_CERTS="1", UV_PYTHON_INSTALL_DIR=str(uv / "pythons"))
    try:
        if not python_inside(uv).exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(uv)], check=True)
        inside = str(python_inside(uv))
        subprocess.run([inside, "-m", "pip", "install", "--quiet", "uv"], check=True)
        subprocess.run([inside, "-m", "uv", "python", "install", "3.13"], env=surroundings, check=True)
        found = [inside, "-m", "uv", "python", "find", "--managed-python", "3.13"]
        return subprocess.run(found, env=surroundings, stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    except (OSError, subprocess.CalledProcessError) as trouble:
        raise CannotStart(
            "Schools Together needs Python 3.12 or newer, and none was found or could be fetched: "
            "install it from python.org or your system's packages, then run this again."
        ) from trouble


# The environment in .venv


def environment(lock, folder=None):
    """The path of the Python in .venv, made or renewed first where it does not fit the lock.

    A working environment with the tests' packages also serves the site, whose packages are all among them.
    """
    folder = folder or ROOT / ".venv"
    if not is_ready(folder, lock):
        make_environment(folder, lock)
    return str(python_inside(folder))


def is_ready(folder, lock):
    """True when the stamp, written last, names this lock (or the tests' lock) and the Python is still there."""
    if not works(python_inside(folder)):
        return False
    stamp = folder / "stamp"
    known = stamp.read_text().strip() if stamp.exists() else ""
    return known in {stamp_for(folder, one) for one in (lock, DEV_LOCK)}


def works(python):
    """True unless the Python is missing or is a link whose Python was removed."""
    return python.exists()


def stamp_for(folder, lock):
    """What the stamp says after an install: the lock's content and the environment's own Python version."""
    described = folder / "pyvenv.cfg"
    version = [line for line in described.read_text().splitlines() if line.startswith("version")]
    return hashlib.sha256(lock.read_bytes() + " ".join(version).encode()).hexdigest()


def make_environment(folder, lock):
    """Build the environment from nothing when it is broken, and install the lock. The stamp comes last."""
    if not (folder / "stamp").exists() or not works(python_inside(folder)):
        python = find_python()
        print("Making .venv with {} (once).".format(python))
        shutil.rmtree(str(folder), ignore_errors=True)
        run_or_say([python, "-m", "venv", str(folder)], "The environment in .venv could not be made")
    (folder / "stamp").unlink() if (folder / "stamp").exists() else None
    print("Installing the packages named in {} (once).".format(lock.relative_to(lock.parent.parent)))
    install = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    exactly = ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    run_or_say([str(python_inside(folder)), *install, *exactly], "The packages could not be installed")
    (folder / "stamp").write_text(stamp_for(folder, lock))


def run_or_say(command, trouble):
    """Run a step of the set-up. Raises CannotStart with the trouble in words."""
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        raise CannotStart(trouble + "; the reason stands above. Running this again starts afresh.")


def python_inside(folder):
    """The Python of a virtual environment."""
    return folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


# The site and the worker


def refuse_a_taken_port(port):
    """Raises CannotStart when something already listens there."""
    with contextlib.closing(socket.socket()) as trial:
        if not WINDOWS:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as trouble:
            raise CannotStart(
                "Port {} is taken by another program: stop that one, or run python3 run.py serve --port {}.".format(
                    port, port + 1 if port < 65535 else 8001
                )
            ) from trouble


def site_surroundings(port):
    """The environment variables of the site and the worker: what is set already stays.

    Without DEBUG the visitor sees our own pages for what goes wrong; `DEBUG=true python3 run.py` shows Django's traces.
    """
    surroundings = dict(os.environ, DJANGO_RUNSERVER_HIDE_WARNING="true", PYTHONUNBUFFERED="1")
    surroundings.setdefault("DEBUG", "false")
    surroundings.setdefault("DJANGO_SETTINGS_MODULE", "schools_together.settings.dev")
    surroundings.setdefault("SITE_URL", "http://localhost:{}".format(port))
    return surroundings


def children_of(python, port, surroundings):
    """Start the site and the worker: {name: process}. The tests run Django's checks, so a start need not."""
    address = "127.0.0.1:{}".format(port)
    commands = {
        "site": ["runserver", address, "--noreload", "--skip-checks", "--verbosity", "0"],
        "worker": ["worker"],
    }
    # A group of their own: Ctrl-C reaches this file alone, which stops them in order.
    apart = {"creationflags": 0x00000200} if WINDOWS else {"start_new_session": True}
    # The site would greet with a second address; its log goes to the other stream and stays.
    quiet = {"site": {"stdout": subprocess.DEVNULL}}
    return {
        name: subprocess.Popen(
            [python, "manage.py", *words], cwd=str(ROOT), env=surroundings, **apart, **quiet.get(name, {})
        )
        for name, words in commands.items()
    }


def run_together(children, port):
    """Wait until Ctrl-C or until one of them ends; then stop the rest. Returns the exit code."""
    try:
        ended = wait_for_the_site(children, port)
        if ended is None:
            print("\nSchools Together is at http://localhost:{} (Ctrl+C stops it).".format(port))
            ended = wait_for_an_end(children)
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        stop(children)
    print("The {} ended by itself (exit code {}), so all was stopped.".format(ended, children[ended].returncode))
    return 1


def wait_for_the_site(children, port):
    """Return None once the site answers, or the name of a child that ended first."""
    for _ in range(ANSWERS_WITHIN * 20):
        ended = ended_one(children)
        if ended:
            return ended
        with contextlib.closing(socket.socket()) as visitor:
            if visitor.connect_ex(("127.0.0.1", port)) == 0:
                return None
        time.sleep(0.05)
    raise CannotStart("The site did not answer within {} seconds.".format(ANSWERS_WITHIN))


def wait_for_an_end(children):
    """The name of the first child that ends."""
    while not ended_one(children):
        time.sleep(0.25)
    return ended_one(children)


def ended_one(children):
    """The name of a child that has ended, or None."""
    return next((name for name, child in children.items() if child.poll() is not None), None)


def stop(children):
    """Ask each child to end, and end those that do not."""
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def interrupt(*_):
    """End as Ctrl-C does."""
    raise KeyboardInterrupt


@contextlib.contextmanager
def on_signals(act):
    """Within, a service manager's wish to end (SIGTERM) and a closed terminal (SIGHUP) are answered by `act`."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(number, act) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before):  # noqa: B905 (Python 3.8 has no strict)
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
