"""Joining a school: asking, and the way in for the first of a school."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms import MembershipForm
from accounts.models import Membership, MembershipState
from schools_together.ui.forms import status_of

from .answering import private, sent


@private
@require_http_methods(["GET", "HEAD", "POST"])
def membership_new(request: HttpRequest) -> HttpResponse:
    """Ask to join a school of the register."""
    form = MembershipForm(sent(request), initial={"school_q": request.GET.get("q", "")[:100]})
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
