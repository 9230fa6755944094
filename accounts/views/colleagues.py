"""The colleagues of one's schools: who acts, who waits, who leaves."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.actions.memberships import LEADS_END
from accounts.forms import ReasonForm, RoleForm
from accounts.models import Invitation, Membership, MembershipState
from accounts.permissions import can_end_membership, schools_led_by, schools_of

from .answering import back_to, private, sent, try_or_say


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
        return back_to(membership.school)
    done = try_or_say(request, actions.approve_membership, membership=membership, role=form.cleaned_data["role"])
    if done:
        messages.success(request, f"{membership.user} can now act for {membership.school}.")
    return back_to(membership.school)


@private
@require_POST
def membership_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say “not now” to a request."""
    membership = _of_my_schools(request, pk)
    if try_or_say(request, actions.refuse_membership, membership=membership):
        messages.success(request, f"You said “not now” to {membership.user}. They may ask again.")
    return back_to(membership.school)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a colleague's place, leave oneself, or take one's request back; asks first."""
    membership = _of_my_schools(request, pk, or_mine=True)
    if not can_end_membership(request.user, membership):
        raise PermissionDenied(LEADS_END)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        actions.end_membership(membership=membership, by=request.user, reason=form.cleaned_data["reason"])
        mine = membership.user_id == request.user.pk
        whose = "Your place" if mine else f"The place of {membership.user}"
        messages.success(request, f"{whose} at {membership.school} has ended.")
        return redirect("my_school") if mine else back_to(membership.school)
    others = Membership.objects.active().leads().of_school(membership.school).exclude(pk=membership.pk)
    is_last_lead = membership.is_lead and membership.state == MembershipState.ACTIVE and not others.exists()
    context = {"membership": membership, "form": form, "is_last_lead": is_last_lead}
    return render(request, "accounts/membership_end.html", context)


def _of_my_schools(request: HttpRequest, pk: int, *, or_mine: bool = False) -> Membership:
    """A place at one of my schools (or, where said, my own anywhere); else 404, so that nobody learns who is where."""
    places = Membership.objects.select_related("school", "user")
    found = places.filter(school__in=schools_of(request.user))
    if or_mine:
        found = found | places.of_user(request.user)
    return get_object_or_404(found, pk=pk)
