"""Tell me: alerts from a search or a school, with or without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.limits import client_ip, hit
from partnerships import actions
from partnerships.alerts import matches_of, pk_of, question_of, words_of
from partnerships.forms.alerts import AlertForm
from partnerships.models import Alert
from schools.models import School
from schools_together.ui.forms import status_of

PER_PAGE = 20
MOST_FOUND = 30
TOO_OFTEN = "That was a lot at once. Wait an hour, then try again."


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_new(request: HttpRequest) -> HttpResponse:
    """Ask to be told of what a search finds, or of one school's projects. The address holds the question."""
    question, school = question_of(request.GET), _school(request.GET.get("school", ""))
    person = request.user if request.user.is_authenticated else None
    form = AlertForm(request.POST if request.method == "POST" else None, knows_address=person is not None)
    if form.is_valid() and _ask(request, form, person, question, school):
        if person is None:
            return redirect("partnerships:alert_asked")
        messages.success(request, "We tell you by e-mail when something new appears.")
        return redirect("partnerships:alert_list")
    context = {"form": form, "words": words_of(question, school), "person": person, "school": school}
    return render(request, "partnerships/alert_new.html", context, status=status_of(form))


def _ask(request: HttpRequest, form: AlertForm, person, question: str, school: School | None) -> bool:
    """True where it is kept; troubles go to the form. Limits count by client and by address."""
    email = person.email if person else form.cleaned_data["email"].lower()
    few = hit("alerts of a client", client_ip(request), most=60, seconds=3600)
    if not (few and hit("alerts of an address", email, most=10, seconds=3600)):
        form.add_error(None, TOO_OFTEN)
        return False
    rhythm = form.cleaned_data["rhythm"]
    try:
        actions.ask_for_alert(by=person, email=email, question="" if school else question, school=school, rhythm=rhythm)
    except ValidationError as error:
        # A stranger must not learn what goes to an address: to a visitor it looks as if all were well.
        if person:
            form.add_error(None, error)
        return person is None
    return True


def _school(pk: str) -> School | None:
    """The school of `?school=`; 404 where there is none such."""
    if not pk:
        return None
    if not (pk.isascii() and pk.isdigit() and len(pk) < 12):
        raise Http404("There is no such school.")
    return get_object_or_404(School, pk=pk)


@login_not_required
@require_safe
def alert_asked(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return render(request, "partnerships/alert_asked.html")


@never_cache
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    """My alerts, and what they have found."""
    alerts = Alert.objects.of_user(request.user).select_related("school").order_by("-asked_at", "-pk")
    page = Paginator(alerts, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "partnerships/alert_list.html", {"page": page, "found": matches_of(request.user)[:MOST_FOUND]}
    )


@require_POST
def alert_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my alerts."""
    alert = get_object_or_404(Alert.objects.of_user(request.user), pk=pk)
    actions.end_alert(pk=alert.pk)
    messages.success(request, f"You hear no more of: {alert.words}.")
    return redirect("partnerships:alert_list")


@login_not_required  # the signed address is the right to do this one thing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, this is my address and I want this. Looking changes nothing."""
    alert = get_object_or_404(Alert, pk=_pk("alert_confirm", token))
    if request.method == "POST":
        actions.confirm_alert(alert=alert)
    return render(request, "partnerships/alert_confirm.html", {"alert": alert, "is_on": alert.confirmed_at is not None})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_keep(request: HttpRequest, token: str) -> HttpResponse:
    """Still wanted, for another year."""
    alert = get_object_or_404(Alert.objects.on(), pk=_pk("alert_keep", token))
    is_kept = request.method == "POST"
    if is_kept:
        actions.keep_alert(alert=alert)
    return render(request, "partnerships/alert_keep.html", {"alert": alert, "is_kept": is_kept})


@login_not_required
@csrf_exempt  # mailboxes press the button of RFC 8058 themselves, and send no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_off(request: HttpRequest, token: str) -> HttpResponse:
    """No more of it: the alert is deleted. Twice is once, and looking changes nothing."""
    pk = _pk("alert_off", token)
    if request.method == "POST":
        actions.end_alert(pk=pk)
    return render(request, "partnerships/alert_off.html", {"alert": Alert.objects.filter(pk=pk).first()})


def _pk(name: str, token: str) -> int:
    try:
        return pk_of(name, token)
    except signing.BadSignature as error:
        raise Http404("This address does not belong to a letter of ours.") from error
