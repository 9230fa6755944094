"""Enquiries and the messages in them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.permissions import schools_of
from partnerships.models import Group, Listing, Project
from schools.models import School

from .standing import FINISHED, Answer, Outcome, Standing


class EnquiryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only for active members of the two schools; the asked one sees what has been passed on.

        Moderators come in through a report, not here.
        """
        return self.of_schools(schools_of(user).values("pk"))

    def of_schools(self, schools):
        """Made by one of these schools (ids), or passed on to one of them."""
        return self.filter(Q(from_school__in=schools) | Q(to_school__in=schools, standing=Standing.SENT))

    def of_school(self, school: School):
        """Made or received by this school."""
        return self.of_schools([school.pk])

    def received_by(self, school: School):
        """Passed on to this school."""
        return self.filter(to_school=school, standing=Standing.SENT)

    def held(self):
        """Those that wait for a moderator before the other school hears of them."""
        return self.filter(standing=Standing.HELD)

    def unanswered(self):
        return self.filter(answer=Answer.NONE)

    def open_ended(self):
        """Neither finished nor turned down: somebody's turn it is."""
        return self.exclude(outcome__in=FINISHED).exclude(answer=Answer.NOT_NOW)

    def waiting_for(self, schools):
        """Open ones where the other side of these schools (ids) spoke last."""
        ours_to_say = Q(to_school__in=schools) & (Q(asked_said_at=None) | Q(asked_said_at__lt=F("asker_said_at")))
        asker_to_say = Q(from_school__in=schools, asked_said_at__gte=F("asker_said_at"))
        return self.open_ended().filter(ours_to_say | asker_to_say)

    def waiting_for_others(self, schools):
        """Open ones where these schools (ids) spoke last."""
        asker_waits = Q(from_school__in=schools) & (Q(asked_said_at=None) | Q(asked_said_at__lt=F("asker_said_at")))
        asked_waits = Q(to_school__in=schools, asked_said_at__gte=F("asker_said_at"))
        return self.open_ended().filter(asker_waits | asked_waits)

    def archived_by(self, schools):
        """Put away by these schools (ids)."""
        return self.filter(
            Q(from_school__in=schools, asker_archived_at__isnull=False)
            | Q(to_school__in=schools, asked_archived_at__isnull=False)
        )

    def kept_by(self, schools):
        """Not put away by these schools (ids)."""
        return self.filter(
            Q(from_school__in=schools, asker_archived_at=None) | Q(to_school__in=schools, asked_archived_at=None)
        )

    def saying(self, words: str, schools):
        """Those that hold the words, or whose other school's name does where these schools (ids) may know it."""
        for word in words.split()[:6]:
            hidden = Q(to_school__in=schools, is_unnamed=True, named_at=None)
            said = Message.objects.filter(enquiry=OuterRef("pk"), text__icontains=word, hidden_at=None)
            self = self.filter(
                Q(subject__icontains=word)
                | Q(to_school__name__icontains=word)
                | (Q(from_school__name__icontains=word) & ~hidden)
                | Exists(said)
            )
        return self

    def without_lead(self):
        """To a school that has no lead here, so that moderators must reach somebody."""
        leads = Membership.objects.active().leads().filter(school=OuterRef("to_school"))
        return self.filter(~Exists(leads), standing=Standing.SENT)

    def unreached(self):
        """For the moderators: to a school without a lead, or one where nobody answered whomever we asked."""
        last = self.filter(attempts__step="moderators", answer=Answer.NONE, asked_said_at=None)
        return self.filter(Q(pk__in=self.without_lead().values("pk")) | Q(pk__in=last.values("pk")))

    def with_is_unread(self, user):
        """Adds `is_unread`: the other side has written or answered since this person last read it."""
        mine = schools_of(user).values("pk")
        marks = ReadMark.objects.filter(user_id=user.pk, enquiry=OuterRef("pk"))
        return self.alias(read_at=Subquery(marks.values("read_at"))).annotate(
            is_unread=models.Case(
                models.When(
                    Q(from_school__in=mine, asked_said_at__isnull=False)
                    & (Q(read_at=None) | Q(read_at__lt=F("asked_said_at"))),
                    then=True,
                ),
                models.When(
                    Q(to_school__in=mine) & (Q(read_at=None) | Q(read_at__lt=F("asker_said_at"))),
                    then=True,
                ),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def for_list(self):
        return self.select_related("from_school__local_authority", "to_school", "project", "listing", "group")

    def newest_first(self):
        return self.order_by("-last_message_at", "-pk")


class Enquiry(models.Model):
    """A conversation opened by one school to another about a project, an offer or need, a group, or the school itself.

    Life: opened with its first message; perhaps held first (STANDING_MOVES); answered (interested, undecided, not
    now), changeable; either school may say what came of it, and put it away for itself.
    Always: between two different schools; about at most one thing; one for a token, however often one presses. Where
    `is_unnamed`, the asked school learns who asks only from `named_at` on (names.py).
    Seen by: active members of the two schools, the asked one once it is sent; a moderator only through a report, and
    that is logged.
    Not: a letter; letters tell that it is there.
    """

    from_school = models.ForeignKey(School, models.PROTECT, related_name="enquiries_made")
    to_school = models.ForeignKey(School, models.PROTECT, related_name="enquiries_received")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    listing = models.ForeignKey(Listing, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="enquiries")
    subject = models.CharField(max_length=120)
    for_whom = models.CharField(max_length=120, blank=True)
    wanted_when = models.CharField(max_length=120, blank=True)
    hurdles = models.CharField(max_length=300, blank=True)
    is_unnamed = models.BooleanField(default=False)
    signed_as = models.CharField(
        max_length=160, blank=True, help_text="What an unnamed school is called, as it was when it wrote."
    )
    named_at = models.DateTimeField(null=True, blank=True, help_text="When the asked school learnt who asks.")
    token = models.CharField(
        max_length=64, unique=True, help_text="Names the intent, so that a second press adds nothing."
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    standing = models.CharField(max_length=8, choices=Standing, default=Standing.SENT)
    held_because = models.CharField(max_length=200, blank=True)
    words_digest = models.CharField(max_length=64, blank=True, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now)
    asker_said_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_said_at = models.DateTimeField(null=True, blank=True, editable=False)
    asker_archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    asked_archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer = models.CharField(max_length=12, choices=Answer, default=Answer.NONE, blank=True)
    answer_reason = models.CharField("the reason", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.NONE, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    began = models.ForeignKey(
        Project, models.SET_NULL, null=True, blank=True, related_name="grew_from", verbose_name="the project it began"
    )
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
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome_at__isnull=False), name="an_outcome_says_when"),
        ]
        indexes = [
            models.Index(fields=["to_school", "-last_message_at", "-id"], name="enquiries_received"),
            models.Index(fields=["from_school", "-last_message_at", "-id"], name="enquiries_made"),
            models.Index(fields=["standing", "opened_at"], name="enquiries_held"),
            models.Index(fields=["words_digest"], name="enquiries_with_same_words"),
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

    @property
    def hides_asker(self) -> bool:
        """Whether the asked school may not know yet who asks."""
        return self.is_unnamed and self.named_at is None

    @property
    def is_held(self) -> bool:
        return self.standing == Standing.HELD

    @property
    def is_sent(self) -> bool:
        return self.standing == Standing.SENT


class HeldEnquiry(Enquiry):
    """An enquiry as moderators see it who read it before the other school hears of it."""

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        proxy = True
        verbose_name = "held enquiry"
        verbose_name_plural = "held enquiries"


class Message(models.Model):
    """One person's words in an enquiry, in the name of a school. Plain text.

    Life: sent; perhaps hidden (by a moderator, or until one has looked), and shown again.
    Always: one for a token. The person may be erased; the words stay for the other side.
    Seen by: as its enquiry.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name="in the name of")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField("your message", max_length=4000)
    token = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)

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
