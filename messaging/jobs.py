"""How conversations and concerns are forgotten: the night warns and asks for a job, the worker does it when due."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from schools_together.outbox.chores import every_night
from schools_together.outbox.jobs import does, write_job
from schools_together.outbox.models import Job

from . import letters
from .models import Enquiry, Report

MOST_A_NIGHT = 500
FORGOTTEN = "[Forgotten, as the privacy page says.]"


@every_night("Conversations that are about to be forgotten")
def warn_before_forgetting(today: date) -> int:
    """Tell both schools once, ENQUIRIES_WARNED_DAYS ahead, that a silent conversation goes unless somebody writes."""
    now = timezone.now()
    silent = now - timedelta(days=settings.ENQUIRIES_KEPT_DAYS - settings.ENQUIRIES_WARNED_DAYS)
    old = Enquiry.objects.filter(last_message_at__lt=silent).order_by("last_message_at", "pk")
    keys = set(Job.objects.filter(key__startswith=KEY).values_list("key", flat=True))
    warned = 0
    for enquiry in old.select_related("from_school", "to_school").iterator(chunk_size=200):
        key = f"{KEY}{enquiry.pk}"
        if key in keys:
            continue
        goes_at = now + timedelta(days=settings.ENQUIRIES_WARNED_DAYS)
        since = enquiry.last_message_at.isoformat()
        write_job("forget enquiry", key=key, after=goes_at, enquiry=enquiry.pk, silent_since=since)
        letters.warn_before_forgetting(enquiry, timezone.localdate(goes_at))
        warned += 1
        if warned == MOST_A_NIGHT:
            break
    return warned


KEY = "forget enquiry "


@does("forget enquiry")
def forget_enquiry(enquiry: int, silent_since: str) -> None:
    """Delete a conversation, unless somebody has written since, or moderators have it in hand or on record."""
    with transaction.atomic():
        stored = Enquiry.objects.select_for_update(of=("self",)).filter(pk=enquiry).first()
        if stored is None or stored.last_message_at > datetime.fromisoformat(silent_since):
            return
        if Report.objects.open().filter(message__enquiry=stored).exists():
            return
        try:
            with transaction.atomic():
                stored.delete()
        except ProtectedError:
            # What moderators did about it is kept for ever: the words go, the frame stays.
            stored.messages.update(text=FORGOTTEN, author=None)
            Enquiry.objects.filter(pk=stored.pk).update(answer_reason="", opened_by=None, answered_by=None)


@every_night("Concerns that are forgotten")
def forget_old_reports(today: date) -> int:
    """Closed REPORTS_KEPT_DAYS ago: who reported and what they wrote goes; the decision stays."""
    before = timezone.now() - timedelta(days=settings.REPORTS_KEPT_DAYS)
    old = Report.objects.filter(closed_at__lt=before).exclude(text=FORGOTTEN)
    return old.update(text=FORGOTTEN, reporter=None, reply_to="")
