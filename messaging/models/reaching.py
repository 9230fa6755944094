"""What has been tried so that an enquiry reaches somebody."""

from django.db import models

from accounts.models import Membership

from .enquiries import Enquiry


class Step(models.TextChoices):
    """Whom we turn to, in this order (reaching.py)."""

    LEADS = "leads", "The leads of the school"
    SECOND = "second", "Its second contact"
    COLLEAGUES = "colleagues", "Its other leads, and everybody else who acts for it"
    OFFICE = "office", "The school’s office"
    MODERATORS = "moderators", "Our moderators"


class Attempt(models.Model):
    """One step on the way of an enquiry to somebody who answers.

    Life: made, and stays. The first says from when the days of silence count. `place` is the first or the second
    contact; when that person cannot be reached any more, the next step is taken at once.
    Always: each step once for an enquiry, so a night that runs twice tells nobody twice.
    Seen by: the school that asked, as a sentence; moderators.
    """

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="attempts")
    step = models.CharField(max_length=10, choices=Step)
    place = models.ForeignKey(
        Membership, models.SET_NULL, null=True, related_name="+", verbose_name="whom we counted on"
    )
    made_on = models.DateField()

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "step"], name="an_enquiry_takes_each_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.made_on:%d %B %Y}"
