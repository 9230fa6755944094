"""The test suite on PostgreSQL: `python3 run.py test --postgres`.

DATABASE_URL names a server to use. Without it a throw-away cluster is made from the PostgreSQL programs found here:
it listens on this machine only, writes without waiting for the disk, and is removed afterwards, whatever happens.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

HOW_TO_GET_IT = (
    "No PostgreSQL was found on this machine: install it (Debian and Ubuntu: apt-get install postgresql), "
    "or set DATABASE_URL to a server that may make test databases, like postgres://name:password@localhost/postgres."
)


def main(words: list[str]) -> int:
    """Run pytest with these words on PostgreSQL; returns its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is removed then, too
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return run_pytest(words, os.environ["DATABASE_URL"])
    programs = postgres_programs()
    if programs is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    with throw_away_cluster(programs) as url:
        return run_pytest(words, url)


def run_pytest(words: list[str], url: str) -> int:
    print(f"Testing on PostgreSQL at {url.rpartition('@')[2]}.", flush=True)
    return subprocess.call([sys.executable, "-m", "pytest", *words], env=os.environ | {"DATABASE_URL": url})


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl: the one pg_config names, else the newest of Debian's."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))[::-1]
    if shutil.which("pg_config"):
        answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folders.insert(0, Path(answer.stdout.strip()))
    return next((folder for folder in folders if (folder / "initdb").is_file()), None)


@contextlib.contextmanager
def throw_away_cluster(programs: Path):
    """Start a cluster in a temporary folder and yield its DATABASE_URL; stop and remove it afterwards.

    PostgreSQL refuses to run as root, so root hands the folder to `postgres` or `nobody`.
    """
    owner = unprivileged_owner()
    folder = Path(tempfile.mkdtemp(prefix="schools-together-postgres-"))
    try:
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        port = free_port()
        data = folder / "data"
        run(owner, folder, programs / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c full_page_writes=off"
        start = ["-D", data, "-l", folder / "log", "-w", "-o", settings + " -c synchronous_commit=off", "start"]
        run(owner, folder, programs / "pg_ctl", *start)
        try:
            yield f"postgres://tests@127.0.0.1:{port}/postgres"
        finally:
            run(owner, folder, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged_owner() -> pwd.struct_passwd | None:
    """Who shall own the cluster: None (whoever runs the tests) unless that is root."""
    if os.geteuid() != 0:
        return None
    known = {person.pw_name: person for person in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def run(owner: pwd.struct_passwd | None, folder: Path, *command: object) -> None:
    """Run a program of PostgreSQL quietly, as its owner. Raises SystemExit with its words where it fails.

    Its words go to a file: the server inherits them, and a pipe would stay open as long as the server runs.
    """
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    with tempfile.TemporaryFile() as words:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=words,
            stderr=words,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            start_new_session=True,  # Ctrl-C stops the tests first, then this file stops the server
            check=False,
            **identity,
        )
        words.seek(0)
        if done.returncode:
            sys.exit(f"PostgreSQL did not obey {Path(str(command[0])).name}: {words.read().decode(errors='replace')}")


def free_port() -> int:
    with contextlib.closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
    sys.exit(130)
