"""Asking a partner school through its office, and the page that the link in that letter opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnerships import actions, links, telling
from partnerships.actions.links import WRONG_SCHOOL
from partnerships.finding import own_project_for
from partnerships.flagging import Seen, key_of, was_looked_at
from partnerships.forms.partners import AskOfficeForm, LinkAnswerForm
from partnerships.models import Participation, ParticipationState, Project
from schools.domains import office_addresses
from schools_together.ui.forms import status_of

# The button that was pressed, and what it says for the school.
BUTTONS = {
    "confirm": ParticipationState.CONFIRMED,
    "decline": ParticipationState.DECLINED,
    "wrong": ParticipationState.DECLINED,
    "leave": ParticipationState.LEFT,
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def participation_link(request: HttpRequest, token: str) -> HttpResponse:
    """The office of a school reads what is said about it and answers, without an account. Opening decides nothing."""
    try:
        part = links.part_by(token)
        if part is None:
            raise Http404("No such link.")
        form = LinkAnswerForm(_typed(request), part=part)
        seen = _to_look_at(request, form)
        if request.method == "POST" and form.is_valid() and not seen and _act(request, part, form):
            return _unlisted(redirect("partnerships:participation_link", token))
    except links.LinkGone as gone:
        page = {"sentence": str(gone)}
        return _unlisted(render(request, "partnerships/participation_link_gone.html", page, status=410))
    context = {
        "part": part,
        "project": part.project,
        "form": form,
        "warnings": [(form[one.field].auto_id, form[one.field].label, one.flag) for one in seen],
        "looked": key_of(seen),
        "facts": telling.facts_of(part.project),
        "safety": telling.safety_of(part.project),
        "until": links.works_until(part),
    }
    return _unlisted(render(request, "partnerships/participation_link.html", context, status=status_of(form)))


@require_POST
def partner_ask(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A lead sends the question to the office of a school where nobody is registered."""
    part = _named_in_mine(request, slug, pk)
    form = AskOfficeForm(request.POST, addresses=office_addresses(part.school) if part.school_id else [])
    try:
        if not form.is_valid():
            raise ValidationError(form.errors["address"].as_data())
        actions.ask_by_link(by=request.user, participation=part, address=form.cleaned_data["address"])
    except ValidationError as trouble:
        messages.error(request, trouble.messages[0])
    else:
        messages.success(request, f"We have written to {part.link_to}. The link works for 30 days.")
    return redirect("partnerships:project_partners", slug)


@require_POST
def partner_link_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A lead takes back the link that was sent."""
    part = _named_in_mine(request, slug, pk)
    actions.withdraw_link(by=request.user, participation=part)
    messages.success(request, "The link that we sent does nothing any more.")
    return redirect("partnerships:project_partners", slug)


def _to_look_at(request: HttpRequest, form: LinkAnswerForm) -> list[Seen]:
    """What the words of a yes seem to hold, unless exactly that was on the page whose button was pressed."""
    seen = form.seen() if "confirm" in request.POST and form.is_valid() else []
    return [] if was_looked_at(request.POST, seen) else seen


def _typed(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _act(request: HttpRequest, part: Participation, form: LinkAnswerForm) -> bool:
    """Do what the pressed button says; False where the page must say something first."""
    pressed = next((name for name in BUTTONS if name in request.POST), "")
    if not pressed:
        form.add_error(None, "Choose whether it is true or not.")
        return False
    typed = dict(form.cleaned_data)
    if pressed == "wrong":
        typed["reason"] = WRONG_SCHOOL
    try:
        actions.answer_by_link(participation=part, state=BUTTONS[pressed], **typed)
    except ValidationError as trouble:
        form.add_error(None, trouble)
        return False
    return True


def _named_in_mine(request: HttpRequest, slug: str, pk: int) -> Participation:
    project: Project = own_project_for(request, slug)
    return get_object_or_404(project.participations.select_related("school", "project__school"), pk=pk)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """The address is the key, so no index keeps it. No other site is told of it: SECURE_REFERRER_POLICY."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
