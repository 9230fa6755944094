"""Telling the moderators of a concern: about any page, without an account; about a message, for its readers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from messaging.actions import report_concern, side_of
from messaging.forms import MessageReportForm, ReportForm, safe_page
from messaging.models import Enquiry
from messaging.names import name_of_other
from partnerships.models import Project
from schools_together.ui.forms import status_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@form_page
def report(request: HttpRequest) -> HttpResponse:
    """Tell of something on the page that `page` names."""
    return _report(request, safe_page(request.GET.get("page", "/")))


@login_not_required
@never_cache
@form_page
def project_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of something in a project."""
    project = get_object_or_404(Project.objects.visible_to(request.user), slug=slug)
    return _report(request, project.get_absolute_url(), project=project)


@never_cache
@form_page
def message_report(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    """Tell of a message that somebody wrote to my school or in its name."""
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user).for_list(), pk=pk)
    message = get_object_or_404(enquiry.messages, pk=message_pk)
    ours = side_of(request.user, enquiry)
    writer = str(ours) if message.school_id == ours.pk else name_of_other(enquiry, ours)
    return _report(request, enquiry.get_absolute_url(), message=message, writer=writer)


@login_not_required
@require_safe
def report_thanks(request: HttpRequest) -> HttpResponse:
    """What happens with a concern."""
    return render(request, "messaging/report_thanks.html")


def _report(request: HttpRequest, page: str, *, project=None, message=None, writer: str = "") -> HttpResponse:
    """The form; thanks after it, for robots too. An address that stands fast is not taken from what was posted."""
    form_of = MessageReportForm if message else ReportForm
    form = form_of(request.POST or None, initial={"page": page})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_robot:
            typed = {name: form.cleaned_data[name] for name in ("reason", "text", "reply_to")}
            where = page if project or message else form.cleaned_data["page"]
            report_concern(by=request.user, page=where, project=project, message=message, **typed)
        return redirect("messaging:report_thanks")
    context = {"form": form, "page": page, "project": project, "message": message, "writer": writer}
    return render(request, "messaging/report.html", context, status=status_of(form))
