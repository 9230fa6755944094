"""Partnership groups: standing groups of schools."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.permissions import is_moderator
from schools.models import Region, School


class GroupMemberState(models.TextChoices):
    INVITED = "invited", "Waiting to agree"
    AGREED = "agreed", "Member"
    LEFT = "left", "Left"


class GroupQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def coordinated_by(self, user):
        return self.filter(coordinators__pk=user.pk) if user.is_authenticated and user.is_active else self.none()

    def visible_to(self, user):
        """Public ones for all; hidden ones for their coordinators and moderators."""
        if is_moderator(user):
            return self
        return self.filter(Q(is_public=True) | Q(pk__in=Group.objects.coordinated_by(user).values("pk")))


class Group(models.Model):
    """A standing group of schools with members, coordinators, its own page and projects.

    Life: made by a moderator; hidden until `is_public`; then its coordinators keep the page.
    Always: what coordinators write is compared by `version`, so that two never overwrite each other unseen.
    Seen by: everybody when public; its coordinators and moderators before.
    Not: a trust, which is a fact of the register.
    """

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=110, unique=True)
    summary = models.CharField(max_length=300, blank=True)
    about = models.TextField(max_length=5000, blank=True)
    how_it_works = models.TextField("how it works", max_length=3000, blank=True)
    timeline = models.JSONField("how it grew", default=list, blank=True, help_text='A list of {"year", "text"}.')
    figures = models.JSONField(
        default=list,
        blank=True,
        help_text='A list of {"label", "value", "basis", "note"}.',
    )
    last_confirmed_on = models.DateField("last checked", null=True, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    funding = models.CharField("how it is paid for", max_length=300, blank=True)
    region = models.CharField(max_length=30, choices=Region, blank=True)
    place = models.CharField(max_length=80, blank=True, help_text="Town or area, like “York”.")
    website = models.URLField(blank=True)
    coordinators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="coordinated_groups")
    schools = models.ManyToManyField(School, through="GroupMember", related_name="partnership_groups")
    is_public = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    history = HistoricalRecords()

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "partnership group"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:group", args=[self.slug])


OFFER_LIFE = timedelta(days=14)


class CoordinatorOfferQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be accepted."""
        return self.filter(offered_at__gt=timezone.now() - OFFER_LIFE)


class CoordinatorOffer(models.Model):
    """Somebody is asked to coordinate a group, too.

    Life: there until accepted, declined or withdrawn, which deletes it; worthless after two weeks.
    Always: one for a person and group.
    Seen by: that person and the coordinators.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="offers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinator_offers")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)

    objects = CoordinatorOfferQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="a_person_is_asked_once_to_coordinate_a_group")
        ]

    def __str__(self) -> str:
        return f"Asked to coordinate {self.group}"


class GroupMember(models.Model):
    """One school's membership of a group, agreed by that school's lead.

    Life: invited → agreed → left.
    Always: a school is in a group once. Its name is public only when it has agreed.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    school = models.ForeignKey(School, models.PROTECT, related_name="group_places")
    state = models.CharField(max_length=8, choices=GroupMemberState, default=GroupMemberState.INVITED)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = "member school"
        ordering = ["school__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "school"], name="a_school_is_in_a_group_once"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_at__isnull=False), name="an_agreed_member_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.group}"
