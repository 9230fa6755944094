"""Pictures and documents of a project."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .projects import Project


class PhotoState(models.TextChoices):
    HIDDEN = "hidden", "Hidden until a moderator has seen it"
    PUBLIC = "public", "Public"
    REMOVED = "removed", "Removed"


class Photo(models.Model):
    """One picture of a project, re-encoded before anybody sees it.

    Life: hidden → public by a moderator; removed at once on request.
    Always: described in words or marked decorative; consent is recorded with who and when.
    Seen by: everybody once public; before, the posting school and moderators.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="photos")
    image = models.ImageField(upload_to="photos/%Y/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    alt = models.CharField("what the picture shows", max_length=200, blank=True)
    is_decorative = models.BooleanField("decorative: says nothing that the text does not", default=False)
    caption = models.CharField(max_length=200, blank=True, help_text="No names of pupils.")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=PhotoState, default=PhotoState.HIDDEN)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    consent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True, alt="") | (Q(is_decorative=False) & ~Q(alt="")),
                name="a_photo_is_described_or_decorative",
            )
        ]

    def __str__(self) -> str:
        return self.alt or "Decorative picture"


class Document(models.Model):
    """A file that helps others to do the same: a plan, a letter, a risk assessment form."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    title = models.CharField(max_length=100)
    file = models.FileField(upload_to="documents/%Y/")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
