"""Projects that people keep for later."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .projects import Project


class Idea(models.Model):
    """A project that somebody saved, with a private note.

    Always: a person saves a project once.
    Seen by: that person alone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ideas")
    project = models.ForeignKey(Project, models.CASCADE, related_name="saved_as")
    note = models.TextField("private note", max_length=1000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="a_person_saves_a_project_once")]

    def __str__(self) -> str:
        return f"{self.project}, saved"
