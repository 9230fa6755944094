"""What people have chosen about letters, and what is collected for them until the evening."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class When(models.TextChoices):
    AT_ONCE = "at-once", "At once"
    DAILY = "daily", "Once a day, together"
    OFF = "off", "Not at all"


class NoticeChoice(models.Model):
    """When one person wants letters of one kind; without a row it is as the kind says (notices.py).

    Always: one for a person and kind.
    Seen by: the person.
    Not: letters that must come, like codes and what concerns one's own account: those have no choice.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    when = models.CharField(max_length=8, choices=When)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="a_person_chooses_once_for_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_when_display()}"


class Digest(models.Model):
    """One person's collected letter of one day.

    Always: one for a person and day, so that two workers, or a second run, never send another.
    Seen by: nobody; the letter is in the outbox.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="a_person_gets_one_digest_a_day")]

    def __str__(self) -> str:
        return f"Digest of {self.day:%d %B %Y}"


class DigestLine(models.Model):
    """A notice that waits for the daily letter: a subject and where it leads.

    Life: waiting → in a digest, and emptied with the letters (LETTERS_KEPT_DAYS). The key stays, as a letter's does.
    Always: one for a key, which names the reason.
    Seen by: the person, in the letter.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_lines")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="lines")
    done = models.BooleanField(default=False)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["user", "written_at"], condition=Q(done=False), name="digest_lines_waiting")]

    def __str__(self) -> str:
        return self.subject
