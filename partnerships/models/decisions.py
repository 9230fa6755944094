"""What moderators have decided, kept for good, and the words with which they answer schools."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils import timezone

from .projects import Project

UNDONE_WITHIN = timedelta(days=30)


class DecisionKind(models.TextChoices):
    APPROVE = "approve", "Approved"
    READ = "read", "Read, and found in order"
    CHANGES = "changes", "Asked for changes"
    UNPUBLISH = "unpublish", "Unpublished"
    RESTORE = "restore", "Put back"
    MERGE = "merge", "Merged into another entry"
    FEATURE = "feature", "Put on the home page"
    UNFEATURE = "unfeature", "Taken off the home page"
    SHOW_PHOTO = "show-photo", "Showed a picture"
    REMOVE_PHOTO = "remove-photo", "Removed a picture for good"
    SHOW_DOCUMENT = "show-paper", "Showed a document"
    REMOVE_DOCUMENT = "remove-paper", "Removed a document for good"
    REDACT = "redact", "Took words out, of older versions, too"
    UNDO = "undo", "Undid a decision"


class DecisionQuerySet(models.QuerySet):
    """Rows are added and read, and nothing else."""

    def update(self, **values):
        raise PermissionDenied("A decision is not changed. Decide again, or undo it.")

    def delete(self):
        raise PermissionDenied("A decision is not deleted.")

    bulk_update = update


class Decision(models.Model):
    """One decision of a moderator about a project: who, what, why, and how it stood before and after.

    Always: added once and never changed or deleted, neither here nor (on PostgreSQL) in the database; but for words
        that nobody may keep, which `replace_words` takes out.
    Seen by: moderators.
    Not: the history of the words (simple_history); nor proof of a person: `by` outlives an erased account as a number.
    """

    project = models.ForeignKey(Project, models.DO_NOTHING, db_constraint=False, related_name="decisions")
    title = models.CharField("title at that time", max_length=100)
    kind = models.CharField(max_length=12, choices=DecisionKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField("why", blank=True)
    seen = models.CharField(max_length=64, blank=True, help_text="Fingerprint of what the moderator had read.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.DO_NOTHING, null=True, blank=True, related_name="undone_by")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["project", "-at", "-id"], name="decisions_of_project")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise PermissionDenied("A decision is not changed. Decide again, or undo it.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied("A decision is not deleted.")

    def replace_words(self, *, title: str, note: str, **stood: dict) -> None:
        """Put other words in place of those that nobody may keep; what was decided, by whom and when stays as it is.

        The one change of a decision that there is (docs/decisions/0018-redaction.md). PostgreSQL lets it through only
        while this asks for it, and checks that nothing but words differs.
        """
        words = {"title": title[: self._meta.get_field("title").max_length], "note": note, **stood}
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL schools_together.redaction = 'on'")
            models.QuerySet(Decision).filter(pk=self.pk).update(**words)
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL schools_together.redaction = 'off'")

    @property
    def who(self) -> str:
        """The name of whoever decided; an erased account has none."""
        try:
            return str(self.by)
        except get_user_model().DoesNotExist:
            return "a former moderator"

    @property
    def may_be_undone(self) -> bool:
        """Within thirty days, once; a picture, a document, or words that were removed are gone."""
        lasting = (DecisionKind.UNDO, DecisionKind.REMOVE_PHOTO, DecisionKind.REMOVE_DOCUMENT, DecisionKind.REDACT)
        is_fresh = timezone.now() - self.at < UNDONE_WITHIN
        return is_fresh and self.kind not in lasting and not hasattr(self, "undone_by")


class ApprovedVersion(models.Model):
    """What a project said when a moderator last found it in order: the next one reads only what changed since.

    Not: part of the decision, which is never changed; words that must vanish are taken out here.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="approved_version")
    content = models.JSONField(help_text="Name of each part, and its text.")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.project}, as it was found in order"


class ReplyTemplate(models.Model):
    """A reply to a school that moderators write often. `{school}` and `{project}` become the names."""

    name = models.CharField(max_length=60, unique=True)
    text = models.TextField(max_length=900, help_text="{school} and {project} are replaced by the names.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def words_for(self, project: Project) -> str:
        """Replaced, never formatted: a template can name nothing but these two."""
        return self.text.replace("{school}", project.school.name).replace("{project}", project.title)
