"""The places that people have at schools."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from schools.models import School, Status


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Contributor"
    LEAD = "lead", "Lead"


class MembershipState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


# Who moves them: a lead of the school or a moderator activates; the person, a lead or a moderator ends.
MEMBERSHIP_MOVES = {
    MembershipState.WAITING: {MembershipState.ACTIVE, MembershipState.ENDED},
    MembershipState.ACTIVE: {MembershipState.ENDED},
    MembershipState.ENDED: set(),
}


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Places that give rights today: the person is not disabled and the school is not closed."""
        return self.filter(state=MembershipState.ACTIVE, user__is_active=True).exclude(school__status=Status.CLOSED)

    def living(self):
        """Not ended: at most one for a person at a school."""
        return self.exclude(state=MembershipState.ENDED)

    def waiting(self):
        return self.filter(state=MembershipState.WAITING)

    def leads(self):
        return self.filter(role=Role.LEAD)

    def of_school(self, school: School):
        return self.filter(school=school)

    def of_user(self, user):
        return self.filter(user_id=user.pk)


class Membership(models.Model):
    """A person's place at a school: contributor or lead.

    Life: waiting → active → ended; MEMBERSHIP_MOVES says who moves it. Ended is final; joining again is a new row.
    Always: at most one living (waiting or active) place for a person at a school.
    Seen by: the person, leads of the school, moderators.
    Not: an invitation (Invitation).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    state = models.CharField(max_length=8, choices=MembershipState, default=MembershipState.WAITING)
    job_title = models.CharField("your role at the school", max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was agreed, refused or ended.")
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=~Q(state="ended"),
                name="a_person_has_one_living_place_at_a_school",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="an_ended_membership_says_when"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="membership_queue")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} at {self.school}"

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD
