"""A person's own shelf of saved projects."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships import actions
from partnerships.forms.ideas import NoteForm
from partnerships.models import Idea, Project
from partnerships.paging import page_of
from schools_together.ui.forms import status_of


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    """What I have saved, latest first, each with my note. A project that is no longer public is not shown."""
    return render(request, "partnerships/idea_list.html", {"page": _shelf(request), "form": None, "wrong": None})


def _shelf(request: HttpRequest):
    mine = Idea.objects.filter(user=request.user, project__in=Project.objects.public())
    return page_of(request, mine.prefetch_related(Prefetch("project", Project.objects.for_cards())))


@require_http_methods(["GET", "HEAD", "POST"])
def project_save(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a project for later, and stay where one was. Who had to sign in first lands on a page that asks again."""
    project = get_object_or_404(Project.objects.public().select_related("category"), slug=slug)
    if request.method != "POST":
        return render(request, "partnerships/project_save.html", {"project": project})
    actions.save_idea(by=request.user, project=project)
    messages.success(request, f"Saved “{project}” to your ideas.")
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and request.path not in back else project)


@require_POST
def idea_note(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the private note."""
    idea = get_object_or_404(Idea.objects.select_related("project"), user=request.user, project__slug=slug)
    form = NoteForm(request.POST)
    if not form.is_valid():
        context = {"page": _shelf(request), "form": form, "wrong": idea.pk}
        return render(request, "partnerships/idea_list.html", context, status=status_of(form))
    actions.save_idea(by=request.user, project=idea.project, note=form.cleaned_data["note"])
    messages.success(request, "Note saved.")
    return redirect("partnerships:idea_list")


@require_POST
def idea_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a project off the shelf."""
    project = get_object_or_404(Project, slug=slug, saved_as__user=request.user)
    actions.forget_idea(by=request.user, project=project)
    messages.success(request, f"“{project}” is no longer among your ideas.")
    return redirect("partnerships:idea_list")
