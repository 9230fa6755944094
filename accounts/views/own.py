"""One's own account: its parts on one page, the data that it holds, and its end."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions
from accounts.actions.erasing import MODERATORS_STAY
from accounts.exporting import data_of
from accounts.forms import NameForm
from accounts.keeping import person_of, told_to
from accounts.permissions import schools_left_without_lead
from schools_together.ui.forms import status_of

from .answering import private, sent


@private
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about my account, and where to change it."""
    places = request.user.memberships.living().select_related("school").order_by("school__name", "pk")
    return render(request, "accounts/account.html", {"places": places})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def name_edit(request: HttpRequest) -> HttpResponse:
    """The name that my colleagues see."""
    form = NameForm(sent(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("accounts:account")
    return render(request, "accounts/name_edit.html", {"form": form}, status=status_of(form))


@private
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is kept about me, and the ways to take it with me."""
    return render(
        request, "accounts/data.html", {"kept": [kept.label for kept in told_to(person_of(request.user)) if kept.mine]}
    )


@private
@require_safe
@reauthentication_required
def data_download(request: HttpRequest, kind: str) -> HttpResponse:
    """All that is kept about me, made at once and stored nowhere: `json` for machines, `page` for people."""
    if kind not in ("json", "page"):
        raise Http404("Data come as json or as a page.")
    told = {"site": request.get_host(), "made_at": timezone.localtime().isoformat(timespec="seconds")}
    sections = data_of(request.user)
    if kind == "json":
        answer = JsonResponse({**told, "data": sections}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        answer = HttpResponse(render_to_string("accounts/data_page.html", {**told, "sections": sections}))
    ending = "json" if kind == "json" else "html"
    answer["Content-Disposition"] = f'attachment; filename="my-data-schools-together.{ending}"'
    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays is said first; then a button erases my account."""
    if request.method == "POST":
        try:
            actions.erase_account(user=request.user, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("accounts:account")
        request.session.flush()
        messages.success(request, "Your account is erased. Thank you for the time with us.")
        return redirect("home")
    held = told_to(person_of(request.user))
    context = {
        "goes": [kept.label for kept in held if kept.goes and kept.mine],
        "stays": [kept.stays for kept in held if kept.stays],
        "led": schools_left_without_lead(request.user),
        "trouble": MODERATORS_STAY if request.user.is_staff else "",
    }
    return render(request, "accounts/erase.html", context)
