"""The moderators' desk for projects: what waits stands first. Nobody changes a school's words here."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Value, When
from django.utils.html import format_html
from django.utils.timesince import timesince
from simple_history.admin import SimpleHistoryAdmin

from . import actions, telling
from .actions.publishing import is_trusted
from .models import (
    Category,
    Group,
    GroupMember,
    Listing,
    ListingState,
    Participation,
    ParticipationState,
    Project,
    ProjectState,
    SharedThing,
    Stage,
    Subject,
    Synonym,
    YearFigures,
)

DECISIONS = {
    ProjectState.WAITING: [("approve", "Approve: make it public"), ("changes", "Ask for changes")],
    ProjectState.PUBLIC: [
        ("read", "I have read it, and it is fine"),
        ("changes", "Ask for changes: hide it until it is sent again"),
        ("unpublish", "Unpublish: take it down"),
    ],
    ProjectState.UNPUBLISHED: [("restore", "Put it back")],
    ProjectState.ARCHIVED: [("unpublish", "Unpublish: take it down")],
}
NEEDS_NOTE = {
    "changes": "Write to the school what to change.",
    "unpublish": "Write to the school why you take it down.",
}
WORDS = [
    "summary", "story", "aims", "need", "need_named_by", "background", "takes_people", "takes_rooms", "takes_kit",
    "takes_hours", "how_to", "would_change", "transport", "reciprocity", "impact", "disadvantage_focus",
]  # fmt: skip
FACTS = [
    "category", "stage_names", "who", "frequency", "when", "starts_on", "ends_on", "lifecycle", "scale", "setting",
    "cost", "direction", "subject_names", "shared_names", "group",
]  # fmt: skip
SAFETY = ["supervised_by", "safeguarding_lead_agreed", "risk_assessment"]
STANDING = [
    "state",
    "last_note",
    "school",
    "trusted",
    "preview",
    "sent_at",
    "published_at",
    "read_at",
    "last_confirmed_on",
]


class DecisionForm(forms.ModelForm):
    """What a moderator decides about a project as it was shown, with a note to its school."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose what you have decided."})
    note = forms.CharField(
        label="Your note to the school", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed when you ask for changes or take it down. The leads of the school read it on the page.",
    )  # fmt: skip
    seen_state = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Project
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Absent where the page is for reading only.
        if "decision" in self.fields:
            self.fields["decision"].choices = DECISIONS.get(self.instance.state, [])
            self.initial |= {"seen_state": self.instance.state, "seen_version": self.instance.version}

    def clean(self):
        cleaned = super().clean()
        seen = (cleaned.get("seen_state"), cleaned.get("seen_version"))
        if seen != (self.instance.state, self.instance.version):
            raise ValidationError("This project has changed since you opened the page. Open it again, then decide.")
        if not cleaned.get("note", "").strip() and (sentence := NEEDS_NOTE.get(cleaned.get("decision"))):
            self.add_error("note", sentence)
        return cleaned


def written(project: Project | None) -> list[str]:
    """The texts that the school has written: empty ones would only be in the way."""
    if project is None:
        return WORDS
    return [name for name in WORDS if (project.steps if name == "how_to" else getattr(project, name))]


class ToRead(admin.TabularInline):
    """Rows beside a project, to read only."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class ParticipationsInline(ToRead):
    model = Participation
    fields = readonly_fields = ["school", "organisation", "role", "state", "gives", "gains", "answered_at"]
    verbose_name_plural = "who takes part"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school")


class YearsInline(ToRead):
    model = YearFigures
    fields = readonly_fields = ["academic_year", "state_pupils", "independent_pupils", "sessions", "staff_hours"]


class ReadFilter(admin.SimpleListFilter):
    """What was public at once, or has been changed since, and nobody has read yet."""

    title = "read by a moderator"
    parameter_name = "read"

    def lookups(self, request, model_admin):
        return [("no", "Public, to be read"), ("yes", "Read")]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(state=ProjectState.PUBLIC, read_at=None)
        return queryset.filter(read_at__isnull=False) if self.value() == "yes" else queryset


class NobodyAdds(admin.ModelAdmin):
    """What only members begin and end."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(Project)
class ProjectAdmin(NobodyAdds, SimpleHistoryAdmin):
    """The queue: what waits for a moderator first, the oldest on top; then what is public unread; then the rest."""

    form = DecisionForm
    list_display = ["title", "school", "state", "age", "field", "to_be_read", "last_confirmed_on"]
    list_filter = ["state", ReadFilter, "category", "is_sample"]
    list_select_related = ["school", "category"]
    search_fields = ["title", "summary", "school__name", "school__town", "=school__urn"]
    search_help_text = "Title, summary, school, town or URN"
    list_per_page = 50
    save_on_top = True
    inlines = [ParticipationsInline, YearsInline]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("school", "category", "group")

    def get_ordering(self, request):
        unread = When(state=ProjectState.PUBLIC, read_at=None, then=Value(1))
        first = Case(When(state=ProjectState.WAITING, then=Value(0)), unread, default=Value(2))
        oldest = Case(When(state=ProjectState.WAITING, then="sent_at"), default=None)
        return [first, oldest, "-updated_at", "-pk"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Where there is something to decide. Drafts and what the school is changing are to read only."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state in DECISIONS)

    def get_fieldsets(self, request, obj=None):
        decide = [(None, {"fields": ["decision", "note", "seen_state", "seen_version"]})]
        return [
            ("Where it stands", {"fields": STANDING}),
            *(decide if self.has_change_permission(request, obj) else []),
            ("The school’s words", {"fields": ["title", *written(obj)]}),
            ("Facts", {"fields": FACTS}),
            ("Keeping pupils safe", {"fields": SAFETY}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*STANDING, "title", *WORDS, *FACTS, *SAFETY]

    def save_model(self, request, project, form, change):
        """Nothing is saved here: the decision is an action, so that of two moderators one wins."""
        decision, note = form.cleaned_data["decision"], form.cleaned_data["note"]
        acts = {
            "approve": (actions.approve_project, {}),
            "changes": (actions.ask_for_changes, {"note": note}),
            "unpublish": (actions.unpublish_project, {"note": note}),
            "restore": (actions.restore_project, {}),
            "read": (actions.read_project, {}),
        }
        act, more = acts[decision]
        try:
            act(by=request.user, project=project, **more)
        except ValidationError as trouble:
            request.is_refused = True
            for sentence in trouble.messages:
                self.message_user(request, sentence, messages.ERROR)

    def log_change(self, request, obj, message):
        return None if getattr(request, "is_refused", False) else super().log_change(request, obj, message)

    def response_change(self, request, obj):
        """After a refusal the page again, with no word of success."""
        if getattr(request, "is_refused", False):
            return self.response_post_save_change(request, obj)
        return super().response_change(request, obj)

    @admin.display(description="category", ordering="category")
    def field(self, project: Project) -> str:
        return project.category.short_name if project.category else ""

    @admin.display(description="waits for")
    def age(self, project: Project) -> str:
        waits = project.state == ProjectState.WAITING and project.sent_at
        return timesince(project.sent_at) if waits else ""

    @admin.display(boolean=True, description="read")
    def to_be_read(self, project: Project) -> bool | None:
        return project.read_at is not None if project.is_public else None

    @admin.display(description="last note of a moderator")
    def last_note(self, project: Project) -> str:
        return project.moderator_note

    @admin.display(description="the school is trusted", boolean=True)
    def trusted(self, project: Project) -> bool:
        return is_trusted(project.school)

    @admin.display(description="page")
    def preview(self, project: Project) -> str:
        return format_html('<a href="{}">See it as others will</a>', project.get_absolute_url())

    @admin.display(description="how to do it yourself")
    def how_to(self, project: Project) -> str:
        return "\n".join(": ".join(filter(None, step)) for step in telling.recipe_of(project)["steps"])

    @admin.display(description="pupils")
    def stage_names(self, project: Project) -> str:
        return ", ".join(stage.name for stage in project.stages.all())

    @admin.display(description="subjects")
    def subject_names(self, project: Project) -> str:
        return ", ".join(subject.name for subject in project.subjects.all())

    @admin.display(description="what is shared")
    def shared_names(self, project: Project) -> str:
        return ", ".join(thing.name for thing in project.shares.all())


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


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """What teachers type, and the words it also finds."""

    list_display = ["term", "means", "both_ways"]
    list_editable = ["means", "both_ways"]
    search_fields = ["term", "means"]
