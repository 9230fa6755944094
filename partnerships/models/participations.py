"""One school, or one community organisation, in one project."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from schools.models import School


class ParticipationRole(models.TextChoices):
    HOST = "host", "Host"
    PARTNER = "partner", "Partner"


class ParticipationState(models.TextChoices):
    INVITED = "invited", "Waiting to confirm"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"
    LEFT = "left", "Left"


# Who moves them: a lead of the invited school (its own word alone counts); the posting school may ask again.
PARTICIPATION_MOVES = {
    ParticipationState.INVITED: {ParticipationState.CONFIRMED, ParticipationState.DECLINED},
    ParticipationState.CONFIRMED: {ParticipationState.LEFT},
    ParticipationState.DECLINED: {ParticipationState.INVITED},
    ParticipationState.LEFT: {ParticipationState.INVITED},
}


class Part:
    """One side of a project, by its `role` and `state`."""

    @property
    def is_host(self) -> bool:
        return self.role == ParticipationRole.HOST

    @property
    def is_confirmed(self) -> bool:
        return self.state == ParticipationState.CONFIRMED


@dataclass(frozen=True)
class Named(Part):
    """What a line of a list says of a part: name, and the place of a school."""

    name: str
    place: str
    role: str
    state: str


class ParticipationQuerySet(models.QuerySet):
    def confirmed(self):
        """Those whose name may be shown to everybody."""
        return self.filter(state=ParticipationState.CONFIRMED)

    def waiting(self):
        return self.filter(state=ParticipationState.INVITED)

    def for_cards(self):
        return self.select_related("school", "school__local_authority").order_by("role", "position", "pk")


class Participation(Part, models.Model):
    """A school's, or a community organisation's, part in a project: what it gives and what it gains.

    Life: invited → confirmed or declined; confirmed → left; asked again from declined or left.
    Always: names either a school or an organisation; a school is in a project once.
    Seen by: everybody once confirmed and the project is public; before, the posting school and the named school.
    Answered by: a lead of the school; where nobody is registered there, whoever holds the link that was sent to an
        office address at the school's own domain in the register.
    Not: membership of a group (GroupMember).
    """

    project = models.ForeignKey("partnerships.Project", models.CASCADE, related_name="participations")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="participations")
    organisation = models.CharField("community organisation", max_length=120, blank=True)
    role = models.CharField(max_length=8, choices=ParticipationRole, default=ParticipationRole.PARTNER)
    state = models.CharField(max_length=10, choices=ParticipationState, default=ParticipationState.INVITED)
    gives = models.CharField("what it gives", max_length=500, blank=True)
    gains = models.CharField("what it gains", max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    answered_role = models.CharField(
        "answered by, where through a link", max_length=60, blank=True, editable=False,
        help_text="The role that whoever answered through the link says they have.",
    )  # fmt: skip
    decline_reason = models.CharField(max_length=300, blank=True)
    reviewed_on = models.DateField("last said to be right by this school", null=True, blank=True, editable=False)
    link_key = models.CharField(max_length=32, blank=True, editable=False, help_text="Of the link that is out.")
    link_to = models.EmailField("link sent to", blank=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["link_key"])

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["role", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, organisation="") | (Q(school__isnull=True) & ~Q(organisation="")),
                name="a_participation_names_a_school_or_an_organisation",
            ),
            models.UniqueConstraint(fields=["project", "school"], name="a_school_is_in_a_project_once"),
        ]
        indexes = [models.Index(fields=["school", "state"], name="participation_desk")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.school.name if self.school_id else self.organisation

    @property
    def place(self) -> str:
        return self.school.place if self.school_id else ""

    @property
    def checked_on(self):
        """The day on which this school last stood behind the entry: when it confirmed, or at a yearly review."""
        return self.reviewed_on or (timezone.localdate(self.answered_at) if self.answered_at else None)

    @property
    def is_standing(self) -> bool:
        """Named, and has not said no."""
        return self.state in (ParticipationState.INVITED, ParticipationState.CONFIRMED)

    def may_move_to(self, state: str) -> bool:
        return state in PARTICIPATION_MOVES[ParticipationState(self.state)]
