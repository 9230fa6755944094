"""Which letters one wants: the page of choices, and the switch that each letter carries."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import notices
from accounts.forms import NoticeForm
from accounts.models import User
from schools_together.ui.forms import status_of

from .answering import private, sent


@private
@require_http_methods(["GET", "HEAD", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    """When I want which letters."""
    kinds = notices.kinds_for(request.user)
    chosen = {kind.slug: notices.choice_of(request.user, kind.slug) for kind in kinds}
    form = NoticeForm(sent(request), kinds=kinds, initial=chosen)
    if form.is_valid():
        for slug, when in form.cleaned_data.items():
            notices.choose(by=request.user, kind=slug, when=when)
        messages.success(request, "Your choices are kept.")
        return redirect("accounts:notice_choices")
    return render(request, "accounts/notice_choices.html", {"form": form}, status=status_of(form))


@login_not_required  # the signed address is the right to do this one thing
@csrf_exempt  # mailboxes press the button of RFC 8058 themselves, and send no token
@private
@require_http_methods(["GET", "HEAD", "POST"])
def notices_off(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters of one kind. Looking changes nothing, as scanners of mail follow every link."""
    try:
        pk, kind = notices.read_off_token(token)
    except signing.BadSignature as error:
        raise Http404("This address does not belong to a letter of ours.") from error
    person = get_object_or_404(User.objects.filter(is_active=True), pk=pk)
    is_off = request.method == "POST"
    if is_off:
        notices.turn_off(by=person, kind=kind)
    context = {"kind": notices.KINDS.get(kind), "is_off": is_off}
    return render(request, "accounts/notices_off.html", context)
