"""The house keeps its rooms small and its names plain (limits: docs/decisions, "hard stops")."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc", "services"}
LONGEST_FUNCTION = 60
LONGEST_MODULE = 500
LONGEST_PAGE = 150
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def tracked(*patterns: str) -> list[Path]:
    """Files of the project that match, those not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


PYTHON = [path for path in tracked("*.py") if "migrations" not in path.parts]


def test_there_is_something_to_read():
    assert len(PYTHON) > 60
    assert ROOT / "manage.py" in PYTHON


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_is_small_and_well_named(path):
    text = path.read_text(encoding="utf-8")
    assert path.stem not in FORBIDDEN_NAMES
    assert FORBIDDEN_NAMES.isdisjoint(path.relative_to(ROOT).parts)
    assert text.count("\n") <= LONGEST_MODULE
    assert [name for name, lines in functions(text) if lines > LONGEST_FUNCTION] == []


def functions(text: str):
    """(name, lines) of every function and method."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", tracked("templates/**/*.html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_page_is_short(path):
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_PAGE


def test_nothing_is_left_unfinished():
    files = [path for path in tracked("*.py", "*.html", "*.js", "*.css") if "vendor" not in path.parts]
    left = [str(path) for path in files if path != Path(__file__) and UNFINISHED.search(path.read_text("utf-8"))]
    assert left == []


def test_no_file_carries_a_path_of_somebodys_machine():
    own = str(ROOT.parent) + "/"
    if len(own) < 4:
        pytest.skip("The project stands at the root of the disk.")
    files = tracked("*.py", "*.md", "*.html", "*.toml", "*.json", "*.js", "Makefile", ".ci/run")
    assert [str(path) for path in files if own in path.read_text(encoding="utf-8")] == []
