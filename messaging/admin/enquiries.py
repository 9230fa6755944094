"""Enquiries that concern moderators: held ones, and those that reach nobody. Never the words, but by a button."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from messaging.actions import read_held_message, refuse_enquiry, release_enquiry
from messaging.models import Enquiry, HeldEnquiry, Standing

from .desk import ForModerators, ReportRecordInline, answer


class ForEnquiries(ForModerators):
    """Enquiries that concern moderators, in two lists. Never the words."""

    list_select_related = ["to_school"]
    search_fields = ["to_school__name", "to_school__town"]
    ordering = ["opened_at", "pk"]


@admin.register(HeldEnquiry)
class HeldEnquiryAdmin(ForEnquiries):
    """The oldest first; refused ones stay below for a month of second thoughts."""

    change_form_template = "admin/messaging/heldenquiry/change_form.html"
    list_display = ["held_because", "from_school", "to_school", "age", "standing"]
    list_select_related = ["from_school", "to_school"]
    list_filter = ["standing"]
    fields = readonly_fields = ["held_because", "from_school", "to_school", "subject", "opened_at", "standing"]
    ordering = ["standing", "opened_at", "pk"]
    inlines = [ReportRecordInline]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(standing=Standing.SENT)

    @admin.display(description="waiting for", ordering="opened_at")
    def age(self, enquiry: Enquiry) -> str:
        return timesince(enquiry.opened_at)

    def get_urls(self):
        names = {"read": self.read, "release": self.release, "refuse": self.refuse}
        ours = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"messaging_held_{name}")
            for name, view in names.items()
        ]
        return [*ours, *super().get_urls()]

    @method_decorator(require_POST)
    def read(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The words of a held enquiry; asking for them is written down first."""
        enquiry = get_object_or_404(self.get_queryset(request), pk=pk)
        context = {**self.admin_site.each_context(request), "title": "The held message", "enquiry": enquiry}
        message = read_held_message(by=request.user, enquiry=enquiry)
        return render(request, "admin/messaging/heldenquiry/message.html", {**context, "message": message})

    @method_decorator(require_POST)
    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pass it on."""
        enquiry = get_object_or_404(Enquiry, pk=pk)
        return answer(self, request, enquiry, release_enquiry, "It is passed on.", enquiry=enquiry)

    @method_decorator(require_POST)
    def refuse(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do not pass it on."""
        enquiry = get_object_or_404(Enquiry, pk=pk)
        return answer(self, request, enquiry, refuse_enquiry, "It is refused, and the writer is told.", enquiry=enquiry)


@admin.register(Enquiry)
class EnquiryAdmin(ForEnquiries):
    """Only enquiries to a school without a lead, so that somebody can reach it. Never the words."""

    list_display = ["to_school", "opened_at", "answer"]
    fields = ["to_school", "to_school_telephone", "to_school_website", "opened_at", "last_message_at", "answer"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).unreached().select_related("to_school")

    @admin.display(description="telephone of the school")
    def to_school_telephone(self, enquiry: Enquiry) -> str:
        return enquiry.to_school.telephone or "not known"

    @admin.display(description="website of the school")
    def to_school_website(self, enquiry: Enquiry) -> str:
        return enquiry.to_school.website or "not known"
