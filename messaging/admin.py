"""The moderators’ desk: reports first. A reported message is read by a button that logs it; other messages are not."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.timesince import timesince
from django.views.decorators.http import require_POST

from accounts.permissions import is_moderator

from .actions import close_report, read_reported_message
from .models import Enquiry, Report, ReportReading


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
    """Closing a report. The decision is saved by the action, so that of two moderators one wins."""

    decision = forms.CharField(
        label="Your decision, and why",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text="Saving closes the report.",
        error_messages={"required": "Say what you have decided and why."},
    )

    class Meta:
        model = Report
        fields = ["decision"]

    def clean_decision(self) -> str:
        """Refuse here, while the text can still come back, what the action would refuse."""
        if not Report.objects.open().filter(pk=self.instance.pk).exists():
            raise ValidationError("Another moderator has already decided. Open the report again to read the decision.")
        return self.cleaned_data["decision"]


class ReportReadingInline(admin.TabularInline):
    model = ReportReading
    extra = 0
    can_delete = False
    readonly_fields = ["moderator", "read_at"]
    verbose_name_plural = "who has read the reported message"

    def has_view_permission(self, request, obj=None) -> bool:
        return is_moderator(request.user)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Report)
class ReportAdmin(ForModerators):
    """Open reports first, the oldest on top; closing one needs a decision."""

    form = DecisionForm
    change_form_template = "admin/messaging/report/change_form.html"
    list_display = ["reason", "page", "age", "is_open", "closed_by"]
    list_filter = [OpenOrClosed, "reason"]
    list_select_related = ["closed_by"]
    search_fields = ["page", "text", "decision"]
    facts = ["reason", "page", "project", "text", "reply_to", "reporter", "reported_at", "closed_at", "closed_by"]
    inlines = [ReportReadingInline]

    def has_change_permission(self, request, obj=None) -> bool:
        return is_moderator(request.user) and (obj is None or obj.is_open)

    def get_fields(self, request, obj=None):
        return [*self.facts, "decision"]

    def get_readonly_fields(self, request, obj=None):
        return self.facts if obj is None or obj.is_open else [*self.facts, "decision"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("project", "message")

    def get_ordering(self, request):
        # Open ones have no closing time: NULL comes first on SQLite and last on PostgreSQL unless we say so.
        return [F("closed_at").asc(nulls_first=True), "reported_at", "pk"]

    @admin.display(description="open for", ordering="reported_at")
    def age(self, report: Report) -> str:
        return timesince(report.reported_at, report.closed_at or timezone.now())

    @admin.display(boolean=True, description="open")
    def is_open(self, report: Report) -> bool:
        return report.is_open

    def save_model(self, request, report, form, change):
        try:
            close_report(by=request.user, report=report, decision=form.cleaned_data["decision"])
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)

    def get_urls(self):
        read = self.admin_site.admin_view(self.read_message)
        return [path("<int:pk>/message/", read, name="messaging_report_message"), *super().get_urls()]

    @method_decorator(require_POST)
    def read_message(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The words of the reported message; asking for them is written down first."""
        report = get_object_or_404(Report.objects.select_related("message__school", "message__enquiry"), pk=pk)
        message = read_reported_message(by=request.user, report=report)
        context = {**self.admin_site.each_context(request), "title": "The reported message", "report": report}
        return render(request, "admin/messaging/report/message.html", {**context, "message": message})


@admin.register(Enquiry)
class EnquiryAdmin(ForModerators):
    """Only enquiries to a school without a lead, so that somebody can reach it. Never the words."""

    list_display = ["to_school", "opened_at", "answer"]
    list_select_related = ["to_school"]
    search_fields = ["to_school__name", "to_school__town"]
    ordering = ["opened_at", "pk"]
    fields = ["to_school", "to_school_telephone", "to_school_website", "opened_at", "last_message_at", "answer"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).without_lead().select_related("to_school")

    @admin.display(description="telephone of the school")
    def to_school_telephone(self, enquiry: Enquiry) -> str:
        return enquiry.to_school.telephone or "not known"

    @admin.display(description="website of the school")
    def to_school_website(self, enquiry: Enquiry) -> str:
        return enquiry.to_school.website or "not known"
