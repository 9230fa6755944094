"""Joining a school, and the colleagues of one's schools. Signing in and up is allauth's (see adapter.py)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools.models import School
from schools_together.ui.forms import status_of

from . import actions
from .actions.invitations import LEADS_INVITE, owns_address, why_not_accept
from .actions.memberships import LEADS_END
from .forms import InvitationForm, MembershipForm, ReasonForm, RoleForm
from .models import Invitation, Membership, MembershipState
from .permissions import can_end_membership, can_invite_colleague, schools_led_by, schools_of

private = cache_control(private=True, no_store=True)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: HttpRequest) -> HttpResponse:
    """Ask to join a school of the register."""
    form = MembershipForm(_sent(request), initial={"school_q": request.GET.get("q", "")[:100]})
    if request.method == "POST" and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("school", "role", "job_title")}
        membership = actions.ask_to_join_school(by=request.user, **asked)
        if membership.state == MembershipState.ACTIVE:
            messages.info(request, f"You are at {membership.school} already.")
        else:
            messages.success(request, f"You have asked to join {membership.school}. We e-mail you the answer.")
        return redirect("my_school")
    waiting = Membership.objects.of_user(request.user).waiting().select_related("school")
    context = {"form": form, "waiting": waiting}
    return render(request, "accounts/membership_new.html", context, status=status_of(form))


@private
@require_safe
def colleague_list(request: HttpRequest) -> HttpResponse:
    """The people of my schools; leads also see who waits and who is invited."""
    schools, led = list(schools_of(request.user)), set(schools_led_by(request.user))
    people = Membership.objects.living().filter(school__in=schools).select_related("user", "school")
    invitations = Invitation.objects.open().filter(school__in=led).order_by("-sent_at", "-pk")
    circles = [
        {
            "school": school,
            "is_led": school in led,
            "active": [one for one in people if one.school_id == school.pk and one.state == MembershipState.ACTIVE],
            "waiting": [one for one in people if one.school_id == school.pk and one.state == MembershipState.WAITING],
            "invitations": [one for one in invitations if one.school_id == school.pk],
        }
        for school in schools
    ]
    return render(request, "accounts/colleague_list.html", {"circles": circles})


@private
@require_POST
def membership_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody in, in the role of the pressed button."""
    membership, form = _of_my_schools(request, pk), RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose whether to let them in as contributor or as lead.")
        return _back_to(membership.school)
    done = _try(request, actions.approve_membership, membership=membership, role=form.cleaned_data["role"])
    if done:
        messages.success(request, f"{membership.user} can now act for {membership.school}.")
    return _back_to(membership.school)


@private
@require_POST
def membership_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say “not now” to a request."""
    membership = _of_my_schools(request, pk)
    if _try(request, actions.refuse_membership, membership=membership):
        messages.success(request, f"You said “not now” to {membership.user}. They may ask again.")
    return _back_to(membership.school)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a colleague's place, leave oneself, or take one's request back; asks first."""
    membership = _of_my_schools(request, pk, or_mine=True)
    if not can_end_membership(request.user, membership):
        raise PermissionDenied(LEADS_END)
    form = ReasonForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        actions.end_membership(membership=membership, by=request.user, reason=form.cleaned_data["reason"])
        mine = membership.user_id == request.user.pk
        whose = "Your place" if mine else f"The place of {membership.user}"
        messages.success(request, f"{whose} at {membership.school} has ended.")
        return redirect("my_school") if mine else _back_to(membership.school)
    others = Membership.objects.active().leads().of_school(membership.school).exclude(pk=membership.pk)
    is_last_lead = membership.is_lead and membership.state == MembershipState.ACTIVE and not others.exists()
    context = {"membership": membership, "form": form, "is_last_lead": is_last_lead}
    return render(request, "accounts/membership_end.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest, school_pk: int) -> HttpResponse:
    """Invite a colleague to my school by e-mail."""
    school = get_object_or_404(schools_of(request.user), pk=school_pk)
    if not can_invite_colleague(request.user, school):
        raise PermissionDenied(LEADS_INVITE)
    form = InvitationForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_colleague(by=request.user, school=school, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, "The invitation is on its way. It runs out after two weeks.")
            return _back_to(school)
    context = {"form": form, "school": school}
    return render(request, "accounts/invitation_new.html", context, status=status_of(form))


@private
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation of my school worthless."""
    mine = Invitation.objects.filter(school__in=schools_of(request.user)).select_related("school")
    invitation = get_object_or_404(mine, pk=pk)
    if _try(request, actions.withdraw_invitation, invitation=invitation):
        messages.success(request, "The invitation is withdrawn.")
    return _back_to(invitation.school)


@login_not_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of an invitation opens; its button accepts. Opening changes nothing: mail scanners open links."""
    found = Invitation.objects.select_related("school", "invited_by").filter(token=token).first()
    if found is None:
        raise Http404("There is no such invitation.")
    here = reverse("accounts:invitation", args=[token])
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect(reverse("account_login", query={"next": here}))
        if _try(request, actions.accept_invitation, invitation=found):
            messages.success(request, f"Welcome. You can now act for {found.school}.")
            return redirect("my_school")
        return redirect(here)
    trouble = why_not_accept(found)
    fits = request.user.is_authenticated and owns_address(request.user, found.email)
    context = {"invitation": found, "trouble": trouble, "fits": fits, "here": here}
    return render(request, "accounts/invitation.html", context, status=410 if trouble else 200)


def _of_my_schools(request: HttpRequest, pk: int, *, or_mine: bool = False) -> Membership:
    """A place at one of my schools (or, where said, my own anywhere); else 404, so that nobody learns who is where."""
    places = Membership.objects.select_related("school", "user")
    found = places.filter(school__in=schools_of(request.user))
    if or_mine:
        found = found | places.of_user(request.user)
    return get_object_or_404(found, pk=pk)


def _try(request: HttpRequest, action, **what) -> bool:
    """Do it; a trouble that came up meanwhile is said on the next page."""
    try:
        action(by=request.user, **what)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return False
    return True


def _sent(request: HttpRequest):
    """What was sent, even when it is empty; None where the form is only shown."""
    return request.POST if request.method == "POST" else None


def _back_to(school: School) -> HttpResponse:
    return redirect(f"{reverse('accounts:colleague_list')}#school-{school.pk}")
