"""Jobs are done by the way, once for a key, and one that fails stops neither the others nor the letters."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from schools_together.outbox import jobs
from schools_together.outbox.backing_off import MOST_ATTEMPTS
from schools_together.outbox.jobs import do_due_jobs, does, write_job
from schools_together.outbox.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """What the job "note" was told, in order; "trip" always fails."""
    told = []
    monkeypatch.setattr(jobs, "KINDS", {})

    @does("note")
    def note(word):
        told.append(word)

    @does("trip")
    def trip():
        raise LookupError("no such picture")

    return told


def test_a_job_is_done_once_and_gone(done):
    write_job("note", key="first", word="hello")
    assert (do_due_jobs(), do_due_jobs()) == (1, 0)
    assert done == ["hello"]
    assert not Job.objects.exists()


def test_asking_twice_is_asking_once(done):
    write_job("note", key="first", word="old")
    write_job("note", key="first", word="new")
    do_due_jobs()
    assert done == ["new"]


def test_asking_while_it_runs_makes_it_run_once_more(done, monkeypatch):
    @does("ask again")
    def ask_again():
        done.append("ran")
        if len(done) == 1:
            write_job("ask again", key="again")

    write_job("ask again", key="again")
    do_due_jobs()
    do_due_jobs()
    assert done == ["ran", "ran"]
    assert not Job.objects.exists()


def test_a_job_waits_for_its_instant(done):
    write_job("note", key="later", after=timezone.now() + timedelta(hours=1), word="later")
    assert do_due_jobs() == 0
    assert done == []


def test_a_failing_job_is_tried_again_later_and_given_up_in_the_end(done):
    write_job("trip", key="bad")
    write_job("note", key="good", word="good")
    do_due_jobs()
    assert done == ["good"]
    bad = Job.objects.get(key="bad")
    assert (bad.attempts, bad.last_error, bad.failed_at) == (1, "LookupError: no such picture", None)
    assert bad.due_at > timezone.now()
    Job.objects.update(attempts=MOST_ATTEMPTS - 1, due_at=timezone.now())
    do_due_jobs()
    assert Job.objects.dead().get().key == "bad"
    assert do_due_jobs() == 0


def test_a_kind_that_nobody_does_is_refused_at_once(done):
    with pytest.raises(KeyError):
        write_job("fly", key="moon")


@pytest.mark.django_db(transaction=True)
def test_a_job_belongs_to_the_transaction_of_its_reason(done):
    with pytest.raises(TransactionManagementError):
        write_job("note", key="first", word="hello")


def test_the_worker_does_jobs_too(done):
    write_job("note", key="first", word="hello")
    call_command("worker", once=True)
    assert done == ["hello"]
