"""Writing to another school for the first time: about a project, an offer or need, or the school itself."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from messaging.actions import open_enquiry
from messaging.actions.enquiries import school_behind
from messaging.forms import EnquiryForm
from messaging.letters import has_lead
from messaging.models import Enquiry
from messaging.permissions import schools_to_write_for, why_not_write
from partnerships.models import Listing, Project
from schools.models import School
from schools_together.ui.forms import status_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
private = cache_control(private=True, no_store=True)


@private
@form_page
def project_enquire(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the host of a project."""
    return _enquire(request, get_object_or_404(Project.objects.public(), slug=slug))


@private
@form_page
def listing_enquire(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the school that offers or needs something."""
    return _enquire(request, get_object_or_404(Listing.objects.open().select_related("school"), pk=pk))


@private
@form_page
def school_enquire(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Write to a school; an old name in the address leads to the present one."""
    school = get_object_or_404(School, pk=pk)
    if slug != school.slug:
        return redirect("messaging:school_enquire", school.pk, school.slug)
    return _enquire(request, school)


def _enquire(request: HttpRequest, about: Project | Listing | School) -> HttpResponse:
    """The form, or the sentence that says why one cannot write; after sending, the conversation."""
    mine = schools_to_write_for(request.user)
    if not mine:
        return render(request, "messaging/join_first.html", {"about": about}, status=403)
    to_school = school_behind(about)
    others = mine.exclude(pk=to_school.pk)
    trouble = why_not_write(others[0] if others else mine[0], to_school) if len(others) < 2 else ""
    form = EnquiryForm(request.POST or None, schools=others or mine, opening=opening_words(about, mine[0]))
    if request.method == "POST" and form.is_valid():
        try:
            enquiry = _send(request, form, about)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, words_after_sending(enquiry))
            return redirect(enquiry)
    context = {
        "form": form,
        "about": about,
        "to_school": to_school,
        "trouble": trouble,
        "has_lead": has_lead(to_school),
    }
    return render(request, "messaging/enquire.html", context, status=status_of(form))


def _send(request: HttpRequest, form: EnquiryForm, about) -> Enquiry:
    typed = form.cleaned_data
    return open_enquiry(
        by=request.user, from_school=typed["from_school"], about=about, text=typed["text"], token=typed["token"]
    )


def opening_words(about: Project | Listing | School, from_school: School) -> str:
    """A first message that could go as it stands and is easy to change."""
    we = f"Hello. We are {from_school}{', ' + from_school.place if from_school.place else ''}."
    if isinstance(about, Project):
        return (
            f"{we} We like what you tell about “{about}”.\n\n"
            "Could we do something like it together? We would also be glad to hear how you began.\n\n"
            "Most weeks we could find time after school for a short call."
        )
    if isinstance(about, Listing):
        fit = "We could use what you offer" if about.is_offer else "We think we have what you look for"
        return f"{we} {fit}: “{about}”.\n\nCould we talk about what would suit both schools, and when?"
    return (
        f"{we} We look for a partner school and think that yours and ours could gain from each other.\n\nCould we talk?"
    )


def words_after_sending(enquiry: Enquiry) -> str:
    """What happens now, honestly: somebody is told, or nobody is there to be told."""
    if has_lead(enquiry.to_school):
        return f"Your message is sent. We have told the leads of {enquiry.to_school} by e-mail that it is here."
    return (
        f"Your message is kept. {enquiry.to_school} has no lead on this site yet, so we have told our moderators, "
        "who will try to reach the school."
    )
