"""Finding a thing through those who may see it, and the person's own part in it."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import is_member
from schools_together.prepared import Prepared

from .models import Participation, Project

TOLD = ("project_id", "organisation", "role", "state", "position", "gives", "gains", "reviewed_on")
TOLD_OF_SCHOOL = (
    "name", "slug", "town", "local_authority__name", "sector", "phase", "is_special", "low_age", "high_age", "easting",
    "northing",
)  # fmt: skip


def project_for(request: HttpRequest, slug: str) -> Project:
    """The project with the schools that take part, if this person may see it; else 404. Two queries."""
    project = _visible_to(request.user, slug)
    project.named = parts_of_project(project.pk)
    for part in project.named:
        if part.school_id == project.school_id:
            project.school = part.school
    return project


def _visible_to(user, slug: str) -> Project:
    if found := readable_project(slug):
        return found[0]
    if not user.is_authenticated:
        raise Http404("No such project.")
    return get_object_or_404(Project.objects.visible_to(user).select_related("category"), slug=slug)


def _parts_of_project(project_id: int) -> QuerySet:
    """What the page of a project tells of each part and its school, in the order of cards."""
    told = (*TOLD, *(f"school__{name}" for name in TOLD_OF_SCHOOL))
    return Participation.objects.for_cards().only(*told).filter(project=project_id)


def _readable_project(slug: str) -> QuerySet:
    """The one with this slug, where everybody may read it: nearly every page that is asked for."""
    return Project.objects.readable().select_related("category").filter(slug=slug)


readable_project = Prepared(_readable_project, str)
parts_of_project = Prepared(_parts_of_project, int)


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
