"""Concerns: told by anybody, decided by one moderator."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.permissions import is_moderator
from messaging.models import Message, Report, ReportReading
from partnerships.models import Project

MODERATORS_ONLY = "Only moderators deal with reports."


@transaction.atomic
def report_concern(
    *,
    by=None,
    page: str,
    reason: str,
    text: str,
    reply_to: str = "",
    project: Project | None = None,
    message: Message | None = None,
) -> Report:
    """Keep a concern about a page, project or message for the moderators; `by` is None for visitors.

    The same words about the same page while the first report is open are that report (a second press).
    """
    reporter = by if by is not None and by.is_authenticated else None
    same = {"page": page, "reason": reason, "text": text, "reporter": reporter, "message": message}
    already = Report.objects.open().filter(**same).first()
    return already or Report.objects.create(**same, project=project, reply_to=reply_to)


@transaction.atomic
def close_report(*, by, report: Report, decision: str) -> Report:
    """Close a report with a decision. Of two moderators one wins; the other hears who did.

    Raises PermissionDenied but for moderators, ValidationError without a decision or when it is closed already.
    """
    if not is_moderator(by):
        raise PermissionDenied(MODERATORS_ONLY)
    if not decision.strip():
        raise ValidationError("Say what you have decided and why.")
    decided = {"closed_at": timezone.now(), "closed_by": by, "decision": decision.strip()}
    won = Report.objects.open().filter(pk=report.pk).update(**decided)
    report.refresh_from_db()
    if not won:
        raise ValidationError(f"{report.closed_by or 'A former moderator'} has already decided: {report.decision}")
    return report


@transaction.atomic
def read_reported_message(*, by, report: Report) -> Message:
    """The message that a report is about. The reading is logged before the words are given out.

    Raises PermissionDenied but for moderators, and where no message was reported or it is gone.
    """
    if not is_moderator(by):
        raise PermissionDenied(MODERATORS_ONLY)
    if report.message is None:
        raise PermissionDenied("No message was reported, so there is none to read.")
    ReportReading.objects.create(report=report, moderator=by)
    return report.message
