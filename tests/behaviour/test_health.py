"""Monitors learn whether the site works; strangers learn nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from schools_together import health
from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Letter

NOT_READY = {"status": "not ready"}


@pytest.fixture
def letter(db):
    return post_letter(key="greeting", to="lead@example.org", subject="Hello", text="Hello")


def test_the_process_answers_without_the_database(client):
    page = client.get("/healthz")
    assert (page.status_code, page.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_all_well_is_ready(client):
    page = client.get("/readyz")
    assert (page.status_code, page.json()) == (200, {"status": "ready"})
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading(client, path):
    assert client.post(path).status_code == 405


def test_a_letter_that_nobody_sends_is_not_ready_and_the_log_says_why(client, letter, caplog):
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=16))
    page = client.get("/readyz")
    assert (page.status_code, page.json()) == (503, NOT_READY)
    assert "Letters that have waited too long: 1." in caplog.text


def test_a_letter_that_one_mailbox_refuses_does_not_count(client, letter):
    Letter.objects.update(
        written_at=timezone.now() - timedelta(days=1), due_at=timezone.now() + timedelta(hours=1), attempts=5
    )
    assert client.get("/readyz").status_code == 200


def test_a_given_up_letter_does_not_count(client, letter):
    Letter.objects.update(due_at=timezone.now() - timedelta(days=1), failed_at=timezone.now())
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_missing_migrations_are_not_ready(client, caplog):
    MigrationRecorder(connection).migration_qs.filter(app="messaging").latest("applied").delete()
    assert client.get("/readyz").status_code == 503
    assert "The database lacks migrations" in caplog.text


@pytest.mark.django_db
def test_a_full_disk_is_not_ready(client, monkeypatch, caplog):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**62)
    assert client.get("/readyz").status_code == 503
    assert "MB are free on the disk" in caplog.text


def test_the_disk_is_looked_at_before_the_folder_for_uploads_exists(tmp_path):
    assert list(health.disk_troubles(tmp_path / "not" / "yet")) == []
