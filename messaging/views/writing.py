"""Writing to another school for the first time: about a project, an offer or need, a group, or the school itself.

Three steps on one address, all of which work without JavaScript: write, check, send.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from messaging.actions import open_enquiry, school_behind
from messaging.forms import EnquiryForm
from messaging.holding import why_hold
from messaging.letters import has_lead
from messaging.models import Enquiry
from messaging.names import without_name
from messaging.openings import OPENINGS, opening_words
from messaging.permissions import schools_to_write_for, why_not_write
from partnerships.models import Group, Listing, Project
from schools.models import School
from schools_together.ui.forms import status_of
from schools_together.ui.kept_text import forget_text, keep_text, kept_text, to_login

TYPED = ("text", "for_whom", "wanted_when", "hurdles", "is_unnamed", "from_school")  # what is kept of an unsent enquiry
form_page = require_http_methods(["GET", "HEAD", "POST"])
private = cache_control(private=True, no_store=True)


@login_not_required  # _enquire keeps what was typed and asks for the log-in itself
@private
@form_page
def project_enquire(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the host of a project."""
    return _enquire(request, lambda: get_object_or_404(Project.objects.public(), slug=slug))


@login_not_required
@private
@form_page
def listing_enquire(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the school that offers or needs something."""
    return _enquire(request, lambda: get_object_or_404(Listing.objects.open().select_related("school"), pk=pk))


@login_not_required
@private
@form_page
def group_enquire(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to whoever answers for a group."""
    return _enquire(request, lambda: get_object_or_404(Group.objects.public(), slug=slug))


@login_not_required
@private
@form_page
def school_enquire(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Write to a school; an old name in the address leads to the present one."""
    school = get_object_or_404(School, pk=pk)
    if slug != school.slug:
        return redirect("messaging:school_enquire", school.pk, school.slug)
    return _enquire(request, lambda: school)


def _enquire(request: HttpRequest, find) -> HttpResponse:
    """The form; the page to check; after sending, the conversation. Or the sentence why one cannot write."""
    if not request.user.is_authenticated:
        return to_login(request, only=TYPED)
    about, mine = find(), schools_to_write_for(request.user)
    if not mine:
        return render(request, "messaging/join_first.html", {"about": about}, status=403)
    to_school = school_behind(about)
    if to_school is None:
        return render(request, "messaging/nobody_answers.html", {"about": about})
    others = mine.exclude(pk=to_school.pk)
    form = _form(request, about, others or mine)
    if request.method == "POST" and form.is_valid():
        keep_text(request, only=TYPED)
        answer = _send_or_check(request, form, about, to_school)
        if answer:
            return answer
    context = {
        "form": form,
        "about": about,
        "to_school": to_school,
        "trouble": why_not_write(others[0] if others else mine[0], to_school) if len(others) < 2 else "",
        "has_lead": has_lead(to_school),
        "openings": OPENINGS.items(),
        "is_kept": not form.is_bound and kept_text(request) is not None,
    }
    return render(request, "messaging/enquire.html", context, status=status_of(form))


def _form(request: HttpRequest, about, schools) -> EnquiryForm:
    """What was posted; else what was kept; else one of the openings."""
    opening = opening_words(about, schools[0], request.GET.get("opening", ""))
    kept = None if "opening" in request.GET else kept_text(request)
    return EnquiryForm(request.POST or None, schools=schools, opening=opening, initial=kept.dict() if kept else {})


def _send_or_check(request: HttpRequest, form: EnquiryForm, about, to_school: School) -> HttpResponse | None:
    """None where the form is shown again: to change it, or because it was refused."""
    step = request.POST.get("step")
    if step == "change":
        return None
    if step != "send":
        return _check(request, form, about, to_school)
    typed = form.cleaned_data
    try:
        enquiry = open_enquiry(
            by=request.user, from_school=typed["from_school"], about=about, token=typed["token"], **form.words
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    forget_text(request)
    messages.success(request, words_after_sending(enquiry))
    return redirect(enquiry)


def _check(request: HttpRequest, form: EnquiryForm, about, to_school: School) -> HttpResponse:
    """How the other school will see it, and what to look at again. Nothing is sent yet."""
    from_school = form.cleaned_data["from_school"]
    unnamed = form.cleaned_data["is_unnamed"]
    context = {
        "form": form,
        "about": about,
        "to_school": to_school,
        "words": form.words,
        "signed": without_name(from_school) if unnamed else str(from_school),
        "unnamed": unnamed,
        "doubts": form.doubts(),
        "trouble": why_not_write(from_school, to_school),
        "held": why_hold(request.user, from_school, to_school, about, form.cleaned_data["text"]),
    }
    return render(request, "messaging/enquire_check.html", context)


def words_after_sending(enquiry: Enquiry) -> str:
    """What happens now, honestly: somebody is told, or nobody is there to be told."""
    if enquiry.is_held:
        return "Your message is kept. A moderator reads it before it goes on; you see here how it stands."
    if has_lead(enquiry.to_school):
        return f"Your message is sent. We have told the leads of {enquiry.to_school} by e-mail that it is here."
    return (
        f"Your message is kept. {enquiry.to_school} has no lead on this site yet, so we have told our moderators, "
        "who will try to reach the school."
    )
