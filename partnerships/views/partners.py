"""Partners of a project: named by one school, confirmed or declined by the other."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import schools_of
from partnerships import actions, telling
from partnerships.finding import own_project_for
from partnerships.flagging import sentences_about
from partnerships.forms.partners import AnswerForm, AskOfficeForm, PartForm, PartnerPickForm
from partnerships.models import Participation, ParticipationState, Project, ProjectState
from partnerships.permissions import (
    can_answer_participation,
    can_edit_project,
    can_keep_project,
    can_propose_part,
    can_send_project,
)
from schools.domains import office_addresses
from schools_together.ui.forms import status_of

ANSWERS = ("confirm", "decline", "leave", "tell")


@require_http_methods(["GET", "HEAD", "POST"])
def project_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part, and naming one more: type, choose, name."""
    project = own_project_for(request, slug)
    form = PartnerPickForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            part = actions.name_partner(by=request.user, project=project, **form.partner())
        except ValidationError as trouble:
            form.add_error("school_q", trouble)
        else:
            _warn(request, part)
            messages.success(request, f"{part.name} is named. Its name is shown when it has confirmed.")
            return redirect("partnerships:project_partners", slug)
    context = {
        "project": project,
        "rows": _rows(request, project),
        "form": form,
        "can_edit": can_edit_project(request.user, project),
        "can_keep": can_keep_project(request.user, project),
    }
    return render(request, "partnerships/project_partners.html", context, status=status_of(form))


def _rows(request: HttpRequest, project: Project) -> list[dict]:
    """Each participation, and how its school can be asked where nobody is registered there."""
    rows, may_ask = [], can_send_project(request.user, project)
    for part in project.participations.for_cards():
        part.project = project
        addresses = office_addresses(part.school) if may_ask and actions.may_ask_by_link(part) else None
        ask = AskOfficeForm(addresses=addresses, initial=part.link_to) if addresses else None
        row = {"part": part, "ask": ask, "has_no_office": addresses == []}
        row["can_agree"] = part.school_id and part.school_id != project.school_id and part.is_standing
        rows.append({**row, "can_propose": can_propose_part(request.user, part)})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the entry says about one partner, changed by the posting school until that partner has confirmed."""
    project = own_project_for(request, slug)
    parts = project.participations.exclude(school=project.school).select_related("school")
    part = get_object_or_404(parts, pk=pk)
    part.project = project
    actions.refuse_to_propose(request.user, part)
    with_role = can_keep_project(request.user, project)
    form = PartForm(request.POST if request.method == "POST" else None, part=part, with_role=with_role)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_part(by=request.user, participation=part, **form.cleaned_data)
        except ValidationError as trouble:
            form.add_error("role" if with_role else None, trouble)
        else:
            _warn(request, part)
            messages.success(request, f"Saved what is said about {part.name}.")
            return redirect("partnerships:project_partners", slug)
    context = {"project": project, "part": part, "form": form}
    return render(request, "partnerships/partner_edit.html", context, status=status_of(form))


@require_POST
def partner_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a partner off the entry."""
    project = own_project_for(request, slug)
    part = project.participations.filter(pk=pk).first()
    if part:
        try:
            actions.remove_partner(by=request.user, participation=part)
        except ValidationError as trouble:
            messages.error(request, trouble.messages[0])
        else:
            messages.success(request, f"{part.name} is no longer named.")
    return redirect("partnerships:project_partners", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def participation_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead of a named school reads what is said about it, and says whether it is true."""
    part = _part_of_mine(request, slug)
    if not can_answer_participation(request.user, part):
        raise PermissionDenied("Only a lead of your school may confirm for it. Ask a lead at your school.")
    form = AnswerForm(request.POST if request.method == "POST" else None, part=part)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = _act(request, part, form)
        except ValidationError as trouble:
            form.add_error(None, trouble)
        else:
            if part.is_confirmed:
                _warn(request, part)
            messages.success(request, sentence)
            return redirect(part.project if part.project.is_public else "my_school")
    context = {
        "part": part,
        "project": part.project,
        "form": form,
        "facts": telling.facts_of(part.project),
        "safety": telling.safety_of(part.project),
    }
    return render(request, "partnerships/participation_answer.html", context, status=status_of(form))


def _warn(request: HttpRequest, part: Participation) -> None:
    """Names of pupils, numbers and the like in what was just written. Nothing is refused for it."""
    for sentence in sentences_about(part.gives, part.gains):
        messages.warning(request, sentence)


def _part_of_mine(request: HttpRequest, slug: str) -> Participation:
    """My school's part in somebody else's project, once that was sent; 404 for all others."""
    parts = Participation.objects.filter(project__slug=slug, school__in=schools_of(request.user))
    parts = parts.exclude(project__state=ProjectState.DRAFT).order_by("pk")
    waiting_first = sorted(parts, key=lambda part: part.state != ParticipationState.INVITED)
    for part in waiting_first:
        if part.school_id != part.project.school_id:
            return get_object_or_404(Participation.objects.select_related("project__school", "school"), pk=part.pk)
    raise Http404("Your school is not named in this project.")


@transaction.atomic
def _act(request: HttpRequest, part: Participation, form: AnswerForm) -> str:
    """Do what the pressed button says; the sentence for the next page."""
    pressed = next((name for name in ANSWERS if name in request.POST), "")
    typed = form.cleaned_data
    if pressed in ("confirm", "tell"):
        actions.tell_part(by=request.user, participation=part, gives=typed["gives"], gains=typed["gains"])
    if pressed == "confirm":
        actions.confirm_participation(by=request.user, participation=part, as_role=typed["as_role"])
        return "Confirmed. Your school’s name is shown beside theirs."
    if pressed == "decline":
        actions.decline_participation(by=request.user, participation=part, reason=typed["reason"])
        return "Thank you. Your school is not named, and the other school knows."
    if pressed == "leave":
        actions.leave_project(by=request.user, participation=part, reason=typed["reason"])
        return "Your school’s name has been taken off the page."
    if pressed == "tell":
        return "Saved."
    raise ValidationError("Choose whether it is true or not.")
