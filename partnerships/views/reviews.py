"""Is this still right? By the link in a letter, or for all entries of a school at once; and how a project stands."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.permissions import schools_led_by
from partnerships import actions, telling
from partnerships.finding import own_project_for
from partnerships.forms.reviews import StandingForm
from partnerships.forms.together import Together
from partnerships.models import Project, ProjectState
from partnerships.permissions import can_answer_participation, can_send_project
from partnerships.reviews import Review, read_link
from schools_together.ui.forms import status_of
from schools_together.ui.paging import page_of
from schools_together.ui.tidying import tidied

REVIEWED_AT_ONCE = 50


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter's link leads to: the entry as it stands, and a button. Opening it changes nothing."""
    asked = _asked(token)
    if asked is None or not can_answer_participation(asked.user, asked.part):
        return render(request, "partnerships/review_old.html", {}, status=410)
    context = {"review": asked, "project": asked.part.project, "facts": telling.facts_of(asked.part.project)}
    if request.method == "POST" and not asked.is_done:
        return _take(request, asked, context)
    return render(request, "partnerships/review.html", context)


def _asked(token: str) -> Review | None:
    """The review that a link is about; None for one that is too old. 404 for one that is not ours."""
    try:
        return read_link(token)
    except signing.SignatureExpired:
        return None
    except signing.BadSignature as trouble:
        raise Http404("We do not know this link.") from trouble


def _take(request: HttpRequest, asked: Review, context: dict) -> HttpResponse:
    """Do what the pressed button says, in the name of the lead to whom the letter went."""
    if "leave" in request.POST and not asked.is_posting:
        actions.leave_project(by=asked.user, participation=asked.part)
        return render(request, "partnerships/review.html", {**context, "did": "left"})
    if "right" not in request.POST:
        return render(
            request, "partnerships/review.html", {**context, "trouble": "Press one of the buttons."}, status=422
        )
    if asked.is_posting:
        actions.confirm_project_still_right(by=asked.user, project=asked.part.project)
    else:
        actions.confirm_part_still_right(by=asked.user, participation=asked.part)
    return render(request, "partnerships/review.html", {**context, "did": "right"})


@require_http_methods(["GET", "HEAD", "POST"])
def review_list(request: HttpRequest) -> HttpResponse:
    """All entries of my schools that are due, to be ticked and confirmed at once."""
    if not schools_led_by(request.user).exists():
        raise PermissionDenied("Only leads are asked whether an entry is still right. Ask a lead at your school.")
    mine = {"school__in": schools_led_by(request.user).order_by().values("pk")}
    archived = Project.objects.filter(state=ProjectState.ARCHIVED, **mine).order_by().values("pk")
    asked = Project.objects.due_for_review().filter(**mine).order_by().values("pk").union(archived)
    due = Project.objects.filter(pk__in=asked)
    if request.method == "POST":
        ticked = due.filter(slug__in=tidied(request.POST).getlist("project")[:REVIEWED_AT_ONCE])
        count = sum(bool(actions.confirm_project_still_right(by=request.user, project=one)) for one in ticked)
        told = f"Thank you. Confirmed today: {count}." if count else "Nothing was ticked. Tick what is still right."
        messages.success(request, told) if count else messages.error(request, told)
        return redirect("partnerships:review_list")
    page = page_of(request, due.for_cards().order_by("last_confirmed_on", "pk"), REVIEWED_AT_ONCE)
    return render(request, "partnerships/review_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def project_standing(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead says whether it is planned, running, paused or has ended, and what they learned."""
    project = own_project_for(request, slug)
    if not can_send_project(request.user, project):
        raise PermissionDenied("Only a lead of your school says how a project stands. Ask a lead at your school.")
    form = StandingForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell_how_it_stands(by=request.user, project=project, **form.cleaned_data)
        except ValidationError as trouble:
            Together(form).tell(trouble)
        else:
            messages.success(request, f"Saved. The page says: {project.get_lifecycle_display().lower()}.")
            return redirect(project)
    context = {"project": project, "form": form}
    return render(request, "partnerships/project_standing.html", context, status=status_of(form))
