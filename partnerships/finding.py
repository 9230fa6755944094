"""Finding a thing through those who may see it, and the person's own part in it."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import is_member

from .models import Participation, Project


def project_for(request: HttpRequest, slug: str) -> Project:
    """The project with all that its page shows, if this person may see it; else 404."""
    beside = ("category", "group", "school__profile", "followed_from__school__profile", "shared_with")
    projects = Project.objects.visible_to(request.user).select_related(*beside)
    lists = ("subjects", "shares", "stages", "years")
    return get_object_or_404(
        projects.prefetch_related(Prefetch("participations", Participation.objects.for_cards()), *lists), slug=slug
    )


def own_project_for(request: HttpRequest, slug: str) -> Project:
    """A project of a school that this person may act for, or a draft that such a school shares; 404 for all others,
    who need not know that it exists.
    """
    beside = ("school", "category", "shared_with")
    return get_object_or_404(Project.objects.editable_by(request.user).select_related(*beside), slug=slug)


def own_part_in(user, project: Project) -> Participation | None:
    """The part of the school for which this person writes: the posting one, or the one that shares the draft."""
    shares = project.is_shared_draft and not is_member(user, project.school)
    return project.participations.filter(school=project.shared_with if shares else project.school).first()
