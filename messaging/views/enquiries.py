"""My enquiries, and one conversation. Whoever is not of the two schools finds nothing here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import schools_of
from messaging import actions
from messaging.actions import side_of
from messaging.forms import AnswerForm, InboxForm, MessageForm, OutcomeForm
from messaging.inbox import page_of_enquiries
from messaging.models import Enquiry
from messaging.permissions import can_answer_enquiry, can_name_school
from messaging.thread import thread_of
from partnerships.models import Project
from schools_together.ui.kept_text import forget_text, kept_text, to_login

private = cache_control(private=True, no_store=True)


@private
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """All conversations of my schools, the latest first; `school`, `show` and `q` narrow, `page` turns pages."""
    mine = schools_of(request.user)
    asked = InboxForm(request.GET, schools=mine).asked()
    mine = list(mine)
    page, lines = page_of_enquiries(request, mine, **asked)
    shows = InboxForm.base_fields["show"].choices
    context = {"mine": mine, "asked": asked, "shows": shows, "page": page, "lines": lines}
    return render(request, "messaging/enquiry_list.html", context)


@private
@require_safe
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, with the answer to give or to wait for."""
    return _thread(request, _mine(request, pk))


@login_not_required  # keeps what was typed when the session had ended, and asks for the log-in itself
@private
def enquiry_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a message."""
    if not request.user.is_authenticated:
        return to_login(request, back=reverse("messaging:enquiry", args=[pk]), only=("text",))
    return _write(request, pk)


@require_POST
def _write(request: HttpRequest, pk: int) -> HttpResponse:
    enquiry = _mine(request, pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            actions.write_message(by=request.user, enquiry=enquiry, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            forget_text(request)
            messages.success(request, "Your message is sent.")
            return redirect(enquiry)
    return _thread(request, enquiry, form=form)


@private
@require_POST
def enquiry_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of the three answers, or change it."""
    enquiry = _mine(request, pk)
    if not can_answer_enquiry(request.user, enquiry):
        raise PermissionDenied("Only the school that was asked gives the answer.")
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.answer_enquiry(by=request.user, enquiry=enquiry, **form.cleaned_data)
        messages.success(request, "Your answer is sent. You can change it at any time.")
        return redirect(enquiry)
    return _thread(request, enquiry, answer_form=form)


@private
@require_POST
def enquiry_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it; “agreed” leads to a draft with both schools in it."""
    enquiry = _mine(request, pk)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            changed = actions.say_what_came(by=request.user, enquiry=enquiry, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            began = changed.began_id and changed.outcome == "agreed"
            said = " We have begun a draft of your project with both schools in it." if began else ""
            messages.success(request, f"Thank you. We have noted what came of it.{said}")
            return redirect(enquiry)
    return _thread(request, enquiry, outcome_form=form)


@private
@require_POST
def enquiry_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the name of my school, which has asked unnamed, before there is an answer."""
    enquiry = _mine(request, pk)
    if not can_name_school(request.user, enquiry) and enquiry.hides_asker:
        raise PermissionDenied("Only the school that asks can show its name.")
    actions.show_name(by=request.user, enquiry=enquiry)
    messages.success(request, "The other school can see your school’s name now.")
    return redirect(enquiry)


@private
@require_POST
def enquiry_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away for my school, or (with `back`) bring it back."""
    enquiry = _mine(request, pk)
    is_away = "back" not in request.POST
    actions.put_away(by=request.user, enquiry=enquiry, is_away=is_away)
    messages.success(request, "It is in your archive." if is_away else "It is back among your enquiries.")
    return redirect("messaging:enquiry_list")


@private
@require_POST
def enquiry_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that I have read it: the page's script does so by itself, a button does it without."""
    enquiry = _mine(request, pk)
    actions.mark_read(by=request.user, enquiry=enquiry)
    return redirect("messaging:enquiry_list")


@private
@require_POST
def enquiry_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear no more from the other school."""
    enquiry = _mine(request, pk)
    school = side_of(request.user, enquiry)
    actions.block_school(by=request.user, school=school, blocked=enquiry.other_school(school), enquiry=enquiry)
    messages.success(request, "The other school can no longer write to yours. You can undo this at any time.")
    return redirect(enquiry)


@private
@require_POST
def enquiry_unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the other school write again."""
    enquiry = _mine(request, pk)
    school = side_of(request.user, enquiry)
    actions.unblock_school(by=request.user, school=school, blocked=enquiry.other_school(school), enquiry=enquiry)
    messages.success(request, "The other school can write to yours again.")
    return redirect(enquiry)


def _mine(request: HttpRequest, pk: int) -> Enquiry:
    """The enquiry, for members of its two schools; 404 for everybody else, moderators included."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).for_list(), pk=pk)


def _thread(request: HttpRequest, enquiry: Enquiry, form=None, answer_form=None, outcome_form=None) -> HttpResponse:
    """The page of one conversation; 422 where a form on it came back with errors."""
    ours = side_of(request.user, enquiry)
    wrong = next((one for one in (form, answer_form, outcome_form) if one is not None and one.errors), None)
    typed = kept_text(request, f"{enquiry.get_absolute_url()}write/") or {}
    context = {
        **thread_of(enquiry, request.user, ours),
        "is_unread": Enquiry.objects.filter(pk=enquiry.pk).with_is_unread(request.user).get().is_unread,
        "answer_form": answer_form or AnswerForm(initial={"reason": enquiry.answer_reason}),
        "outcome_form": outcome_form or OutcomeForm(initial={"outcome": enquiry.outcome}),
        "form": form or MessageForm(initial={"text": typed.get("text", "")}),
        "can_open_draft": Project.objects.visible_to(request.user).filter(pk=enquiry.began_id).exists(),
        "can_name": can_name_school(request.user, enquiry),
        "wrong_form": wrong,
    }
    return render(request, "messaging/enquiry.html", context, status=422 if wrong else 200)
