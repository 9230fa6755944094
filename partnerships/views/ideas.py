"""A person's own shelf of saved projects: notes, comparing, a sheet to print, a link to share."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships import actions
from partnerships.comparing import FEWEST_COMPARED, MOST_COMPARED, side_by_side
from partnerships.forms.ideas import NoteForm
from partnerships.models import Idea, Project, SharedShelf
from schools_together.ui.forms import status_of
from schools_together.ui.paging import page_of
from schools_together.ui.tidying import tidied

MOST_ON_A_SHEET = 30  # some four pages; who has saved more prints the next ones after taking some off


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    """What I have saved, latest first, each with my note. A project that is no longer public is not shown."""
    return _shelf(request)


def _shelf(request: HttpRequest, form: NoteForm | None = None, wrong: int | None = None) -> HttpResponse:
    context = {
        "page": page_of(request, _ideas_of(request.user)),
        "shared": SharedShelf.objects.filter(user=request.user).first(),
        "most": MOST_COMPARED,
        "form": form,
        "wrong": wrong,
    }
    return render(request, "partnerships/idea_list.html", context, status=status_of(*filter(None, [form])))


def _ideas_of(user):
    return Idea.objects.of_user(user).readable().prefetch_related(Prefetch("project", Project.objects.for_cards()))


@require_safe
def idea_compare(request: HttpRequest) -> HttpResponse:
    """Two or three of my ideas side by side; what was ticked beyond that is left out, and said."""
    ticked = list(dict.fromkeys(tidied(request.GET).getlist("project")))[:20]
    lists = ("subjects", "shares")
    mine = Project.objects.public().filter(saved_as__user=request.user, slug__in=ticked)
    found = sorted(mine.for_cards().prefetch_related(*lists), key=lambda project: ticked.index(project.slug))
    projects = found[:MOST_COMPARED]
    context = {
        "projects": projects,
        "lines": side_by_side(projects) if len(projects) >= FEWEST_COMPARED else [],
        "left_out": found[MOST_COMPARED:],
        "most": MOST_COMPARED,
    }
    return render(request, "partnerships/idea_compare.html", context)


@require_safe
def idea_sheet(request: HttpRequest) -> HttpResponse:
    """My ideas on paper, for a staff meeting; with my notes only when I ask for them."""
    ideas = _ideas_of(request.user)
    context = {
        "ideas": ideas[:MOST_ON_A_SHEET],
        "left_out": max(0, ideas.count() - MOST_ON_A_SHEET),
        "with_notes": request.GET.get("notes") == "yes",
    }
    return render(request, "partnerships/idea_sheet.html", context)


@login_not_required
@never_cache
@require_safe
def shelf(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's ideas for whoever has the link: public projects, no note, no name."""
    shared = get_object_or_404(SharedShelf.objects.select_related("user"), token=token, user__is_active=True)
    return render(request, "partnerships/shelf.html", {"page": page_of(request, _ideas_of(shared.user))})


@require_POST
def shelf_share(request: HttpRequest) -> HttpResponse:
    """Make the link."""
    actions.share_shelf(by=request.user)
    messages.success(request, "Your ideas have a link now. Whoever has it can read them, without your notes.")
    return redirect("partnerships:idea_list")


@require_POST
def shelf_unshare(request: HttpRequest) -> HttpResponse:
    """Take the link away."""
    actions.stop_sharing_shelf(by=request.user)
    messages.success(request, "The link no longer works. Only you see your ideas.")
    return redirect("partnerships:idea_list")


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
        return _shelf(request, form, idea.pk)
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
