"""The yearly "is this still right?": which schools have been asked about which project."""

from django.db import models
from django.utils import timezone

from .participations import Participation


class ReviewNudge(models.Model):
    """One school was asked, so many months after a check, whether an entry is still right.

    Always: once for a participation, the check that it follows, and the number of months, so that the nightly chore
        may run twice.
    Seen by: nobody; the letter is what people see.
    Not: the answer, which is `last_confirmed_on` of the project or `reviewed_on` of the participation.
    """

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="nudges")
    checked_on = models.DateField()
    months = models.PositiveSmallIntegerField()
    nudged_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-nudged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "checked_on", "months"], name="a_school_is_nudged_once_for_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"Asked after {self.months} months"
