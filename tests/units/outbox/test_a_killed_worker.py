"""kill -9 of a worker with letters in its hands: each arrives, and none is lost. The bench does the same at length."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Letter
from tests.smtp_sink import smtp_sink

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WORKER = """
import sys, django
from django.conf import settings
django.setup()
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {"host": "127.0.0.1", "port": int(sys.argv[2]), "timeout": 5}}}
from django.core.management import call_command
call_command("worker", lease=3)
"""


def start_worker(port: int) -> subprocess.Popen:
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, name, str(port)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "schools_together.settings.test"},
    )


def wait_until(is_true, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < end, "Waited too long."
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_letters_of_a_killed_worker_arrive():
    with transaction.atomic():
        for number in range(60):
            post_letter(key=f"greeting {number}", to=f"lead{number}@example.org", subject="Hello", text="Hello")
    with smtp_sink("slow") as sink:
        first = start_worker(sink.port)
        wait_until(lambda: len(sink.letters) >= 5)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert Letter.objects.unfinished().count() > 0
        sink.mode = "up"
        second = start_worker(sink.port)
        wait_until(lambda: not Letter.objects.unfinished().exists())
        second.terminate()
        assert second.wait(timeout=20) == 0
    assert len(set(sink.names)) == 60
    assert len(sink.names) <= 61  # the one that the server had taken and the worker had not yet noted
