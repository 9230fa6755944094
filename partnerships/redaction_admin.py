"""The page beside the desk on which a moderator takes words out of a project for good."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from schools_together.ui.forms import status_of

from . import actions
from .actions.deciding import NOT_YOURS
from .forms.moderation import RedactionForm
from .models import Project
from .permissions import can_moderate_project


def redaction_page(site: AdminSite):
    """The view for one admin site; it asks for nothing but a moderator who belongs to no school of the project."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def redact(request: HttpRequest, pk: int) -> HttpResponse:
        project = get_object_or_404(Project, pk=pk)
        if not can_moderate_project(request.user, project):
            raise PermissionDenied(NOT_YOURS)
        form = RedactionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                places = actions.redact_project(by=request.user, project=project, **form.cleaned_data)
            except ValidationError as trouble:
                form.add_error(None, trouble.messages)
            else:
                messages.success(request, told(project, places))
                return redirect("admin:partnerships_project_change", project.pk)
        context = {**site.each_context(request), "title": "Take words out", "project": project, "form": form}
        return render(request, "admin/partnerships/project/redact.html", context, status=status_of(form))

    return redact


def told(project: Project, places: int) -> str:
    """What was done, and where the words may stand as well."""
    followers = project.followers.count()
    copied = f" {followers} other entries began from this one: look at them, too." if followers > 1 else ""
    copied = " One other entry began from this one: look at it, too." if followers == 1 else copied
    return f"Taken out in {places} place{'' if places == 1 else 's'}. Pictures and documents are read by eye.{copied}"
