"""Keeping projects for later."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnerships.models import Idea, Project, SharedShelf


@transaction.atomic
def save_idea(*, by, project: Project, note: str | None = None) -> Idea:
    """Keep a project on one's own shelf, with a private note (None leaves the note as it is). Twice is once."""
    if not Project.objects.public().filter(pk=project.pk).exists():
        raise PermissionDenied("This project is not public.")
    idea, _ = Idea.objects.get_or_create(user=by, project=project)
    if note is not None and note.strip() != idea.note:
        idea.note = note.strip()[:1000]
        idea.save(update_fields=["note"])
    return idea


@transaction.atomic
def forget_idea(*, by, project: Project) -> None:
    """Take a project off one's own shelf. Twice is once."""
    Idea.objects.filter(user=by, project=project).delete()


@transaction.atomic
def share_shelf(*, by) -> SharedShelf:
    """Make the read-only link to one's own saved ideas. Twice is once: the link stays the same."""
    return SharedShelf.objects.get_or_create(user=by)[0]


@transaction.atomic
def stop_sharing_shelf(*, by) -> None:
    """Take the link away: from now on it leads nowhere. Twice is once."""
    SharedShelf.objects.filter(user=by).delete()
