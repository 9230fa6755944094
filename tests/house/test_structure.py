"""The order of the rooms (pyproject.toml) is kept, and the migrations tell all."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_import_keeps_the_order_of_the_rooms():
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_migrations_tell_all_that_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_command_of_the_readme_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    help_text = subprocess.run([sys.executable, "run.py", "--help"], cwd=ROOT, capture_output=True, text=True).stdout
    for verb in ("serve", "test", "manage"):
        assert verb in help_text
    assert "python3 run.py" in readme
    assert "python3 run.py test" in readme
