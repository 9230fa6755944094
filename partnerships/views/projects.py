"""The page of a project, and what its school does with it there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import is_member, is_moderator, schools_of
from partnerships import actions, linked_data, telling
from partnerships.alike import alike
from partnerships.counting import note_view
from partnerships.finding import own_project_for, project_for
from partnerships.flagging import flags_of
from partnerships.following import origin_of, schools_that_followed
from partnerships.forms.projects import FollowForm
from partnerships.models import Document, Idea, Photo, Project, ProjectState
from partnerships.permissions import can_edit_project, can_keep_project, can_send_project
from partnerships.publishable import missing_to_publish
from schools_together.prepared import Prepared
from schools_together.ui.forms import status_of


@login_not_required
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """One project, told for both schools; before it is public, a preview for its school and moderators.

    With ?as=everybody its own people see it exactly as everybody will.
    """
    try:
        project = project_for(request, slug)
    except Http404:
        return to_the_entry_that_stayed(slug)
    as_everybody = request.GET.get("as") == "everybody"
    shares = project.is_shared_draft and is_member(request.user, project.shared_with)
    own = shares or is_member(request.user, project.school)
    mine = own and not as_everybody
    note_view(request, project, own=own)
    year = telling.latest_figures(project)
    context = {
        "project": project,
        "plate": telling.plate_of(project),
        "facts": telling.facts_of(project),
        "gains": telling.gains_of(project),
        "year": year,
        "figures": telling.figures_of(year) if year else [],
        "recipe": telling.recipe_of(project),
        "safety": telling.safety_of(project),
        "alike": alike(project),
        "photos": photos_on(project, hidden_too=mine or is_moderator(request.user)),
        "documents": documents_on(project, hidden_too=mine or is_moderator(request.user)),
        "followers": schools_that_followed(project),
        "origin": origin_of(project),
        "is_mine": mine,
        "can_keep": mine and can_keep_project(request.user, project),
        "can_edit": mine and can_edit_project(request.user, project),
        "can_send": mine and can_send_project(request.user, project),
        "missing": missing_to_publish(project) if mine and not project.is_public else [],
        "flags": [] if not mine or project.is_readable else flags_of(project),
        "is_moderator": is_moderator(request.user) and not as_everybody,
        "is_preview": as_everybody and (own or is_moderator(request.user)),
        "linked_data": linked_data.of_project(project) if project.is_public else {},
        "is_saved": request.user.is_authenticated and Idea.objects.filter(user=request.user, project=project).exists(),
    }
    return render(request, "partnerships/project.html", context)


def to_the_entry_that_stayed(slug: str) -> HttpResponse:
    """The old address of an entry that was merged leads to the other one; 404 for all else that cannot be seen."""
    stayed = Project.objects.readable().filter(merged_from__slug=slug).first()
    if stayed is None:
        raise Http404("No such project.")
    return redirect(stayed, permanent=True)


def photos_on(project: Project, *, hidden_too: bool) -> list[Photo]:
    """The pictures for the page: the public ones, and for its school and moderators those that wait as well."""
    if hidden_too:
        return list(project.photos.kept())
    return list(project.photos.public()) if project.cover_id else []  # the cover is the first public one


def documents_on(project: Project, *, hidden_too: bool) -> list[Document]:
    """The documents for the page, by the same rule."""
    return list(project.documents.all()) if hidden_too else public_documents(project.pk)


def _public_documents(project_id: int) -> QuerySet:
    """Those that everybody may save."""
    return Document.objects.public().filter(project=project_id)


public_documents = Prepared(_public_documents, int)


@require_POST
def project_send(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead sends the project for publication; what is missing is shown at the form."""
    project = own_project_for(request, slug)
    try:
        actions.send_for_publication(by=request.user, project=project)
    except ValidationError as trouble:
        for sentence in trouble.messages:
            messages.error(request, sentence)
        return redirect("partnerships:project_edit", slug)
    messages.success(request, sent_words(project))
    return redirect(project)


def sent_words(project: Project) -> str:
    """What happens next, after sending."""
    if project.state == ProjectState.PUBLIC:
        return "Your project is public. Your partners’ names are shown as soon as they confirm."
    return "Sent for publication. A moderator reads it first; we tell your school’s leads by e-mail."


@require_POST
def project_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead takes the project back, out of the queue or down from the site."""
    project = own_project_for(request, slug)
    actions.withdraw_project(by=request.user, project=project)
    messages.success(request, "Taken back. Only your school can see it now.")
    return redirect(project)


@require_POST
def project_still_right(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead says that the page is still right today."""
    project = own_project_for(request, slug)
    actions.confirm_project_still_right(by=request.user, project=project)
    messages.success(request, "Thank you. The page says that you checked it today.")
    return redirect(project)


@require_http_methods(["GET", "HEAD", "POST"])
def project_follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an own draft from somebody's project: what is copied and what is not, then the draft."""
    project = project_for(request, slug)
    schools = schools_of(request.user)
    if not schools:
        return render(request, "partnerships/join_first.html", {"to_do": "start a project like this one"}, status=403)
    form = FollowForm(request.POST or None, schools=schools)
    if request.method == "POST" and form.is_valid():
        school, token = form.cleaned_data["posting_school"], form.cleaned_data["token"]
        draft = actions.follow_suit(by=request.user, project=project, school=school, token=token)
        messages.success(request, "Draft saved. Now make it your own.")
        return redirect("partnerships:project_edit", draft.slug)
    context = {"project": project, "form": form}
    return render(request, "partnerships/project_follow.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def project_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Delete a draft that was never public: first the question, then the deed."""
    project = own_project_for(request, slug)
    if request.method == "POST":
        try:
            actions.discard_draft(by=request.user, project=project)
        except ValidationError as trouble:
            messages.error(request, trouble.messages[0])
            return redirect(project)
        messages.success(request, f"“{project}” has been deleted.")
        return redirect("my_school")
    if not project.is_discardable:
        raise Http404("Only a draft that was never public can be deleted.")
    return render(request, "partnerships/project_discard.html", {"project": project})
