"""What stops a conversation: one school does not want to hear from another, or a moderator has frozen a school's."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from schools.models import School

from .enquiries import Enquiry


class Block(models.Model):
    """One school does not want to hear from another.

    Always: once for a school, and once for a conversation with a school whose name is not known (`enquiry`). The
    latter keeps that school out altogether, but is shown in that conversation alone, or it would tell who it is.
    Seen by: members of the school that blocks; the other one hears that it is not heard.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(School, models.CASCADE, related_name="+")
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, null=True, blank=True, related_name="blocks")
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    blocked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school", "blocked"], condition=Q(enquiry=None), name="a_school_blocks_another_once"
            ),
            models.UniqueConstraint(
                fields=["school", "enquiry"],
                condition=Q(enquiry__isnull=False),
                name="a_school_blocks_a_conversation_once",
            ),
            models.CheckConstraint(condition=~Q(school=models.F("blocked")), name="a_school_does_not_block_itself"),
        ]

    def __str__(self) -> str:
        return f"Block of {self.blocked_at:%d %B %Y}"


class FreezeQuerySet(models.QuerySet):
    def open(self):
        """Those that hold today."""
        return self.filter(ended_at=None)


class Freeze(models.Model):
    """A moderator has suspended a school from writing: all its conversations stand still, and its members are told.

    Life: begun with a reason → ended.
    Always: at most one open freeze for a school.
    Seen by: moderators; members of both sides see that a conversation stands still.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="freezes")
    reason = models.CharField(max_length=500)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = FreezeQuerySet.as_manager()

    class Meta:
        verbose_name = "frozen school"
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=Q(ended_at=None), name="a_school_is_frozen_once")
        ]

    def __str__(self) -> str:
        return f"{self.school}, since {self.begun_at:%d %B %Y}"
