"""The board: what schools offer and what they need."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.permissions import is_moderator, schools_of
from schools.models import School, SchoolProfile

from .projects import Cost
from .taxonomy import Category, Stage, Subject


class ListingKind(models.TextChoices):
    OFFER = "offer", "Offer"
    NEED = "need", "Need"


class ListingState(models.TextChoices):
    OPEN = "open", "On the board"
    CLOSED = "closed", "Closed"
    HIDDEN = "hidden", "Hidden by a moderator"


class ListingQuerySet(models.QuerySet):
    def open(self, today=None):
        """On the board today: open, not past its last day, and not of a school that a moderator has stopped."""
        today = today or timezone.localdate()
        return (
            self.filter(state=ListingState.OPEN)
            .filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=today))
            .exclude(school__in=SchoolProfile.objects.frozen().values("school"))
        )

    def visible_to(self, user):
        """Open ones for all; a school's own, and all for moderators, whatever the state."""
        if is_moderator(user):
            return self
        mine = schools_of(user) if user.is_authenticated else School.objects.none()
        return self.filter(models.Q(pk__in=Listing.objects.open().values("pk")) | models.Q(school__in=mine))

    def newest_first(self):
        return self.order_by("-created_at", "-pk")

    def with_place(self):
        """With the school that posted it and where that is."""
        return self.select_related("school", "school__local_authority", "category")

    def for_cards(self):
        return self.with_place().prefetch_related("stages")


class Listing(models.Model):
    """A school's short posting on the board: an offer (what it can share) or a need (what it looks for).

    Life: open → closed by its school, or hidden by a moderator; drops off the board after `until_on`.
    Seen by: everybody while open.
    Not: a project; nothing happens yet.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=5, choices=ListingKind)
    title = models.CharField(max_length=100)
    text = models.TextField(max_length=1500)
    category = models.ForeignKey(Category, models.PROTECT, related_name="listings")
    subjects = models.ManyToManyField(Subject, blank=True, related_name="listings")
    stages = models.ManyToManyField(Stage, blank=True, related_name="listings")
    when = models.CharField(max_length=120, blank=True)
    cost = models.CharField("what it costs the partner", max_length=12, choices=Cost, blank=True)
    travel_miles = models.PositiveSmallIntegerField("how far you can travel, in miles", null=True, blank=True)
    until_on = models.DateField("on the board until", null=True, blank=True)
    state = models.CharField(max_length=8, choices=ListingState, default=ListingState.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False, help_text="Of the form that posted it.")
    history = HistoricalRecords(excluded_fields=["token"])

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at", "-id"], name="listing_newest")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:listing", args=[self.pk])

    @property
    def is_offer(self) -> bool:
        return self.kind == ListingKind.OFFER
