"""Alerts: somebody asks to be told by e-mail when another project appears."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from schools.models import School

from .projects import Project


class Rhythm(models.TextChoices):
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


class AlertQuerySet(models.QuerySet):
    def on(self):
        """Those whose owner has shown that the address is theirs."""
        return self.exclude(confirmed_at=None)

    def waiting(self):
        return self.filter(confirmed_at=None)

    def of_user(self, user):
        """Theirs, and what they asked for with the same address before they had an account."""
        return self.filter(Q(user_id=user.pk) | Q(user=None, email__iexact=user.email))

    def due(self, today):
        """Those to look for today: daily ones not looked for today, weekly ones not for seven days."""
        fresh = Q(looked_on__lt=today, rhythm=Rhythm.DAILY)
        weekly = Q(looked_on__lte=today - timedelta(days=7), rhythm=Rhythm.WEEKLY)
        return self.on().filter(fresh | weekly)


class Alert(models.Model):
    """One address wants to hear of new public projects that fit a search, or that one school takes part in.

    Life: asked for → confirmed by a press of a button → asked after a year whether it is still wanted → kept or
    deleted. Unconfirmed ones are deleted after a week; one press on the switch of any letter deletes it at once.
    Always: one for an address and question. What was public before it was confirmed is not news.
    Seen by: its owner.
    Not: a notice (accounts): an alert needs no account.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="alerts")
    email = models.EmailField("e-mail address")
    query = models.CharField(max_length=1000, blank=True, help_text="The search, as it stands in the address.")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="alerts")
    words = models.CharField("what you look for", max_length=200)
    rhythm = models.CharField("how often", max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    wanted_on = models.DateField(null=True, blank=True, help_text="When its owner last said that it is wanted.")
    asked_again_on = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "query"], condition=Q(school=None), name="an_address_asks_a_question_once"
            ),
            models.UniqueConstraint(
                fields=["email", "school"],
                condition=Q(school__isnull=False),
                name="an_address_asks_about_a_school_once",
            ),
        ]
        indexes = [
            models.Index(fields=["rhythm", "looked_on"], name="alerts_to_look_for"),
            models.Index(fields=["email"], name="alerts_of_one_address"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def address(self) -> str:
        """Where letters go: a person's address of today, or the one that was typed."""
        return self.user.email if self.user else self.email


class AlertMatch(models.Model):
    """A project that an alert has told of, or tells of in the letter written in the same transaction.

    Always: once for an alert and project.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="matches")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    found_on = models.DateField()

    class Meta:
        ordering = ["-found_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "project"], name="an_alert_tells_of_a_project_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.found_on:%d %B %Y}"
