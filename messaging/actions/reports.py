"""Concerns: told by anybody, decided by one moderator, undone within thirty days."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import is_moderator, schools_of
from messaging.desk_letters import tell_moderators_of_urgent
from messaging.models import (
    URGENT,
    Decision,
    Freeze,
    Message,
    Report,
    ReportReading,
    ReportRecord,
)
from messaging.permissions import can_decide_report
from partnerships.actions import hide_until_read, is_hidden_by_itself, restore_project, unpublish_project
from partnerships.models import Project
from schools.models import School

from .blocks import end_freeze, freeze_school

MODERATORS_ONLY = "Only moderators deal with reports."
OWN = "It concerns your own school, or you reported it. Another moderator decides."
SCHOOLS_AT_LEAST = 2  # so that one staff room alone takes no project down
HIDES_AT = 3  # distinct trusted people: a message is hidden until a moderator has looked


@transaction.atomic
def report_concern(
    *,
    by=None,
    page: str,
    reason: str,
    text: str = "",
    reply_to: str = "",
    project: Project | None = None,
    message: Message | None = None,
) -> Report:
    """Keep a concern about a page, project or message for the moderators; `by` is None for visitors.

    The same words about the same page while the first report is open are that report (a second press). Urgent ones are
    told to the moderators at once. A message that three members of schools have reported is hidden until decided, and
    so is a project that three have, of two other schools at least, since a moderator last read it.
    """
    reporter = by if by is not None and by.is_authenticated else None
    if message is not None:
        Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    elif project is not None:
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    same = {"page": page, "reason": reason, "text": text, "reporter": reporter, "message": message}
    already = Report.objects.open().filter(**same).first()
    if already:
        return already
    trusted = reporter is not None and schools_of(reporter).exists()
    report = Report.objects.create(**same, project=project, reply_to=reply_to, is_trusted=trusted)
    if reason in URGENT:
        tell_moderators_of_urgent(report)
    if message is not None:
        _hide_when_many_say_so(report)
    elif project is not None:
        _hide_project_when_many_say_so(report)
    return report


@transaction.atomic
def close_report(
    *, by, report: Report, decision: str, outcome: str = Decision.TOLD, read_until: int | None = None
) -> Report:
    """Close a report with a decision and do what it says. Of two moderators one wins; the other hears who did.

    It settles the other open reports about the same, too (`settled_along`). `read_until` is the number of the newest
    one that the moderator had before her; None where that is all there are.
    Order: this report, what the decision does, the others, the record of each.
    Raises PermissionDenied but for moderators and in one's own case, ValidationError without a reason, where the
    outcome does not fit what was reported, or when it is closed already.
    """
    _must_decide(by, report)
    if not decision.strip():
        raise ValidationError("Say what you have decided and why.")
    decided = {"closed_at": timezone.now(), "closed_by": by, "decision": decision.strip(), "outcome": outcome}
    won = Report.objects.open().filter(pk=report.pk).update(**decided)
    report.refresh_from_db()
    if not won:
        raise ValidationError(f"{report.closed_by or 'A former moderator'} has already decided: {report.decision}")
    _do(by, report)
    along = list(settled_along(by, report, read_until))
    Report.objects.filter(pk__in=[other.pk for other in along]).update(**decided)
    for settled in (report, *along):
        deed = "Decided" if settled is report else "Settled with another report"
        ReportRecord.objects.create(
            report=settled, moderator=by, deed=deed, why=report.decision, before="open", after=outcome
        )
    return report


def settled_along(by, report: Report, read_until: int | None = None):
    """The open reports that a decision about this one settles: about the same, and read by this moderator.

    Not her own; nor, by a decision about something milder, one that says that a child may be at risk or recognised.
    """
    others = Report.objects.open().about_the_same_as(report)
    others = (
        others.exclude(reporter=by) if read_until is None else others.exclude(reporter=by).filter(pk__lte=read_until)
    )
    return others.order_by("pk") if report.reason in URGENT else others.exclude(reason__in=URGENT).order_by("pk")


@transaction.atomic
def undo_decision(*, by, report: Report, why: str) -> Report:
    """Open a report again, with all that its decision settled, and take back what it did, within thirty days.

    Raises PermissionDenied but for moderators, ValidationError without a reason, or when it is open or too old.
    """
    _must_decide(by, report)
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not why.strip():
        raise ValidationError("Say why you take the decision back.")
    if not report.is_undoable:
        raise ValidationError("Only a decision of the last thirty days can be taken back.")
    _take_back(by, report)
    together = [report, *Report.objects.settled_with(report)]
    for settled in together:
        ReportRecord.objects.create(
            report=settled, moderator=by, deed="Took the decision back", why=why.strip()[:1000], before=report.outcome,
            after="open",
        )  # fmt: skip
    opened = {"closed_at": None, "closed_by": None, "decision": "", "outcome": ""}
    Report.objects.filter(pk__in=[settled.pk for settled in together]).update(**opened)
    report.refresh_from_db()
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


def school_reported(report: Report) -> School | None:
    """The school that wrote what was reported."""
    if report.message is not None:
        return report.message.school
    return report.project.school if report.project is not None else None


def _must_decide(by, report: Report) -> None:
    if not is_moderator(by):
        raise PermissionDenied(MODERATORS_ONLY)
    if not can_decide_report(by, report):
        raise PermissionDenied(OWN)


def _do(by, report: Report) -> None:
    """What a decision does besides closing the report. What was hidden by itself is shown again, unless it says no."""
    if report.message is not None:
        hidden = timezone.now() if report.outcome in (Decision.HIDE, Decision.FREEZE) else None
        Message.objects.filter(pk=report.message_id).update(hidden_at=hidden)
    elif report.outcome == Decision.HIDE:
        raise ValidationError("No message was reported, so there is none to hide.")
    if report.outcome == Decision.UNPUBLISH:
        if report.project is None:
            raise ValidationError("No project was reported, so there is none to take off.")
        unpublish_project(by=by, project=report.project, note=report.decision)
    elif report.project is not None and is_hidden_by_itself(report.project):
        restore_project(by=by, project=report.project)
    if report.outcome == Decision.FREEZE:
        school = school_reported(report)
        if school is None:
            raise ValidationError("No school wrote what was reported, so there is none to stop.")
        freeze_school(by=by, school=school, reason=report.decision, report=report)


def _take_back(by, report: Report) -> None:
    if report.message is not None:
        Message.objects.filter(pk=report.message_id).update(hidden_at=None)
    if report.outcome == Decision.UNPUBLISH and report.project is not None:
        restore_project(by=by, project=report.project)
    school = school_reported(report)
    if report.outcome == Decision.FREEZE and school is not None:
        for freeze in Freeze.objects.open().filter(school=school):
            end_freeze(by=by, freeze=freeze, report=report)


def _hide_when_many_say_so(report: Report) -> None:
    """Counted under the lock on the message, so that of several last ones exactly one hides it."""
    message = report.message
    trusted = Report.objects.open().filter(message=message, is_trusted=True)
    enough = trusted.values("reporter").distinct().count() >= HIDES_AT
    if enough and Message.objects.filter(pk=message.pk, hidden_at=None).update(hidden_at=timezone.now()):
        ReportRecord.objects.create(report=report, deed="Hidden by itself", why=f"{HIDES_AT} people reported it.")


def _hide_project_when_many_say_so(report: Report) -> None:
    """Counted under the lock on the project. Its own schools do not count: they may take it back or leave."""
    project = Project.objects.get(pk=report.project_id)
    named = project.participations.filter(school__isnull=False).values("school")
    trusted = Report.objects.open().filter(project=project, message=None, is_trusted=True)
    if project.read_at:  # a moderator has read the page since, and left it public
        trusted = trusted.filter(reported_at__gt=project.read_at)
    places = Membership.objects.active().filter(user__in=trusted.values("reporter"))
    places = places.exclude(school__in=named).exclude(school=project.school_id)
    people, schools = (len(set(places.values_list(name, flat=True))) for name in ("user", "school"))
    if people >= HIDES_AT and schools >= SCHOOLS_AT_LEAST and hide_until_read(project=project):
        ReportRecord.objects.create(report=report, deed="Hidden by itself", why=f"{HIDES_AT} people reported it.")
