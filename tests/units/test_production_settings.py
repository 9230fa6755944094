"""Production says what is missing, all of it at once, and does not start until it is there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schools_together.settings.refusals import reasons_not_to_start

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "$9p-only-for-this-test-" + "abcdefghijklmnopqrstuvwxyz0123456789"
COMPLETE = {
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "schools-together.example, www.schools-together.example",
    "SITE_URL": "https://schools-together.example",
    "DATABASE_URL": "postgres://name:password@localhost/schools_together",
    "EMAIL_HOST": "smtp.schools-together.example",
    "EMAIL_PASSWORD": "$HOME",
    "DEFAULT_FROM_EMAIL": "Schools Together <post@schools-together.example>",
}
SECRET_KEY = "SECRET_KEY: set it to a random text of 50 characters or more that stands nowhere else."
HOSTS = (
    "ALLOWED_HOSTS: set it to the host names of the site, separated by commas, "
    "without * and without https://, like schools-together.example."
)
SITE_URL = "SITE_URL: set it to the public address of the site, like https://schools-together.example."
DATABASE = "DATABASE_URL: set it to the site's database, like postgres://name:password@host/database."
MAIL = "EMAIL_HOST: set it to the mail server that sends the site's letters, like smtp.schools-together.example."
PORT = "EMAIL_PORT: set it to the port of the mail server, a number like 587, or leave it out."
SENDER = "DEFAULT_FROM_EMAIL: set it to the address that letters come from, like post@schools-together.example."
DEBUG = "DEBUG: set it to false or leave it out, because it shows strangers what is inside."
TLS = "EMAIL_TLS: set it to true or false, or leave it out."


def in_production(environment: dict, *words: str) -> subprocess.CompletedProcess:
    """Run Python under production settings with this environment and nothing else."""
    around = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    around["DJANGO_SETTINGS_MODULE"] = "schools_together.settings.production"
    command = [sys.executable, "-W", "error", *words]
    return subprocess.run(command, cwd=ROOT, env=around | environment, capture_output=True, text=True, check=False)


def printed_settings(names: str) -> str:
    return f"from django.conf import settings; print([settings.{names.replace(' ', ', settings.')}])"


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("SECRET_KEY", "", SECRET_KEY),
        ("SECRET_KEY", "development-only-never-used-in-production" * 2, SECRET_KEY),
        ("SECRET_KEY", "short", SECRET_KEY),
        ("SECRET_KEY", "a" * 60, SECRET_KEY),
        ("ALLOWED_HOSTS", "", HOSTS),
        ("ALLOWED_HOSTS", " , ", HOSTS),
        ("ALLOWED_HOSTS", "*", HOSTS),
        ("ALLOWED_HOSTS", "schools-together.example, *", HOSTS),
        ("ALLOWED_HOSTS", "https://schools-together.example", HOSTS),
        ("SITE_URL", "", SITE_URL),
        ("SITE_URL", "http://schools-together.example", SITE_URL),
        ("SITE_URL", "https://", SITE_URL),
        ("SITE_URL", "https://[", SITE_URL),
        ("DATABASE_URL", "", DATABASE),
        ("DATABASE_URL", "junk", DATABASE),
        ("DATABASE_URL", "postgres://host:port/database", DATABASE),
        ("DATABASE_URL", "postgres://host", DATABASE),
        ("EMAIL_HOST", "", MAIL),
        ("EMAIL_HOST", "console", MAIL),
        ("EMAIL_HOST", "consolemail://", MAIL),
        ("EMAIL_HOST", "smtp.schools-together.example ", MAIL),
        ("EMAIL_PORT", "smtp", PORT),
        ("DEFAULT_FROM_EMAIL", "", SENDER),
        ("DEBUG", "true", DEBUG),
        ("DEBUG", "1", DEBUG),
        ("EMAIL_TLS", "perhaps", TLS),
    ],
)
def test_each_bad_value_has_its_own_sentence(variable, value, reason):
    assert reasons_not_to_start(COMPLETE) == []
    assert reasons_not_to_start(COMPLETE | {variable: value}) == [reason]


def test_an_empty_environment_hears_every_reason_at_once_and_no_traceback():
    refused = in_production({"DEBUG": "on"}, "manage.py", "check")
    assert refused.returncode == 3
    assert refused.stdout == ""
    assert refused.stderr.splitlines() == [
        "Schools Together does not start.",
        *(f"- {reason}" for reason in (SECRET_KEY, HOSTS, SITE_URL, DATABASE, MAIL, SENDER, DEBUG)),
    ]


@pytest.mark.parametrize("words", [["manage.py", "migrate"], ["-c", "import schools_together.wsgi"]])
def test_no_other_door_starts_it_either(words):
    refused = in_production(COMPLETE | {"SECRET_KEY": ""}, *words)
    assert refused.returncode == 3
    assert refused.stderr == f"Schools Together does not start.\n- {SECRET_KEY}\n"


def test_values_arrive_as_they_were_written():
    """django-environ would expand what begins with $ and keep the space after a comma."""
    names = "SECRET_KEY ALLOWED_HOSTS DEBUG SAMPLE_DIRECTORY"
    read = in_production(COMPLETE | {"SAMPLE_DIRECTORY": "true"}, "-c", printed_settings(names))
    hosts = ["schools-together.example", "www.schools-together.example"]
    assert read.stderr == ""
    assert read.stdout == f"{[KEY, hosts, False, False]}\n"


def test_the_password_of_the_mail_server_may_begin_with_a_dollar():
    read = in_production(COMPLETE, "-c", printed_settings("MAILERS['default']['OPTIONS']['password']"))
    assert read.stdout == "['$HOME']\n"


def test_a_complete_environment_passes_djangos_own_check_without_a_warning():
    checked = in_production(COMPLETE, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.stderr == ""
    assert checked.stdout.startswith("System check identified no issues")
    assert checked.returncode == 0
