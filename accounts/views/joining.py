"""Joining a school: asking, and the way in for the first of a school."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.actions.office import why_no_office_code
from accounts.forms import MembershipForm, OfficeCodeForm, OfficeForm
from accounts.models import Membership, MembershipState, OfficeCode
from schools.domains import office_addresses, schools_that_fit
from schools_together.ui.forms import status_of

from .answering import private, sent


@private
@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: HttpRequest) -> HttpResponse:
    """Ask to join a school of the register; those that fit one's address are offered first."""
    suggested = schools_that_fit(request.user.email)
    typed = request.GET.get("q", "")[:100]
    form = MembershipForm(sent(request), initial={"school_q": typed}, suggested=() if typed else suggested)
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("school", "role", "job_title")}
        membership = actions.ask_to_join_school(by=request.user, **asked)
        if membership.state == MembershipState.ACTIVE:
            messages.info(request, f"You are at {membership.school} already.")
            return redirect("my_school")
        return redirect("accounts:membership", pk=membership.pk)
    waiting = Membership.objects.of_user(request.user).waiting().select_related("school")
    context = {"form": form, "waiting": waiting, "offers": [] if form.is_bound or typed else suggested}
    return render(request, "accounts/membership_new.html", context, status=status_of(form))


@private
@require_safe
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """My request to join a school: who decides, and what I can do meanwhile."""
    place = _mine(request, pk)
    return redirect("my_school") if place.state == MembershipState.ACTIVE else _page(request, place)


@private
@require_POST
def office_code_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a code to the mailbox of the office that I have chosen."""
    place = _mine(request, pk)
    form = OfficeForm(request.POST, addresses=office_addresses(place.school))
    if not form.is_valid():
        return _page(request, place, office=form)
    try:
        code = actions.send_office_code(by=request.user, membership=place, address=form.cleaned_data["address"])
    except ValidationError as error:
        form.add_error("address", error)
        return _page(request, place, office=form)
    messages.success(request, f"The code is on its way to {code.address}. Ask your office for it.")
    return redirect("accounts:membership", pk=place.pk)


@private
@require_POST
def office_code_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Type the code that the office has given me, and be the school's first lead."""
    place, form = _mine(request, pk), OfficeCodeForm(request.POST)
    if not form.is_valid():
        return _page(request, place, entry=form)
    try:
        actions.enter_office_code(by=request.user, membership=place, code=form.cleaned_data["code"])
    except ValidationError as error:
        form.add_error("code", error)
        return _page(request, place, entry=form)
    messages.success(request, f"Welcome. You are the first lead of {place.school}. Invite a colleague next.")
    return redirect("my_school")


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def office_request(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a letter to the office opens; its button says that nobody knows the person."""
    code = get_object_or_404(OfficeCode.objects.select_related("membership__school", "membership__user"), token=token)
    trouble = ""
    if request.method == "POST":
        try:
            actions.disown_request(code=code)
        except ValidationError as error:
            trouble = error.messages[0]
        else:
            return redirect("accounts:office_request", token=token)
    code.refresh_from_db()
    is_over = code.refused_at is None and code.membership.state != MembershipState.WAITING
    context = {"code": code, "place": code.membership, "trouble": trouble, "is_over": is_over}
    return render(request, "accounts/office_request.html", context, status=410 if is_over or trouble else 200)


def _mine(request: HttpRequest, pk: int) -> Membership:
    places = Membership.objects.living().of_user(request.user).select_related("school__trust", "user")
    return get_object_or_404(places, pk=pk)


def _page(request: HttpRequest, place: Membership, office: OfficeForm | None = None, entry=None) -> HttpResponse:
    """The request with the forms that fit: as they came back, or fresh ones."""
    by_office, status = not why_no_office_code(place), status_of(*filter(None, [office, entry]))
    code = OfficeCode.objects.open().filter(membership=place).first() if by_office else None
    context = {
        "place": place,
        "office": (office or OfficeForm(addresses=office_addresses(place.school))) if by_office or office else None,
        "entry": (entry or OfficeCodeForm()) if code or entry else None,
        "code": code,
        "has_lead": Membership.objects.active().leads().of_school(place.school).exists(),
    }
    return render(request, "accounts/membership.html", context, status=status)
