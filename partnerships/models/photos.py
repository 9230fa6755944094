"""Pictures of a project."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schools_together.pictures.cleaning import random_name
from schools_together.pictures.sizes import KINDS

from .projects import Project

FULL = "jpg"
USUAL_WIDTH = 960


class PhotoState(models.TextChoices):
    HIDDEN = "hidden", "Waiting for a moderator"
    PUBLIC = "public", "Public"
    HELD = "held", "Hidden: somebody asked us to take it down"
    REMOVED = "removed", "Removed"


# Who moves them: a moderator shows; anybody holds what is there; its school, a moderator or a date removes.
PHOTO_MOVES = {
    PhotoState.HIDDEN: {PhotoState.PUBLIC, PhotoState.HELD, PhotoState.REMOVED},
    PhotoState.PUBLIC: {PhotoState.HELD, PhotoState.REMOVED},
    PhotoState.HELD: {PhotoState.PUBLIC, PhotoState.REMOVED},
    PhotoState.REMOVED: set(),
}


class PhotoQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state=PhotoState.PUBLIC)

    def kept(self):
        """Those whose files are still there."""
        return self.exclude(state=PhotoState.REMOVED)

    def to_decide(self):
        """What waits for a moderator."""
        return self.filter(state__in=[PhotoState.HIDDEN, PhotoState.HELD])

    def without_words(self):
        """Neither described nor marked as decorative."""
        return self.filter(alt="", is_decorative=False)


def photo_path(photo: "Photo", filename: str) -> str:
    """A folder of its own for each picture, under a name that nobody can guess."""
    return f"{photo.folder}/full.{FULL}"


class Photo(models.Model):
    """One picture of a project, written anew before it was stored; the worker adds lighter sizes.

    Life: hidden → public by a moderator; held at once when somebody asks us to take it down; removed for good, with
        all its files (PHOTO_MOVES).
    Always: public means described or decorative, and consent recorded; removed means that no file is left.
    Seen by: everybody once public on a public project; else the posting school and moderators.
    Not: the original, which nobody keeps.
    """

    key = models.CharField(max_length=32, unique=True, default=random_name, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="photos")
    image = models.FileField(upload_to=photo_path, max_length=120, blank=True)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    sizes = models.JSONField(default=list, editable=False, help_text="[kind, width] of each lighter file there is.")
    bytes = models.PositiveIntegerField(default=0, editable=False, help_text="Of all its files.")
    alt = models.CharField("what the picture shows", max_length=200, blank=True)
    is_decorative = models.BooleanField("decorative: says nothing that the text does not", default=False)
    caption = models.CharField(max_length=200, blank=True, help_text="No names of pupils.")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=PhotoState, default=PhotoState.HIDDEN)
    consent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_until_on = models.DateField("consent holds until", null=True, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="public") | Q(is_decorative=True) | ~Q(alt=""),
                name="a_public_photo_is_described_or_decorative",
            ),
            models.CheckConstraint(
                condition=Q(is_decorative=False) | Q(alt=""), name="a_decorative_photo_has_no_description"
            ),
            models.CheckConstraint(
                condition=~Q(state="public") | Q(consent_at__isnull=False), name="a_public_photo_has_consent"
            ),
            models.CheckConstraint(
                condition=~Q(state="removed") | Q(image="", removed_at__isnull=False),
                name="a_removed_photo_has_no_file_and_says_since_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "added_at", "id"], name="photo_queue")]

    def __str__(self) -> str:
        return self.alt or ("Decorative picture" if self.is_decorative else "Picture without a description")

    def may_move_to(self, state: str) -> bool:
        return state in PHOTO_MOVES[PhotoState(self.state)]

    @property
    def is_public(self) -> bool:
        return self.state == PhotoState.PUBLIC

    @property
    def has_words(self) -> bool:
        return bool(self.alt) or self.is_decorative

    @property
    def folder(self) -> str:
        return f"photos/{self.key[:2]}/{self.key}"

    def file_of(self, kind: str, width: int) -> str | None:
        """The name of one of its files in the storage; None for a size that there is not."""
        if [kind, width] in self.sizes:
            return f"{self.folder}/{width}.{kind}"
        return self.image.name if self.image and (kind, width) == (FULL, self.width) else None

    @property
    def files(self) -> list[str]:
        """Every file that it has in the storage."""
        lighter = [f"{self.folder}/{width}.{kind}" for kind, width in self.sizes]
        return [self.image.name, *lighter] if self.image else lighter

    def address(self, kind: str, width: int) -> str:
        return reverse("partnerships:photo_file", args=[self.key, width, kind])

    def widths(self, kind: str) -> list[int]:
        return sorted(width for found, width in self.sizes if found == kind)

    @property
    def sources(self) -> list[tuple[str, str]]:
        """(type, srcset) of every kind there is, the lightest first: what a `<picture>` offers."""
        offered = ((mime, kind) for kind, mime in KINDS.items() if kind != FULL)
        return [(mime, self._srcset(kind)) for mime, kind in offered if self.widths(kind)]

    @property
    def srcset(self) -> str:
        """The same for browsers that know JPEG alone; empty until the worker has made any."""
        return self._srcset(FULL)

    @property
    def src(self) -> str:
        """The file for whoever does not choose."""
        fitting = [width for width in self.widths(FULL) if width <= USUAL_WIDTH]
        return self.address(FULL, max(fitting) if fitting else self.width)

    def _srcset(self, kind: str) -> str:
        return ", ".join(f"{self.address(kind, width)} {width}w" for width in self.widths(kind))


class TakeDownReason(models.TextChoices):
    CHILD = "child", "My child, or a child in my care, is in the picture"
    ME = "me", "I am in the picture"
    RIGHTS = "rights", "The picture is mine, and nobody asked me"
    OTHER = "other", "Another reason"


class TakeDown(models.Model):
    """Somebody asked us to take a picture down. It was hidden in the same moment; a moderator looks afterwards.

    Life: asked → answered, when a moderator shows or removes the picture; the address is forgotten 30 days later.
    Seen by: moderators alone. The school learns that it happened, never who asked or what they wrote.
    Not: a report about a page or a message (messaging.Report).
    """

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="take_downs")
    reason = models.CharField(max_length=6, choices=TakeDownReason)
    words = models.TextField("what they wrote", max_length=1000, blank=True)
    reply_to = models.EmailField("where we may answer", blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "request to take a picture down"
        verbose_name_plural = "requests to take a picture down"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.photo.project}"
