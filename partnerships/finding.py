"""Finding a thing through those who may see it, and the person's own part in it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import is_member

from .models import Participation, Project


def project_for(request: HttpRequest, slug: str) -> Project:
    """The project with the schools that take part, if this person may see it; else 404. Two queries."""
    projects = Project.objects.visible_to(request.user).select_related("category")
    project = get_object_or_404(projects, slug=slug)
    project.named = list(Participation.objects.for_page().filter(project=project))
    for part in project.named:
        if part.school_id == project.school_id:
            project.school = part.school
    return project


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
