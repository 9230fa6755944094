"""Concerns, urgent ones on top, and the record of what was done about them."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from accounts.permissions import is_moderator
from messaging.actions import close_report, read_reported_message, settled_along, undo_decision
from messaging.models import RANK, Decision, Report, ReportReading, ReportRecord
from messaging.permissions import can_decide_report

from .desk import ForModerators, ReadOnlyInline, ReportRecordInline, answer

LONGEST_NUMBER = 18  # digits of what both databases can look up


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
            close_report(
                by=self.moderator, report=self.instance, decision=typed["decision"], outcome=outcome,
                read_until=self._read_until(),
            )  # fmt: skip
        return typed

    def _read_until(self) -> int:
        """The newest of the other reports that stood on the page; the report itself where there were none."""
        sent = self.data.get("read_until", "")
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < LONGEST_NUMBER else self.instance.pk


class ReportReadingInline(ReadOnlyInline):
    model = ReportReading
    readonly_fields = ["moderator", "read_at"]
    verbose_name_plural = "who has read the reported message"


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

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the other open reports about the same beside it: a decision settles those that stand there."""
        report = self.get_object(request, object_id)
        others = list(Report.objects.open().about_the_same_as(report).order_by("pk")) if report else []
        along = set(settled_along(request.user, report)) if report and report.is_open else set()
        context = {
            "others": [(other, other in along) for other in others],
            "read_until": max([other.pk for other in others], default=""),
            "settled_with": Report.objects.settled_with(report) if report else [],
        }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **context})

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


@admin.register(ReportRecord)
class ReportRecordAdmin(ForModerators):
    """The record, the latest first. Nobody changes it."""

    list_display = ["done_at", "moderator", "deed", "before", "after"]
    list_select_related = ["moderator"]
    search_fields = ["deed", "why"]
    fields = readonly_fields = ["done_at", "moderator", "deed", "why", "before", "after", "report"]
