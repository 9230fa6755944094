"""Documents of projects and groups: a plan, a letter, a form for a risk assessment."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from schools_together.pictures.cleaning import random_name

from .groups import Group
from .projects import Project


class DocumentState(models.TextChoices):
    HIDDEN = "hidden", "Waiting for a moderator"
    PUBLIC = "public", "Public"


class DocumentQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state=DocumentState.PUBLIC)

    def hidden(self):
        return self.filter(state=DocumentState.HIDDEN)

    def of_groups(self):
        """Those of projects are decided together with their project."""
        return self.filter(group__isnull=False)


def document_path(document: "Document", filename: str) -> str:
    """A name of ours: nothing that somebody typed is part of it."""
    return f"documents/{document.key[:2]}/{document.key}.pdf"


class Document(models.Model):
    """A PDF that helps others to do the same.

    Life: hidden → public by a moderator; removed at once, file and row, by its school, its coordinator or a moderator.
    Always: it belongs to one project or to one group.
    Seen by: everybody once public on a public page; else those who keep the page, and moderators.
    Not: a picture; nor ever shown inside a page: a browser is only given it to save.
    """

    key = models.CharField(max_length=32, unique=True, default=random_name, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="documents")
    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="documents")
    title = models.CharField(max_length=100)
    file = models.FileField(upload_to=document_path, max_length=120)
    bytes = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.HIDDEN)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=False, group__isnull=True) | Q(project__isnull=True, group__isnull=False),
                name="a_document_belongs_to_a_project_or_to_a_group",
            )
        ]
        indexes = [models.Index(fields=["state", "added_at", "id"], name="document_queue")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:document_file", args=[self.key])

    @property
    def owner(self) -> Project | Group:
        return self.project or self.group

    @property
    def is_public(self) -> bool:
        return self.state == DocumentState.PUBLIC

    @property
    def is_on_a_public_page(self) -> bool:
        return self.is_public and (self.project.is_on_show if self.project else self.group.is_public)

    @property
    def saved_as(self) -> str:
        """What the file is called on the disk of whoever saves it: plain letters only."""
        return f"{slugify(self.title)[:60] or 'document'}.pdf"
