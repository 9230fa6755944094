"""The moderators’ desk: reports first, then held enquiries. A reported or held message is read by a button that logs
it; other messages are not read at all.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from accounts.permissions import is_moderator

from .actions import (
    close_report,
    end_freeze,
    freeze_school,
    read_held_message,
    read_reported_message,
    refuse_enquiry,
    release_enquiry,
    undo_decision,
)
from .models import RANK, Decision, Enquiry, Freeze, HeldEnquiry, Report, ReportReading, ReportRecord, Standing
from .permissions import can_decide_report


class ForModerators(admin.ModelAdmin):
    """Moderators see it; nobody adds or deletes it here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return is_moderator(request.user)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class OpenOrClosed(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", "Open"), ("closed", "Closed")]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        return queryset.exclude(closed_at=None) if self.value() == "closed" else queryset


class DecisionForm(forms.ModelForm):
    """Closing a report, or taking its decision back. The actions save, so that of two moderators one wins."""

    outcome = forms.ChoiceField(
        label="What is to be done",
        choices=Decision,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose what is to be done."},
    )
    decision = forms.CharField(
        label="Your decision, and why",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text="Saving closes the report. Where a school is stopped or a project taken off, its leads read this: do "
        "not say who reported it.",
        error_messages={"required": "Say what you have decided and why."},
    )

    class Meta:
        model = Report
        fields = ["outcome", "decision"]

    def clean(self):
        """Do it here, while the text can still come back with what the action refuses."""
        typed = super().clean()
        if not self.errors:
            outcome = typed.get("outcome") or Decision.TOLD
            close_report(by=self.moderator, report=self.instance, decision=typed["decision"], outcome=outcome)
        return typed


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None) -> bool:
        return is_moderator(request.user)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class ReportReadingInline(ReadOnlyInline):
    model = ReportReading
    readonly_fields = ["moderator", "read_at"]
    verbose_name_plural = "who has read the reported message"


class ReportRecordInline(ReadOnlyInline):
    model = ReportRecord
    fields = readonly_fields = ["done_at", "moderator", "deed", "why", "before", "after"]
    verbose_name_plural = "what was done"


@admin.register(Report)
class ReportAdmin(ForModerators):
    """Open reports first, urgent ones on top, then the oldest; closing one needs a decision."""

    form = DecisionForm
    change_form_template = "admin/messaging/report/change_form.html"
    list_display = ["reason", "page", "age", "is_overdue", "is_open", "closed_by"]
    list_filter = [OpenOrClosed, "reason"]
    list_select_related = ["closed_by"]
    search_fields = ["page", "text", "decision"]
    facts = ["reason", "page", "project", "text", "reply_to", "reporter", "reported_at", "closed_at", "closed_by"]
    inlines = [ReportReadingInline, ReportRecordInline]

    def has_change_permission(self, request, obj=None) -> bool:
        return is_moderator(request.user) and (obj is None or (obj.is_open and can_decide_report(request.user, obj)))

    def get_fields(self, request, obj=None):
        return [*self.facts, "outcome", "decision"]

    def get_readonly_fields(self, request, obj=None):
        return self.facts if obj is None or obj.is_open else [*self.facts, "outcome", "decision"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.moderator = request.user
        return form

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "message__enquiry")

    def get_ordering(self, request):
        return [RANK, "reported_at", "pk"]

    @admin.display(description="open for", ordering="reported_at")
    def age(self, report: Report) -> str:
        return timesince(report.reported_at, report.closed_at or timezone.now())

    @admin.display(description="overdue")
    def is_overdue(self, report: Report) -> str:
        return "Overdue" if report.is_overdue else ""

    @admin.display(boolean=True, description="open")
    def is_open(self, report: Report) -> bool:
        return report.is_open

    def save_model(self, request, report, form, change):
        """The form's action has saved it."""

    def get_urls(self):
        read = self.admin_site.admin_view(self.read_message)
        undo = self.admin_site.admin_view(self.undo)
        return [
            path("<int:pk>/message/", read, name="messaging_report_message"),
            path("<int:pk>/undo/", undo, name="messaging_report_undo"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def read_message(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The words of the reported message; asking for them is written down first."""
        report = get_object_or_404(Report.objects.select_related("message__school", "message__enquiry"), pk=pk)
        message = read_reported_message(by=request.user, report=report)
        context = {**self.admin_site.each_context(request), "title": "The reported message", "report": report}
        return render(request, "admin/messaging/report/message.html", {**context, "message": message})

    @method_decorator(require_POST)
    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a decision back, with a reason."""
        report = get_object_or_404(Report, pk=pk)
        return answer(self, request, report, undo_decision, "The report is open again.", report=report)


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


@admin.register(ReportRecord)
class ReportRecordAdmin(ForModerators):
    """The record, the latest first. Nobody changes it."""

    list_display = ["done_at", "moderator", "deed", "before", "after"]
    list_select_related = ["moderator"]
    search_fields = ["deed", "why"]
    fields = readonly_fields = ["done_at", "moderator", "deed", "why", "before", "after", "report"]


class FreezeForm(forms.ModelForm):
    """Stopping a school from writing; the action saves it and tells its leads."""

    class Meta:
        model = Freeze
        fields = ["school", "reason"]
        help_texts = {"reason": "The school’s leads read it. Do not say who reported it."}
        error_messages = {"reason": {"required": "Say why. The school’s leads read it."}}


@admin.register(Freeze)
class FreezeAdmin(ForModerators):
    """Schools that may not write. To let one write again, tick it and choose so below the list."""

    form = FreezeForm
    list_display = ["school", "begun_at", "begun_by", "ended_at"]
    list_select_related = ["school", "begun_by"]
    autocomplete_fields = ["school"]
    search_fields = ["school__name"]
    actions = ["let_write_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_moderator(request.user)

    def save_model(self, request, freeze, form, change):
        made = freeze_school(by=request.user, school=freeze.school, reason=freeze.reason)
        freeze.pk = made.pk

    @admin.action(description="Let these schools write again", permissions=["view"])
    def let_write_again(self, request: HttpRequest, queryset):
        for freeze in queryset.select_related("school"):
            end_freeze(by=request.user, freeze=freeze)
        self.message_user(request, "They can write again, and their leads are told.")


def answer(model_admin, request: HttpRequest, thing, action, done: str, **about) -> HttpResponse:
    """Do what a button of a change page asks for, and go back to the list with a sentence either way."""
    try:
        action(by=request.user, why=request.POST.get("why", ""), **about)
    except ValidationError as error:
        model_admin.message_user(request, error.messages[0], messages.ERROR)
    else:
        model_admin.message_user(request, done)
    return redirect(f"admin:messaging_{model_admin.opts.model_name}_changelist")


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
