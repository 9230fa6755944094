"""What moderators look after beside the projects, which have a desk of their own (project_admin.py)."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from simple_history.admin import SimpleHistoryAdmin

from schools_together.outbox.jobs import write_job

from . import actions
from .document_admin import DocumentAdmin as DocumentAdmin
from .models import (
    Category,
    Group,
    GroupMember,
    Listing,
    ListingState,
    Participation,
    ParticipationState,
    SharedThing,
    Stage,
    Subject,
    Synonym,
)
from .project_admin import NobodyAdds


@admin.register(Participation)
class ParticipationAdmin(NobodyAdds, SimpleHistoryAdmin):
    """Who takes part in what. Schools answer for themselves; for an organisation a moderator passes on its word."""

    list_display = ["__str__", "project", "role", "state", "invited_at", "answered_at"]
    list_filter = ["state", "role", ("school", admin.EmptyFieldListFilter)]
    list_select_related = ["project", "school"]
    search_fields = ["school__name", "organisation", "project__title"]
    ordering = ["-invited_at", "-pk"]
    actions = ["confirm_for_organisation"]
    fields = readonly_fields = [
        "project", "school", "organisation", "role", "state", "gives", "gains", "invited_at", "answered_at",
        "answered_by", "decline_reason",
    ]  # fmt: skip

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        """No question in an address guesses at an office's link, nor at where it was sent."""
        return not lookup.startswith("link_") and super().lookup_allowed(lookup, value, request)

    def has_change_permission(self, request, obj=None) -> bool:
        """The list is for acting on organisations; the page of one row is to read."""
        return super().has_change_permission(request, obj) and obj is None

    @admin.action(description="The organisation has told us that it agrees", permissions=["change"])
    def confirm_for_organisation(self, request, queryset):
        asked = queryset.filter(school=None, state=ParticipationState.INVITED)
        for part in asked:
            actions.confirm_participation(by=request.user, participation=part)
        left = queryset.filter(school__isnull=False).count()
        self.message_user(request, f"Confirmed for organisations: {len(asked)}. Schools answer for themselves: {left}.")


@admin.register(Listing)
class ListingAdmin(NobodyAdds, SimpleHistoryAdmin):
    """Needs and offers, latest first."""

    list_display = ["title", "kind", "school", "category", "state", "until_on", "created_at"]
    list_filter = ["state", "kind", "category", "is_sample"]
    list_select_related = ["school", "category"]
    search_fields = ["title", "text", "school__name", "school__town"]
    ordering = ["-created_at", "-pk"]
    actions = ["hide", "show"]
    fields = readonly_fields = [
        "school", "kind", "title", "text", "category", "when", "cost", "travel_miles", "until_on", "state",
        "created_at",
    ]  # fmt: skip

    def has_change_permission(self, request, obj=None) -> bool:
        """The list is for hiding and showing; nobody changes a school's words."""
        return super().has_change_permission(request, obj) and obj is None

    @admin.action(description="Hide from the board", permissions=["change"])
    def hide(self, request, queryset):
        for listing in queryset:
            actions.hide_listing(by=request.user, listing=listing)
        self.message_user(request, "Hidden from the board.")

    @admin.action(description="Put back on the board", permissions=["change"])
    def show(self, request, queryset):
        for listing in queryset.filter(state=ListingState.HIDDEN):
            actions.show_listing(by=request.user, listing=listing)
        self.message_user(request, "Back on the board.")


class MembersInline(admin.TabularInline):
    """Schools of a group. Whether one agrees is for its own lead to say."""

    model = GroupMember
    fields = ["school", "state", "agreed_at"]
    readonly_fields = ["state", "agreed_at"]
    autocomplete_fields = ["school"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school", "group")


@admin.register(Group)
class GroupAdmin(SimpleHistoryAdmin):
    """Partnership groups: made here, then kept by their coordinators."""

    list_display = ["name", "region", "place", "is_public", "last_confirmed_on"]
    list_filter = ["is_public", "region", "is_sample"]
    search_fields = ["name", "place"]
    autocomplete_fields = ["coordinators"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembersInline]

    def get_prepopulated_fields(self, request, obj=None):
        """The address is fixed once the group exists."""
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class TermAdmin(admin.ModelAdmin):
    """A word of the taxonomy: its slug is part of addresses and never changes."""

    list_display = ["name", "slug", "position", "used"]
    search_fields = ["name", "slug"]
    ordering = ["position", "pk"]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("projects"))

    @admin.display(description="projects", ordering="used")
    def used(self, term) -> int:
        return term.used


admin.site.register([Category, Subject, SharedThing, Stage], TermAdmin)


class SynonymLineForm(forms.ModelForm):
    """One line of the list, where each box says in words which phrase it belongs to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}: {self.instance.term}"


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """What teachers type, and the words it also finds."""

    list_display = ["term", "means", "both_ways"]
    list_editable = ["means", "both_ways"]
    search_fields = ["term", "means"]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{**kwargs, "form": SynonymLineForm})

    def save_model(self, request, obj, form, change):
        """A phrase is one word to the index: let the worker compare every entry."""
        super().save_model(request, obj, form, change)
        write_job("reindex", key="reindex")
