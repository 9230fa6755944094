"""Saving while somebody types. The page's script asks it; without the script the button "Save draft" does the same."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import schools_of
from partnerships import actions
from partnerships.finding import own_project_for
from partnerships.models import Project, ProjectState
from partnerships.permissions import can_edit_project

from .saving import doubles, forms_of, needed, save_typed

# In these nobody but the school reads the words. What waits is being read; saving what is public publishes it.
SAVES_BY_ITSELF = (ProjectState.DRAFT, ProjectState.CHANGES, ProjectState.UNPUBLISHED)
TITLE_FIRST = "Give the project a title. Then we save what you write."
BOTH_TEXTS = "Your text is still in this form, and nothing of it is lost."


@require_POST
def project_keep(request: HttpRequest, slug: str) -> JsonResponse:
    """Store what is understood of the form, and say what is still needed. `slug` is "new" before the first save."""
    project = None if slug == "new" else own_project_for(request, slug)
    if project is None and not schools_of(request.user):
        raise PermissionDenied("You need a place at a school before you can post a project.")
    if project is not None and not can_edit_project(request.user, project):
        raise PermissionDenied("This project is public, so only a lead of your school may change it.")
    if project is not None and project.state not in SAVES_BY_ITSELF:
        return JsonResponse({"sentence": "This project has been sent. Press Save to keep your changes."}, status=409)
    form, pick = forms_of(request, project, request.POST)
    is_whole = form.is_valid() and pick.is_valid() and not pick.names_somebody
    if {"title", "posting_school"} & set(form.errors):
        return JsonResponse({"sentence": TITLE_FIRST}, status=422)
    try:
        saved = save_typed(request, form, project, pick=pick, by_itself=True)
    except actions.EditedMeanwhile as trouble:
        return JsonResponse({"sentence": f"{trouble.messages[0]} {BOTH_TEXTS}", "is_conflict": True}, status=409)
    except ValidationError as trouble:
        return JsonResponse({"sentence": trouble.messages[0]}, status=422)
    return JsonResponse(_told(saved, form, pick, is_whole))


def _told(saved: Project, form, pick, is_whole: bool) -> dict:
    """What the page shows after a save: when, what is needed, and whether the school has one like it."""
    missing = needed(saved, form, pick)
    if pick.is_valid() and pick.names_somebody:
        missing = [row for row in missing if row[0] != pick["school_q"].auto_id]
    return {
        "version": saved.version,
        "saved_at": f"{timezone.localtime():%H:%M}",
        "page": reverse("partnerships:project_edit", args=[saved.slug]),
        "keep": reverse("partnerships:project_keep", args=[saved.slug]),
        "is_whole": is_whole,
        "needed": missing,
        "similar": [(other.title, other.get_absolute_url()) for other in doubles(saved)],
    }
