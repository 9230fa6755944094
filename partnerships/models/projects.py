"""A project: something schools do together."""

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from accounts.permissions import is_moderator, schools_of
from partnerships.months import ARCHIVED_AFTER, NUDGED_AFTER, UNCONFIRMED_AFTER, months_before
from schools.models import School, SchoolProfile

from .answers import Cost, Direction, Frequency, RiskAssessment, Scale, Setting, Supervision
from .backing import Backed
from .groups import Group
from .participations import Participation
from .standing import PROJECT_MOVES, READABLE, Lifecycle, ProjectState
from .taxonomy import Category, SharedThing, Stage, Subject, Terms

SUMMARY_MIN = 80  # product.md section 4: a summary of at least 80 characters to be sent for publication
SUMMARY_MAX = 300

SHARED = Q(state=ProjectState.DRAFT, sent_at=None)  # the drafts that a second school may write, too


def _on_show() -> Q:
    """Not posted by a school that a moderator has stopped."""
    return ~Q(school__in=SchoolProfile.objects.frozen().values("school"))


def _editable_by(user) -> Q:
    """Posted by a school of this person's, or a draft that such a school shares."""
    mine = schools_of(user).order_by().values("pk")
    return Q(school__in=mine) | SHARED & Q(shared_with__in=mine)


class ProjectQuerySet(models.QuerySet):
    def public(self):
        """What lists, search and figures show to every visitor."""
        return self.filter(state=ProjectState.PUBLIC).of_schools_on_show()

    def of_schools_on_show(self):
        """Not posted by a school that a moderator has stopped."""
        return self.filter(_on_show())

    def reviewed_yearly(self):
        """Public, and something that can still change: what has ended is an idea for others and stays as it is."""
        return self.public().exclude(lifecycle=Lifecycle.ENDED)

    def due_for_review(self, today=None):
        """Last confirmed eleven months ago or longer."""
        limit = months_before(today or timezone.localdate(), NUDGED_AFTER[0])
        return self.reviewed_yearly().filter(last_confirmed_on__lte=limit)

    def overdue_for_archive(self, today=None):
        """Not confirmed for two years."""
        limit = months_before(today or timezone.localdate(), ARCHIVED_AFTER)
        return self.reviewed_yearly().filter(last_confirmed_on__lte=limit)

    def readable(self):
        """What everybody may read: public, or archived at its old address."""
        return self.filter(state__in=READABLE).of_schools_on_show()

    def waiting(self):
        return self.filter(state=ProjectState.WAITING)

    def with_school(self, school: School):
        """Public and confirmed by this school: what its page may show."""
        return self.public().filter(pk__in=Participation.objects.confirmed().filter(school=school).values("project"))

    def editable_by(self, user):
        """Posted by a school that this person may act for today, or a draft that such a school shares."""
        return self.filter(_editable_by(user))

    def visible_to(self, user):
        """Public and archived ones for all; the rest for moderators and members of the posting school, or of the one
        that writes a draft with it.
        """
        if is_moderator(user):
            return self
        if not user.is_authenticated:
            return self.readable()
        # In words of the project alone: lists of what is readable and what is mine would be made first, for one page.
        return self.filter(Q(state__in=READABLE) & _on_show() | _editable_by(user))

    def for_cards(self):
        """With what one entry of a list shows, in a constant number of queries."""
        return self.select_related("category", "group", "cover").prefetch_related(
            Prefetch("participations", Participation.objects.for_cards()), "stages"
        )

    def newest_first(self):
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")


class Project(Backed, models.Model):
    """Something that schools do together, told once for all of them.

    Life: draft → waiting → public, with changes asked for and unpublished beside it (PROJECT_MOVES);
        what happens in the world is `lifecycle`: planned, running, paused, ended (LIFECYCLE_MOVES).
        Each year its schools are asked whether it is still right; unanswered for two years it is archived.
    Always: the slug never changes, unless a moderator takes words out that it holds; public means published at some
        instant; an end is not before its start.
    Seen by: everybody once public; before, members of the posting school and moderators.
    Not: "the site"; nor a partner's consent, which is that school's Participation.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="posted_projects", verbose_name="posting school")
    title = models.CharField(max_length=100)
    slug = models.SlugField(max_length=110, unique=True, editable=False)
    summary = models.CharField(max_length=SUMMARY_MAX, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="projects")
    subjects = models.ManyToManyField(Subject, blank=True, related_name="projects")
    shares = models.ManyToManyField(SharedThing, blank=True, related_name="projects", verbose_name="what is shared")
    stages = models.ManyToManyField(Stage, blank=True, related_name="projects", verbose_name="phase or key stages")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="projects")
    scale = models.CharField(max_length=12, choices=Scale, blank=True)
    frequency = models.CharField(max_length=12, choices=Frequency, blank=True)
    setting = models.CharField(max_length=12, choices=Setting, blank=True)
    cost = models.CharField("cost to partner", max_length=12, choices=Cost, blank=True)
    direction = models.CharField(max_length=16, choices=Direction, blank=True)
    lifecycle = models.CharField("how it stands", max_length=8, choices=Lifecycle, default=Lifecycle.RUNNING)
    starts_on = models.DateField(null=True, blank=True, help_text="First of the month where only the month is known.")
    ends_on = models.DateField(null=True, blank=True)

    who = models.CharField("who takes part", max_length=120, blank=True)
    when = models.CharField("how often, in words", max_length=120, blank=True)
    story = models.TextField("what happens", max_length=5000, blank=True)
    aims = models.TextField("aims", max_length=2000, blank=True)
    need = models.TextField("the need it answers", max_length=2000, blank=True)
    need_named_by = models.CharField("who named the need", max_length=120, blank=True)
    background = models.TextField("how it began", max_length=2000, blank=True)
    takes_people = models.CharField("people", max_length=200, blank=True)
    takes_rooms = models.CharField("rooms", max_length=200, blank=True)
    takes_kit = models.CharField("kit", max_length=300, blank=True)
    takes_hours = models.CharField("staff time", max_length=200, blank=True)
    steps = models.JSONField("how to do it yourself", default=list, blank=True)
    would_change = models.TextField("what we would change", max_length=1000, blank=True)
    transport = models.CharField(max_length=200, blank=True)
    reciprocity = models.TextField("what goes both ways", max_length=1000, blank=True)
    impact = models.TextField("what came of it", max_length=2000, blank=True)
    disadvantage_focus = models.TextField("disadvantaged pupils", max_length=1000, blank=True)
    learned = models.TextField("what we learned", max_length=2000, blank=True, help_text="Once it has ended.")

    supervised_by = models.CharField("who supervises the pupils", max_length=8, choices=Supervision, blank=True)
    safeguarding_lead_agreed = models.BooleanField(
        "The safeguarding leads of the schools know about it and agree", default=False
    )
    risk_assessment = models.CharField("risk assessment", max_length=12, choices=RiskAssessment, blank=True)

    open_to_partners = models.BooleanField("open to new partners", default=False)
    open_to_whom = models.CharField("which schools", max_length=200, blank=True)
    open_within_miles = models.PositiveSmallIntegerField("how far away, in miles", null=True, blank=True)
    open_places = models.PositiveSmallIntegerField("how many", null=True, blank=True)

    state = models.CharField(max_length=12, choices=ProjectState, default=ProjectState.DRAFT)
    moderator_note = models.TextField("the moderator’s note to the school", max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    shared_with = models.ForeignKey(
        School, models.SET_NULL, null=True, blank=True, editable=False, related_name="drafts_shared",
        help_text="The school that writes the draft together with the posting one, until it is sent.",
    )  # fmt: skip
    handed_over_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When a contributor asked the leads to send it."
    )
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_at = models.DateTimeField("read by a moderator", null=True, blank=True, editable=False)
    last_confirmed_on = models.DateField("last checked", null=True, blank=True)
    featured_at = models.DateTimeField("on the home page since", null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="merged_from"
    )
    cover = models.ForeignKey("Photo", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    followed_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followers")
    followed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Stays when the origin is gone."
    )
    is_sample = models.BooleanField(default=False, editable=False)
    not_understood = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What was typed at a box and could not be read, as typed."
    )
    token = models.UUIDField(null=True, unique=True, editable=False, help_text="Of the form that began it.")
    history = HistoricalRecords(
        excluded_fields=["token", "cover", "not_understood"], m2m_fields=[subjects, shares, stages]
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = [F("published_at").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(published_at__isnull=False, category__isnull=False),
                name="a_public_project_has_a_category_and_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_project_does_not_end_before_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(followed_from__isnull=True) | ~Q(followed_from=F("id")),
                name="a_project_does_not_follow_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="project_newest"),
            models.Index(fields=["state", "-last_confirmed_on", "-id"], name="project_checked"),
            models.Index(fields=["school", "-updated_at"], name="project_by_school"),
            # Nearly every project follows none, so SQLite would not use an index over all rows.
            models.Index(fields=["-featured_at"], condition=Q(featured_at__isnull=False), name="project_featured"),
            models.Index(fields=["followed_from"], condition=Q(followed_from__isnull=False), name="project_by_origin"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self.free_slug(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("partnerships:project", args=[self.slug])

    @staticmethod
    def free_slug(title: str) -> str:
        """A title as an address; with a few letters more where that is taken or empty."""
        wanted = slugify(title)[:100].strip("-")
        reserved = {"", "new", "feed", "map", "export"}
        if wanted in reserved or Project.objects.filter(slug=wanted).exists():
            return f"{wanted}-{get_random_string(5, 'abcdefghjkmnpqrstuvwxyz23456789')}".strip("-")
        return wanted

    @cached_property
    def terms(self) -> Terms:
        """Its subjects, what is shared and its stages, asked for together: one query instead of three."""
        return Terms.of_project(self.pk)

    def may_move_to(self, state: str) -> bool:
        return state in PROJECT_MOVES[ProjectState(self.state)]

    @property
    def is_public(self) -> bool:
        return self.state == ProjectState.PUBLIC

    @property
    def is_readable(self) -> bool:
        """Whether it is told to everybody: public, or archived at its old address. See `is_on_show`."""
        return self.state in READABLE

    @property
    def is_on_show(self) -> bool:
        """Whether everybody may read its page today: readable, and its school is not stopped."""
        return self.is_readable and not self.school.is_frozen

    @property
    def is_shared_draft(self) -> bool:
        """Whether a second school writes it, too: a draft that has not been sent yet."""
        return self.shared_with_id is not None and self.state == ProjectState.DRAFT and self.sent_at is None

    @property
    def is_discardable(self) -> bool:
        """A draft that nobody but its school has ever seen."""
        return self.state in (ProjectState.DRAFT, ProjectState.CHANGES) and self.published_at is None

    @property
    def is_archived(self) -> bool:
        return self.state == ProjectState.ARCHIVED

    @property
    def has_ended(self) -> bool:
        return self.lifecycle == Lifecycle.ENDED

    @property
    def is_unconfirmed(self) -> bool:
        """Nobody has said for fifteen months that it is right. Computed from dates, like everything about reviews."""
        if self.has_ended or self.last_confirmed_on is None:
            return False
        return self.last_confirmed_on <= months_before(timezone.localdate(), UNCONFIRMED_AFTER)

    @property
    def when_words(self) -> str:
        """How often, in the school's own words, else in ours."""
        return self.when or self.get_frequency_display()
