"""Jobs that were given up: moderators see them and have them tried again; monitors hear of a queue that stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from schools_together.outbox.models import Job
from tests import people

pytestmark = pytest.mark.django_db


def a_job(**fields) -> Job:
    return Job.objects.create(kind="photo sizes", key="sizes of 0", about={"photo": 0}, **fields)


def test_a_given_up_job_is_tried_again(sign_in):
    job = a_job(failed_at=timezone.now(), attempts=8, last_error="OSError: full")
    client, address = sign_in(people.moderator()), reverse("admin:outbox_job_changelist")
    assert "OSError: full" in client.get(address, {"where": "dead"}).content.decode()
    for words in ("tried again: 1.", "tried again: 0."):
        page = client.post(address, {"action": "do_jobs_again", "_selected_action": [job.pk]}, follow=True)
        assert words in page.content.decode()
    job.refresh_from_db()
    assert (job.failed_at, job.attempts, job.last_error) == (None, 0, "")


def test_leads_see_no_jobs(sign_in):
    job = a_job(failed_at=timezone.now())
    sign_in(people.lead_of_st_marys()).post(
        reverse("admin:outbox_job_changelist"), {"action": "do_jobs_again", "_selected_action": [job.pk]}
    )
    assert Job.objects.dead().count() == 1


def test_a_job_that_nobody_does_is_not_ready(client, caplog):
    job = a_job(due_at=timezone.now() - timedelta(minutes=16))
    assert client.get("/readyz").status_code == 503
    assert "Jobs that have waited too long: 1." in caplog.text
    Job.objects.filter(pk=job.pk).update(failed_at=timezone.now())
    assert client.get("/readyz").status_code == 200
