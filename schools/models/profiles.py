"""What schools say about themselves. Members own it; the register import never touches it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .schools import School


class SchoolProfileQuerySet(models.QuerySet):
    def frozen(self):
        """Of schools that a moderator has stopped: what they have posted is hidden from everybody else."""
        return self.filter(frozen_at__isnull=False)


class SchoolProfile(models.Model):
    """What a school says about itself. Members own it; the register import never touches it.

    Life: made when the first member joins or a moderator trusts the school; kept after closure.
    Always: one for a school. `trusted_on` set means that its projects and its logo are public at once.
    Seen by: everybody, but for who trusted it and when, and a logo that no moderator has seen. While `frozen_at` is
    set (messaging's Freeze sets it), nothing that the school has written is public: profile, projects, listings.
    Not: register facts (School).
    """

    school = models.OneToOneField(School, models.CASCADE, related_name="profile")
    about = models.TextField(blank=True, max_length=2000)
    welcome = models.CharField(
        "welcome sentence",
        max_length=300,
        blank=True,
        help_text="One sentence for schools that think of writing to you.",
    )
    looking_for = models.TextField("what we look for", blank=True, max_length=1000)
    contact_role = models.CharField(
        max_length=80, blank=True, help_text="A role, not a person’s name, like “Partnership coordinator”."
    )
    logo = models.FileField(upload_to="logos/", max_length=120, blank=True, editable=False)
    logo_is_shown = models.BooleanField(
        "show the logo", default=False, help_text="Once a moderator has seen it. A trusted school’s is shown at once."
    )
    trusted_on = models.DateField(
        null=True, blank=True, help_text="From this day its projects are public at once and read afterwards."
    )
    trusted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Hidden by a moderator since.")
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    objects = SchoolProfileQuerySet.as_manager()

    class Meta:
        ordering = ["school__name", "pk"]
        indexes = [
            models.Index(fields=["school"], condition=Q(frozen_at__isnull=False), name="profiles_of_frozen_schools")
        ]

    def __str__(self) -> str:
        return f"Profile of {self.school}"
