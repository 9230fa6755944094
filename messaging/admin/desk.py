"""What the pages of this desk have in common: for moderators, read by button, decided with a sentence."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.permissions import is_moderator
from messaging.models import ReportRecord


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


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None) -> bool:
        return is_moderator(request.user)

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class ReportRecordInline(ReadOnlyInline):
    model = ReportRecord
    fields = readonly_fields = ["done_at", "moderator", "deed", "why", "before", "after"]
    verbose_name_plural = "what was done"


def answer(model_admin, request: HttpRequest, thing, action, done: str, **about) -> HttpResponse:
    """Do what a button of a change page asks for, and go back to the list with a sentence either way."""
    try:
        action(by=request.user, why=request.POST.get("why", ""), **about)
    except ValidationError as error:
        model_admin.message_user(request, error.messages[0], messages.ERROR)
    else:
        model_admin.message_user(request, done)
    return redirect(f"admin:messaging_{model_admin.opts.model_name}_changelist")
