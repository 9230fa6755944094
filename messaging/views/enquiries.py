"""My enquiries, and one conversation. Whoever is not of the two schools finds nothing here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import is_lead, schools_of
from messaging import actions
from messaging.actions.enquiries import side_of
from messaging.forms import AnswerForm, MessageForm
from messaging.letters import describe, has_lead
from messaging.models import Enquiry
from messaging.permissions import can_answer_enquiry, schools_that_block, why_not_write

PAGE = 20
private = cache_control(private=True, no_store=True)


@private
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """All conversations of my schools, the latest first; `school` narrows to one of them, `page` turns pages."""
    mine = list(schools_of(request.user))
    chosen = next((school for school in mine if str(school.pk) == request.GET.get("school")), None)
    enquiries = Enquiry.objects.visible_to(request.user)
    if chosen:
        enquiries = enquiries.of_school(chosen)
    page = Paginator(enquiries.for_list().newest_first(), PAGE).get_page(request.GET.get("page"))
    shown = Enquiry.objects.filter(pk__in=[enquiry.pk for enquiry in page])
    unread = set(shown.with_is_unread(request.user).filter(is_unread=True).values_list("pk", flat=True))
    context = {"mine": mine, "chosen": chosen, "page": page, "unread": unread, "my_ids": {one.pk for one in mine}}
    return render(request, "messaging/enquiry_list.html", context)


@private
@require_safe
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, with the answer to give or to wait for."""
    return _thread(request, _mine(request, pk))


@private
@require_POST
def enquiry_write(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a message."""
    enquiry = _mine(request, pk)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            actions.write_message(by=request.user, enquiry=enquiry, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
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
    other = enquiry.other_school(school)
    actions.block_school(by=request.user, school=school, blocked=other)
    messages.success(request, f"{other} can no longer write to your school. You can undo this at any time.")
    return redirect(enquiry)


@private
@require_POST
def enquiry_unblock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the other school write again."""
    enquiry = _mine(request, pk)
    school = side_of(request.user, enquiry)
    other = enquiry.other_school(school)
    actions.unblock_school(by=request.user, school=school, blocked=other)
    messages.success(request, f"{other} can write to your school again.")
    return redirect(enquiry)


def _mine(request: HttpRequest, pk: int) -> Enquiry:
    """The enquiry, for members of its two schools; 404 for everybody else, moderators included."""
    return get_object_or_404(Enquiry.objects.visible_to(request.user).for_list(), pk=pk)


def _thread(request: HttpRequest, enquiry: Enquiry, form=None, answer_form=None) -> HttpResponse:
    """The page of one conversation; 422 where a form on it came back with errors."""
    ours = side_of(request.user, enquiry)
    theirs = enquiry.other_school(ours)
    blocking = schools_that_block(ours, theirs)
    wrong = (form is not None and form.errors) or (answer_form is not None and answer_form.errors)
    context = {
        "enquiry": enquiry,
        "ours": ours,
        "theirs": theirs,
        "described": describe(theirs, ours),
        "messages_of_it": enquiry.messages.select_related("author", "school"),
        "is_unread": Enquiry.objects.filter(pk=enquiry.pk).with_is_unread(request.user).get().is_unread,
        "answers": ours.pk == enquiry.to_school_id,
        "answer_form": answer_form or AnswerForm(initial={"reason": enquiry.answer_reason}),
        "form": form or MessageForm(),
        "trouble": why_not_write(ours, theirs, blocking),
        "can_block": is_lead(request.user, ours),
        "is_blocked": ours.pk in blocking,
        "is_heard": ours.pk == enquiry.to_school_id or has_lead(theirs),
        "wrong_form": (answer_form if answer_form is not None and answer_form.errors else form) if wrong else None,
    }
    return render(request, "messaging/enquiry.html", context, status=422 if wrong else 200)
