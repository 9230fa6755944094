"""Invitations: sent by a lead, withdrawn by a lead, accepted by the owner of the address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.actions.invitations import LEADS_INVITE, why_not_accept
from accounts.forms import InvitationForm
from accounts.models import Invitation
from accounts.permissions import can_invite_colleague, owns_address, schools_of
from schools_together.ui.forms import status_of

from .answering import back_to, private, sent, try_or_say


@private
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest, school_pk: int) -> HttpResponse:
    """Invite a colleague to my school by e-mail."""
    school = get_object_or_404(schools_of(request.user), pk=school_pk)
    if not can_invite_colleague(request.user, school):
        raise PermissionDenied(LEADS_INVITE)
    form = InvitationForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_colleague(by=request.user, school=school, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.success(request, "The invitation is on its way. It runs out after two weeks.")
            return back_to(school)
    context = {"form": form, "school": school}
    return render(request, "accounts/invitation_new.html", context, status=status_of(form))


@private
@require_POST
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation of my school worthless."""
    mine = Invitation.objects.filter(school__in=schools_of(request.user)).select_related("school")
    invitation = get_object_or_404(mine, pk=pk)
    if try_or_say(request, actions.withdraw_invitation, invitation=invitation):
        messages.success(request, "The invitation is withdrawn.")
    return back_to(invitation.school)


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
        if try_or_say(request, actions.accept_invitation, invitation=found):
            messages.success(request, f"Welcome. You can now act for {found.school}.")
            return redirect("my_school")
        return redirect(here)
    trouble = why_not_accept(found)
    fits = request.user.is_authenticated and owns_address(request.user, found.email)
    context = {"invitation": found, "trouble": trouble, "fits": fits, "here": here}
    return render(request, "accounts/invitation.html", context, status=410 if trouble else 200)
