"""The colleagues of one's schools: who acts, who waits, who leaves."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions
from accounts.actions.memberships import LEADS_END, leads_beside
from accounts.actions.roles import LEADS_CHANGE
from accounts.forms import EndForm, RoleChangeForm, RoleForm
from accounts.models import Invitation, Membership, MembershipState, Role
from accounts.moderation import has_second_step
from accounts.permissions import can_change_role, can_end_membership, schools_led_by, schools_of
from schools.models import School
from schools_together.ui.forms import status_of

from .answering import back_to, private, sent, try_or_say


@private
@require_safe
def colleague_list(request: HttpRequest) -> HttpResponse:
    """The people of my schools; leads also see who waits and who is invited."""
    schools, led = list(schools_of(request.user)), set(schools_led_by(request.user))
    people = Membership.objects.living().filter(school__in=schools).select_related("user", "school")
    invitations = Invitation.objects.open().filter(school__in=led).order_by("-sent_at", "-pk")
    circles = [_circle(school, school in led, people, invitations) for school in schools]
    context = {"circles": circles, "advise_second_step": bool(led) and not has_second_step(request.user)}
    return render(request, "accounts/colleague_list.html", context)


def _circle(school: School, is_led: bool, people, invitations) -> dict:
    """One school's people, out of those of all my schools."""
    here = [one for one in people if one.school_id == school.pk]
    active = [one for one in here if one.state == MembershipState.ACTIVE]
    return {
        "school": school,
        "is_led": is_led,
        "is_alone": sum(one.is_lead for one in active) == 1,
        "active": active,
        "waiting": [one for one in here if one.state == MembershipState.WAITING],
        "invitations": [one for one in invitations if one.school_id == school.pk],
    }


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
    is_last_lead = membership.is_lead and membership.state == MembershipState.ACTIVE and not leads_beside(membership)
    followers = (
        Membership.objects.active().of_school(membership.school).exclude(pk=membership.pk).select_related("user")
    )
    form = EndForm(sent(request), followers=followers if is_last_lead and followers else None)
    if request.method == "POST" and form.is_valid():
        if not try_or_say(request, actions.end_membership, membership=membership, **form.cleaned_data):
            return redirect("accounts:membership_end", pk=pk)
        mine = membership.user_id == request.user.pk
        whose = "Your place" if mine else f"The place of {membership.user}"
        messages.success(request, f"{whose} at {membership.school} has ended.")
        return redirect("my_school") if mine else back_to(membership.school)
    context = {"membership": membership, "form": form, "is_last_lead": is_last_lead}
    return render(request, "accounts/membership_end.html", context, status=status_of(form))


@private
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def membership_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a colleague lead, perhaps in my place, or contributor again; asks first, and asks for the password."""
    membership = _of_my_schools(request, pk)
    role = Role.CONTRIBUTOR if membership.is_lead else Role.LEAD
    if not can_change_role(request.user, membership, role):
        raise PermissionDenied(LEADS_CHANGE)
    form = RoleChangeForm(sent(request)) if role == Role.LEAD else None
    if request.method == "POST" and (form is None or form.is_valid()):
        hands_over = form is not None and form.cleaned_data["stay"] == "hand-over"
        what = {"action": actions.hand_over} if hands_over else {"action": actions.change_role, "role": role}
        if try_or_say(request, membership=membership, **what):
            messages.success(request, f"{membership.user} is {role.label.lower()} of {membership.school} now.")
        return back_to(membership.school)
    context = {"membership": membership, "form": form}
    return render(request, "accounts/membership_role.html", context, status=status_of(*filter(None, [form])))


def _of_my_schools(request: HttpRequest, pk: int, *, or_mine: bool = False) -> Membership:
    """A place at one of my schools (or, where said, my own anywhere); else 404, so that nobody learns who is where."""
    places = Membership.objects.select_related("school", "user")
    found = places.filter(school__in=schools_of(request.user))
    if or_mine:
        found = found | places.of_user(request.user)
    return get_object_or_404(found, pk=pk)
