"""Conversations between two schools, and concerns about what people see here."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import schools_of
from partnerships.models import Group, Listing, Project
from schools.models import School


class Answer(models.TextChoices):
    """What the school that was asked has said."""

    NONE = "", "No answer yet"
    INTERESTED = "interested", "Yes, let us talk"
    UNDECIDED = "undecided", "Not sure yet"
    NOT_NOW = "not-now", "Not now"


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only for active members of one of the two schools. Moderators come in through a report, not here."""
        mine = schools_of(user)
        return self.filter(Q(from_school__in=mine) | Q(to_school__in=mine))

    def of_school(self, school: School):
        """Made or received by this school."""
        return self.filter(Q(from_school=school) | Q(to_school=school))

    def unanswered(self):
        return self.filter(answer=Answer.NONE)

    def without_lead(self):
        """To a school that has no lead here, so that moderators must reach somebody."""
        leads = Membership.objects.active().leads().filter(school=OuterRef("to_school"))
        return self.filter(~Exists(leads))

    def with_is_unread(self, user):
        """Adds `is_unread`: the other side has written or answered since this person last read it."""
        mine = schools_of(user)
        marks = ReadMark.objects.filter(user_id=user.pk)
        words = (
            Message.objects.filter(enquiry=OuterRef("pk"))
            .exclude(school__in=mine)
            .alias(read_at=Subquery(marks.filter(enquiry=OuterRef("enquiry")).values("read_at")))
            .filter(Q(read_at=None) | Q(sent_at__gt=F("read_at")))
        )
        read_since = marks.filter(enquiry=OuterRef("pk"), read_at__gte=OuterRef("answered_at"))
        answer = Q(from_school__in=mine, answered_at__isnull=False) & ~Exists(read_since)
        return self.annotate(is_unread=Exists(words) | answer)

    def for_list(self):
        return self.select_related("from_school", "to_school", "project", "listing", "group")

    def newest_first(self):
        return self.order_by("-last_message_at", "-pk")


class Enquiry(models.Model):
    """A conversation opened by one school to another about a project, an offer or need, a group, or the school itself.

    Life: opened with its first message; answered (interested, undecided, not now), changeable.
    Always: between two different schools; about at most one thing; one for a token, however often one presses.
    Seen by: active members of the two schools; a moderator only through a report, and that is logged.
    Not: a letter; letters tell that it is there.
    """

    from_school = models.ForeignKey(School, models.PROTECT, related_name="enquiries_made")
    to_school = models.ForeignKey(School, models.PROTECT, related_name="enquiries_received")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    subject = models.CharField(max_length=120)
    token = models.CharField(
        max_length=64, unique=True, help_text="Names the intent, so that a second press adds nothing."
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE, blank=True)
    answer_reason = models.CharField("the reason", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False, editable=False)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        ordering = ["-last_message_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_school=models.F("to_school")), name="an_enquiry_is_between_two_schools"
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=True, listing__isnull=True)
                | Q(project__isnull=True, group__isnull=True)
                | Q(listing__isnull=True, group__isnull=True),
                name="an_enquiry_is_about_one_thing",
            ),
            models.CheckConstraint(condition=Q(answer="") | Q(answered_at__isnull=False), name="an_answer_says_when"),
        ]
        indexes = [
            models.Index(fields=["to_school", "-last_message_at", "-id"], name="enquiries_received"),
            models.Index(fields=["from_school", "-last_message_at", "-id"], name="enquiries_made"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("messaging:enquiry", args=[self.pk])

    def other_school(self, school: School) -> School:
        """The school on the other side of the conversation from this one."""
        return self.to_school if school.pk == self.from_school_id else self.from_school

    @property
    def about(self) -> Project | Listing | Group | None:
        """What it is about, or None where it is about the school itself or the thing is gone."""
        return self.project or self.listing or self.group

    @property
    def has_answer(self) -> bool:
        return self.answer != Answer.NONE


class Message(models.Model):
    """One person's words in an enquiry, in the name of a school. Plain text.

    Always: one for a token. The person may be erased; the words stay for the other side.
    Seen by: as its enquiry.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name="in the name of")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField("your message", max_length=4000)
    token = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"Message of {self.sent_at:%d %B %Y}"


class ReadMark(models.Model):
    """How far one person has read one enquiry."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="read_marks")
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "enquiry"], name="a_person_reads_an_enquiry_once")]

    def __str__(self) -> str:
        return f"Read {self.read_at:%d %B %Y}"


class ReportReason(models.TextChoices):
    WRONG = "wrong", "Something is wrong or out of date"
    PUPIL_DATA = "pupil-data", "A pupil can be recognised"
    PICTURE = "picture", "A picture should not be here"
    CONDUCT = "conduct", "Somebody behaves badly"
    SPAM = "spam", "Advertising or spam"
    OTHER = "other", "Something else"


class ReportQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for a moderator's decision."""
        return self.filter(closed_at=None)


class Report(models.Model):
    """A concern about a page, a project or a message, for the moderators.

    Life: open → closed by a moderator with a decision, once.
    Always: a decision says when.
    Seen by: moderators alone; the reporter is never shown to anybody else.
    Not: a way to report a child at risk; the form says where that goes.
    """

    page = models.CharField(max_length=300, help_text="The address on this site that it is about.")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="reports")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="reports")
    reason = models.CharField(max_length=12, choices=ReportReason)
    text = models.TextField("what is the matter", max_length=2000)
    reply_to = models.EmailField("your e-mail address", blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
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


class Block(models.Model):
    """One school does not want to hear from another."""

    school = models.ForeignKey(School, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(School, models.CASCADE, related_name="+")
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    blocked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "blocked"], name="a_school_blocks_another_once"),
            models.CheckConstraint(condition=~Q(school=models.F("blocked")), name="a_school_does_not_block_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.school} blocks {self.blocked}"
