"""Concerns, and the record of what moderators did about them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from partnerships.models import Project

from .enquiries import Enquiry, Message

OVERDUE_AFTER = timedelta(days=2)
UNDO_WITHIN = timedelta(days=30)  # guard.md C6


class ReportReason(models.TextChoices):
    CHILD = "child", "A child may be at risk"
    PUPIL_DATA = "pupil-data", "A pupil can be recognised"
    CONDUCT = "conduct", "Somebody behaves badly"
    SPAM = "spam", "Advertising or spam"
    PICTURE = "picture", "A picture should not be here"
    WRONG = "wrong", "Something is wrong or out of date"
    OTHER = "other", "Something else"


URGENT = (ReportReason.CHILD, ReportReason.PUPIL_DATA)


# The order of the queue: open and urgent, open, closed.
RANK = Case(
    When(closed_at__isnull=False, then=Value(2)),
    When(reason=ReportReason.CHILD, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


class Decision(models.TextChoices):
    """What a moderator does with a report."""

    NONE = "none", "Nothing needs doing"
    TOLD = "told", "Somebody outside this page puts it right"
    HIDE = "hide", "Hide the message"
    UNPUBLISH = "unpublish", "Take the project off the public pages"
    FREEZE = "freeze", "Stop the school from writing, and hide what it has posted"


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for a moderator's decision."""
        return self.filter(closed_at=None)

    def about_the_same_as(self, report: "Report"):
        """The others about the same message or the same project; none for a page, where each may mean another thing."""
        if report.message_id is None and report.project_id is None:
            return self.none()
        same = {"message": report.message_id} if report.message_id else {"message": None, "project": report.project_id}
        return self.filter(**same).exclude(pk=report.pk)

    def settled_with(self, report: "Report"):
        """The others that were closed by the same decision: about the same, in the same instant."""
        return self.about_the_same_as(report).filter(closed_at=report.closed_at, closed_at__isnull=False)

    def overdue(self):
        """Open for longer than OVERDUE_AFTER."""
        return self.open().filter(reported_at__lt=timezone.now() - OVERDUE_AFTER)


class Report(models.Model):
    """A concern about a page, a project or a message, for the moderators.

    Life: open → closed by a moderator with a decision, which settles what else she read about the same; undone within
        thirty days, and open again.
    Always: a decision says when.
    Seen by: moderators alone; the reporter is never shown to anybody else.
    Not: a way to report a child at risk; the form says where that goes.
    """

    page = models.CharField(max_length=300, help_text="The address on this site that it is about.")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="reports")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="reports")
    reason = models.CharField(max_length=12, choices=ReportReason)
    text = models.TextField("what is the matter", max_length=2000, blank=True)
    reply_to = models.EmailField("your e-mail address", blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_trusted = models.BooleanField(
        default=False, editable=False, help_text="From a member of a school, when it was sent."
    )
    reported_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Decision, blank=True)
    decision = models.TextField(max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="") | Q(closed_at__isnull=False), name="a_decision_on_a_report_says_when"
            )
        ]
        indexes = [models.Index(fields=["closed_at", "reported_at"], name="report_queue")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.reported_at:%d %B %Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and timezone.now() - self.reported_at > OVERDUE_AFTER

    @property
    def is_undoable(self) -> bool:
        """Closed, and lately enough to be opened again."""
        return not self.is_open and timezone.now() - self.closed_at <= UNDO_WITHIN


class NeverChanged(models.QuerySet):
    """Rows that are written once."""

    def update(self, **fields):
        raise TypeError("What moderators did is written once and never changed.")

    def delete(self):
        raise TypeError("What moderators did is written once and never deleted.")


class ReportReading(models.Model):
    """The log: a moderator has read the message that a report is about.

    Always: written before the words are shown; never changed or deleted.
    Seen by: moderators.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="readings")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-read_at", "-pk"]

    def __str__(self) -> str:
        return f"Read by {self.moderator or 'a former moderator'}, {self.read_at:%d %B %Y}"


class ReportRecord(models.Model):
    """The record: what was done about a report or an enquiry, by whom and why, before and after.

    Always: written with the deed, in its transaction; never changed or deleted.
    Seen by: moderators.
    Not: the state of the report, which may be undone; this stays.
    """

    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="records")
    enquiry = models.ForeignKey(Enquiry, models.PROTECT, null=True, blank=True, related_name="records")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deed = models.CharField(max_length=60)
    why = models.TextField(max_length=1000, blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NeverChanged.as_manager()

    class Meta:
        verbose_name = "entry of the record"
        verbose_name_plural = "record of what moderators did"
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.deed}, {self.done_at:%d %B %Y}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("What moderators did is written once and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("What moderators did is written once and never deleted.")
