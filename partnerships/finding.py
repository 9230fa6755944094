"""Finding a thing through those who may see it, and the person's own part in it."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from .models import Participation, Project


def project_for(request: HttpRequest, slug: str) -> Project:
    """The project with all that its page shows, if this person may see it; else 404."""
    beside = ("category", "group", "school__profile", "followed_from__school__profile")
    projects = Project.objects.visible_to(request.user).select_related(*beside)
    lists = ("subjects", "shares", "stages", "years")
    return get_object_or_404(
        projects.prefetch_related(Prefetch("participations", Participation.objects.for_cards()), *lists), slug=slug
    )


def own_project_for(request: HttpRequest, slug: str) -> Project:
    """A project of a school that this person may act for; 404 for all others, who need not know that it exists."""
    return get_object_or_404(Project.objects.editable_by(request.user).select_related("school", "category"), slug=slug)
