"""Hiding all that a school has posted while a moderator has stopped it, and showing it again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.permissions import is_moderator
from partnerships.figures import forget_figures
from partnerships.models import Project
from partnerships.search import refresh_search_text
from schools.models import School, SchoolProfile

from .publishing import MODERATORS_ONLY


def hide_what_was_posted(*, by, school: School) -> None:
    """Take profile, projects and listings of a school from all public pages; its members and moderators still see them.

    Nothing is changed but one date, so that showing them again needs no memory. Twice is once.
    Raises PermissionDenied but for moderators.
    """
    _set(by, school, timezone.now())


def show_what_was_posted(*, by, school: School) -> None:
    """Undo `hide_what_was_posted`: each project stands where it stood. Raises PermissionDenied but for moderators."""
    _set(by, school, None)


@transaction.atomic
def _set(by, school: School, frozen_at) -> None:
    """Order: the date, what each of its projects is found by, figures."""
    if not is_moderator(by):
        raise PermissionDenied(MODERATORS_ONLY)
    profile, _ = SchoolProfile.objects.select_for_update(of=("self",)).get_or_create(school=school)
    if (profile.frozen_at is None) == (frozen_at is None):
        return
    profile.frozen_at = frozen_at
    profile.save(update_fields=["frozen_at", "updated_at"])
    for project in Project.objects.filter(school=school, published_at__isnull=False).order_by("pk"):
        refresh_search_text(project)
    transaction.on_commit(forget_figures)
