"""What the worker does by the way: letters (e-mails) and jobs, written in the transaction that gives the reason."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class QueueQuerySet(models.QuerySet):
    """Rows that wait for the worker: letters and jobs alike."""

    def unfinished(self):
        return self.filter(failed_at=None)

    def due(self, now=None):
        """Those whose turn has come, oldest first."""
        return self.unfinished().filter(due_at__lte=now or timezone.now()).order_by("due_at", "pk")

    def dead(self):
        """Given up after too many attempts; a moderator may try them again."""
        return self.exclude(failed_at=None)


class LetterQuerySet(QueueQuerySet):
    def unfinished(self):
        return super().unfinished().filter(sent_at=None)

    def finished_before(self, instant):
        """Sent or given up before this instant."""
        return self.filter(Q(sent_at__lt=instant) | Q(failed_at__lt=instant))


class Letter(models.Model):
    """One letter to one address.

    Life: due → leased by a worker (due_at moves into the future) → sent, or due again later, or given up.
    Always: one letter for a key, so the same reason never sends twice; sent and given up exclude each other.
    Seen by: moderators (never on a public page).
    Not: the message between schools (messaging.Message): letters carry a link and the subject, never the text.
    """

    key = models.CharField(
        max_length=200, unique=True, help_text="Names the reason; a second letter for it is refused."
    )
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    off_url = models.CharField(max_length=400, blank=True, help_text="Where its reader stops such letters.")
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                name="a_letter_is_not_both_sent_and_given_up",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="letters_due",
            ),
            models.Index(fields=["to", "sent_at"], name="letters_to_one_address"),
        ]

    def __str__(self) -> str:
        return self.subject


class Job(models.Model):
    """One thing that the worker does and no visitor waits for, like making the smaller sizes of a picture.

    Life: due → leased by a worker (due_at moves into the future) → done and gone, or due again later, or given up.
    Always: one waiting job for a key; asking again while it runs makes it run once more.
    Seen by: moderators, when it was given up.
    Not: a letter; nor what is done every night (chores.py).
    """

    kind = models.CharField(max_length=40, help_text="Which function does it (jobs.py of an app).")
    key = models.CharField(max_length=200, unique=True)
    about = models.JSONField(default=dict, help_text="The function’s arguments: ids, never people’s words.")
    written_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = QueueQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["due_at", "id"], condition=Q(failed_at__isnull=True), name="jobs_due")]

    def __str__(self) -> str:
        return self.key


class BounceQuerySet(models.QuerySet):
    def of(self, address: str):
        return self.filter(address=address.lower())


class Bounce(models.Model):
    """A mailbox that refuses our letters for good, as its server or a report has said.

    Life: noted → forgotten by a moderator when the mailbox works again, or by the night after a year.
    Always: one for an address.
    Seen by: moderators.
    Not: a letter that was refused for now; that is tried again.
    """

    address = models.EmailField("e-mail address", unique=True)
    first_at = models.DateTimeField(default=timezone.now)
    latest_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)
    words = models.CharField("what its server said", max_length=300, blank=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        ordering = ["-latest_at", "-pk"]
        indexes = [models.Index(fields=["-latest_at", "-id"], name="bounces_latest_first")]

    def __str__(self) -> str:
        return f"Bounce of {self.latest_at:%d %B %Y}"
