"""Projects that people keep for later."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from .projects import Project


class IdeaQuerySet(models.QuerySet):
    def of_user(self, user):
        return self.filter(user_id=user.pk)

    def readable(self):
        """Of projects that are public today: what was taken down is not shown to those who had saved it."""
        return self.filter(Exists(Project.objects.public().filter(pk=OuterRef("project"))))


class Idea(models.Model):
    """A project that somebody saved, with a private note.

    Always: a person saves a project once.
    Seen by: that person alone; the projects, never the notes, also by whoever has the link of a shared shelf.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ideas")
    project = models.ForeignKey(Project, models.CASCADE, related_name="saved_as")
    note = models.TextField("private note", max_length=1000, blank=True)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "project"], name="a_person_saves_a_project_once")]
        indexes = [models.Index(fields=["user", "-saved_at", "-id"], name="shelf_newest")]

    def __str__(self) -> str:
        return f"{self.project}, saved"


def new_shelf_token() -> str:
    """An unguessable token for the link of a shared shelf (192 bits)."""
    return secrets.token_urlsafe(24)


class SharedShelf(models.Model):
    """The read-only link to somebody's saved ideas, for colleagues who have no account.

    Life: there while shared; taken away by deleting the row. Sharing again makes another link.
    Always: one for a person.
    Seen by: whoever has the link; it shows public projects, no note and no name.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="shared_shelf")
    token = models.CharField(max_length=64, unique=True, default=new_shelf_token, editable=False)
    shared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "shared shelves"

    def __str__(self) -> str:
        return "A shared shelf"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:shelf", args=[self.token])
