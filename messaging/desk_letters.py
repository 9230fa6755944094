"""Letters of and to the moderators' desk: held enquiries, urgent and overdue concerns, schools that may not write.

Called inside the transaction of the reason. None holds the words of a message, nor who reported what.
"""

from datetime import date

from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.models import Membership
from accounts.notices import notify, notify_moderators
from schools_together.outbox.letters import write_letter

from .letters import ENQUIRIES
from .models import Enquiry, Freeze, Report


def tell_moderators_of_hold(enquiry: Enquiry) -> None:
    path = reverse("admin:messaging_heldenquiry_change", args=[enquiry.pk])
    subject = "An enquiry waits for you to read it first"
    notify_moderators(key=f"held {enquiry.pk}", subject=subject, template="enquiry_held", context={"path": path})


def tell_moderators_of_urgent(report: Report) -> None:
    """At once, and to all of them whatever they chose: a child may be at risk, or can be recognised."""
    path = reverse("admin:messaging_report_change", args=[report.pk])
    for moderator in get_user_model().objects.filter(is_staff=True, is_active=True).order_by("pk"):
        key = f"urgent report {report.pk} to {moderator.pk}"
        _write(key, moderator, "Urgent: a concern about a child", "report_urgent", path)


def tell_moderators_of_overdue(today: date, count: int) -> None:
    """Once a day, while concerns wait longer than they should."""
    path = reverse("admin:messaging_report_changelist") + "?state=open"
    words = "1 concern has waited for two days" if count == 1 else f"{count} concerns have waited for two days"
    notify_moderators(key=f"overdue reports {today}", subject=words, template="reports_overdue", context={"path": path})


def tell_of_refusal(enquiry: Enquiry) -> None:
    """To whoever wrote it, where the account is still there."""
    if enquiry.opened_by is not None:
        notify(
            enquiry.opened_by, ENQUIRIES, key=f"enquiry {enquiry.pk} refused {enquiry.records.count()}",
            subject="Your enquiry was not passed on", template="enquiry_refused",
            context={"path": enquiry.get_absolute_url()},
        )  # fmt: skip


def tell_of_freeze(freeze: Freeze) -> None:
    """To the leads of the school, whatever they chose: it may not write for now, and why; or it may again."""
    ended = freeze.ended_at is not None
    subject = "Your school can write again" if ended else "Your school cannot write for now"
    leads = Membership.objects.active().leads().of_school(freeze.school).select_related("user").order_by("pk")
    for place in leads:
        key = f"freeze {freeze.pk} {'ended' if ended else 'begun'} to {place.user_id}"
        context = {"school": freeze.school, "reason": freeze.reason, "ended": ended}
        _write(key, place.user, subject, "school_frozen", reverse("messaging:enquiry_list"), context)


def _write(key: str, person, subject: str, template: str, path: str, context: dict | None = None) -> None:
    told = {**(context or {}), "path": path}
    write_letter(key=key, to=person.email, subject=subject, template=template, context=told)
