"""What two schools agree before they begin: twelve commitments on one card."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from schools.models import School

from .participations import Participation

COMMITMENTS = (
    "brings", "money", "transport", "supervision", "safeguarding", "checks", "insurance", "pictures", "data",
    "review_on", "ending", "signatories",
)  # fmt: skip


class AgreementCard(models.Model):
    """The twelve commitments between the posting school and one named school, agreed by both or by neither.

    Life: filled by members of either side; a lead of each side agrees; any change opens both agreements again.
    Always: who agreed is kept with when and the version that was read; only a whole card is agreed.
    Seen by: members of the two schools alone, moderators not.
    Not: a contract; nor the safeguarding answers on the project's page, which everybody reads.
    """

    participation = models.OneToOneField(Participation, models.CASCADE, related_name="card")
    brings = models.TextField("who brings what", max_length=600, blank=True)
    money = models.TextField(max_length=300, blank=True)
    transport = models.TextField(max_length=300, blank=True)
    supervision = models.TextField("how many adults supervise how many pupils", max_length=300, blank=True)
    safeguarding = models.TextField("whom a worry about a child goes to, by role", max_length=300, blank=True)
    checks = models.TextField("checks of adults", max_length=300, blank=True)
    insurance = models.TextField(max_length=300, blank=True)
    pictures = models.TextField(max_length=300, blank=True)
    data = models.TextField("pupils’ data", max_length=300, blank=True)
    review_on = models.DateField("when we look at this again", null=True, blank=True)
    ending = models.TextField("how either school can end it", max_length=300, blank=True)
    signatories = models.TextField("who signs, by role", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    posting_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    posting_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    named_agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    named_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(posting_agreed_at__isnull=True, named_agreed_at__isnull=True)
                | (Q(review_on__isnull=False) & ~Q(brings="") & ~Q(safeguarding="") & ~Q(signatories="")),
                name="nobody_agrees_to_an_empty_card",
            )
        ]

    def __str__(self) -> str:
        return f"Agreement card of “{self.participation.project}”"

    @property
    def missing(self) -> list[str]:
        """The commitments that nobody has written yet, by their names on the page."""
        return [self._meta.get_field(name).verbose_name for name in COMMITMENTS if not getattr(self, name)]

    @property
    def is_agreed(self) -> bool:
        """Both schools stand behind this very text."""
        return bool(self.posting_agreed_at and self.named_agreed_at)

    def sides(self) -> list[tuple[School, object]]:
        """(school, when it agreed or None), the posting school first."""
        part = self.participation
        return [(part.project.school, self.posting_agreed_at), (part.school, self.named_agreed_at)]
