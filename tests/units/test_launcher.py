"""run.py, the file that a stranger starts first: its words, its choice of a Python, its environment, its port."""

import ast
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import run

LOCK_OF_NOTHING = "# no package\n"


@pytest.fixture
def lock(tmp_path):
    file = tmp_path / "requirements" / "none.txt"
    file.parent.mkdir()
    file.write_text(LOCK_OF_NOTHING)
    return file


@pytest.fixture
def finished_environment(tmp_path, lock):
    """A folder that looks as .venv does after an install of the lock."""
    folder = tmp_path / "environment"
    python = run.python_inside(folder)
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text("home = /somewhere\nversion = 3.13.0\n")
    (folder / "stamp").write_text(run.stamp_for(folder, lock))
    return folder


def fake_python(file: Path, answer: str, code: int = 0) -> str:
    """A program that answers as a Python would when asked for its version."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\necho '{answer}'\nexit {code}\n")
    file.chmod(0o755)
    return str(file)


# Words


def test_the_launcher_can_be_read_by_python_3_8():
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))


def test_the_launcher_needs_the_standard_library_only():
    tree = ast.parse(Path(run.__file__).read_text(encoding="utf-8"))
    modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    modules |= {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules - set(sys.stdlib_module_names) == set()


@pytest.mark.parametrize(
    ("words", "port"), [([], 8000), (["--port", "8001"], 8001), (["--port=9"], 9), (["--port", "65535"], 65535)]
)
def test_the_port_is_read_from_the_words(words, port):
    assert run.port_in(words) == port


@pytest.mark.parametrize("words", [["--port"], ["--port", "x"], ["--port", "0"], ["--port", "65536"], ["serv"]])
def test_words_that_mean_nothing_are_answered_with_a_sentence(words, capsys):
    assert run.main(words) == 1
    assert capsys.readouterr().err == (
        f"'{' '.join(words)}' is not understood: say python3 run.py serve --port 8001, "
        "or python3 run.py --help for all it can do.\n"
    )


def test_help_names_every_verb(capsys):
    assert run.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert [verb for verb in run.VERBS if f"run.py {verb}" not in told] == []


# Finding a Python


def test_a_python_says_its_version():
    assert run.version_of(sys.executable) == sys.version_info[:2]


def test_what_is_no_python_has_no_version(tmp_path):
    shim = fake_python(tmp_path / "shim", "pyenv: python3.13: command not found", code=127)
    assert run.version_of(shim) is None
    assert run.version_of(str(tmp_path / "absent")) is None
    assert run.version_of(fake_python(tmp_path / "odd", "hello")) is None


def test_a_broken_name_in_the_path_is_passed_over_for_pyenv(tmp_path, monkeypatch):
    fake_python(tmp_path / "bin" / "python3.13", "pyenv: command not found", code=127)
    good = fake_python(tmp_path / "pyenv" / "versions" / "3.12.4" / "bin" / "python", "3 12")
    fake_python(tmp_path / "pyenv" / "versions" / "3.11.9" / "bin" / "python", "3 11")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(sys, "executable", fake_python(tmp_path / "old", "3 9"))
    here = list(run.pythons_here())
    assert here.index(str(tmp_path / "bin" / "python3.13")) < here.index(good)
    assert str(tmp_path / "pyenv" / "versions" / "3.11.9" / "bin" / "python") not in here
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run.find_python() == good


# The environment


def test_a_finished_environment_is_left_alone(finished_environment, lock, capsys):
    assert run.environment(lock, finished_environment) == str(run.python_inside(finished_environment))
    assert capsys.readouterr().out == ""


def test_a_changed_lock_a_missing_stamp_and_a_lost_python_each_ask_for_work(finished_environment, lock):
    assert run.is_ready(finished_environment, lock)
    lock.write_text("# another\n")
    assert not run.is_ready(finished_environment, lock)
    lock.write_text(LOCK_OF_NOTHING)
    run.python_inside(finished_environment).unlink()
    run.python_inside(finished_environment).symlink_to("/removed/python")
    assert not run.is_ready(finished_environment, lock)


def test_an_environment_for_the_tests_serves_the_site_too(finished_environment):
    (finished_environment / "stamp").write_text(run.stamp_for(finished_environment, run.DEV_LOCK))
    assert run.is_ready(finished_environment, run.SITE_LOCK)


def test_a_half_made_environment_is_made_anew(tmp_path, lock, capsys):
    folder = tmp_path / "environment"
    rubbish = folder / "lib" / "half-unpacked.txt"
    rubbish.parent.mkdir(parents=True)
    rubbish.write_text("the power went")
    python = run.environment(lock, folder)
    assert not rubbish.exists()
    assert run.version_of(python) in run.WANTED
    assert capsys.readouterr().out.splitlines()[1] == "Installing the packages named in requirements/none.txt (once)."
    assert run.is_ready(folder, lock)


def test_a_failed_install_leaves_no_stamp(finished_environment, lock):
    lock.write_text("schools-together-has-no-such-package==0 --hash=sha256:" + "0" * 64)
    run.python_inside(finished_environment).unlink()
    fake_python(run.python_inside(finished_environment), "no", code=1)
    with pytest.raises(run.CannotStart, match="The packages could not be installed; the reason stands above"):
        run.environment(lock, finished_environment)
    assert not (finished_environment / "stamp").exists()


# The port and the children


def test_a_taken_port_is_said_in_a_sentence(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run.main(["serve", "--port", str(port)]) == 1
    next_one = port + 1 if port < 65535 else 8001
    assert capsys.readouterr().err == (
        f"Port {port} is taken by another program: stop that one, or run python3 run.py serve --port {next_one}.\n"
    )


def child(code: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", code], start_new_session=True)


def test_when_one_child_ends_the_other_is_stopped_and_the_reason_said(capsys):
    children = {"site": child("import sys; sys.exit(3)"), "worker": child("import time; time.sleep(60)")}
    assert run.run_together(children, port=1) == 1
    assert children["worker"].returncode == -signal.SIGTERM
    assert capsys.readouterr().out == "The site ended by itself (exit code 3), so all was stopped.\n"


def test_sigterm_stops_both_children(capsys):
    with socket.create_server(("127.0.0.1", 0)) as site, run.on_signals(run.interrupt):
        children = {name: child("import time; time.sleep(60)") for name in ("site", "worker")}
        ended = child(f"import os, time; time.sleep(0.3); os.kill({os.getpid()}, {int(signal.SIGTERM)})")
        assert run.run_together(children, site.getsockname()[1]) == 0
        ended.wait()
    assert {one.returncode for one in children.values()} == {-signal.SIGTERM}
    assert "Schools Together is at http://localhost:" in capsys.readouterr().out


def test_a_child_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr(run, "ENDS_WITHIN", 0.2)
    deaf = child("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)")
    time.sleep(0.3)
    run.stop({"site": deaf})
    assert deaf.returncode == -signal.SIGKILL


def test_the_site_is_told_its_address_unless_it_knows_one(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    assert run.site_surroundings(8001)["SITE_URL"] == "http://localhost:8001"
    monkeypatch.setenv("SITE_URL", "https://directory.example")
    assert run.site_surroundings(8001)["SITE_URL"] == "https://directory.example"
