"""Schools that may not write, and whose postings are hidden."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.permissions import is_moderator
from messaging.actions import end_freeze, freeze_school
from messaging.models import Freeze

from .desk import ForModerators


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
