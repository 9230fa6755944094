"""Schools for moderators: what the register says is read, what a school says about itself is put right here."""

from django.contrib import admin
from django.template.loader import render_to_string

from .models import LocalAuthority, RegisterImport, School, SchoolEdition, SchoolLink, SchoolProfile, Trust

NAMES = ("name", "status", "urn", "nation", "reference", "local_authority", "region", "website", "telephone")
KIND = (
    *("type_name", "sector", "phase", "is_special", "low_age", "high_age", "gender", "religious_character"),
    *("has_sixth_form", "has_boarders", "pupils", "free_meals_percentage", "trust"),
)
PLACE = ("street", "locality", "address3", "town", "county", "postcode", "easting", "northing", "latitude", "longitude")
DERIVED = ("latitude", "longitude")


class ReadOnly:
    """Written by the import alone."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class NeverDeleted:
    """Closed schools are marked; deleting one would take projects and conversations with it."""

    def has_delete_permission(self, request, obj=None):
        return False


def note_who_trusted(profile: SchoolProfile, form, by) -> None:
    """Whoever fills in (or empties) the day of trust stands behind it."""
    if "trusted_on" in form.changed_data:
        profile.trusted_by = by if profile.trusted_on else None


def logo_of(profile: SchoolProfile) -> str:
    """The logo to look at, before it is shown to everybody."""
    return render_to_string("schools/_logo.html", {"school": profile.school}) if profile.logo else "None"


class ProfileInline(admin.StackedInline):
    model = SchoolProfile
    fields = (
        "about",
        "welcome",
        "looking_for",
        "contact_role",
        "logo_now",
        "logo_is_shown",
        "trusted_on",
        "trusted_by",
    )
    readonly_fields = ("logo_now", "trusted_by")
    can_delete = False
    verbose_name_plural = "What the school says about itself"

    @admin.display(description="logo")
    def logo_now(self, profile) -> str:
        return logo_of(profile)


class _LinkInline(ReadOnly, admin.TabularInline):
    model = SchoolLink
    extra = 0


class SuccessorInline(_LinkInline):
    fk_name = "predecessor"
    fields = ("successor", "kind", "linked_on")
    verbose_name_plural = "What came after it"


class PredecessorInline(_LinkInline):
    fk_name = "successor"
    fields = ("predecessor", "kind", "linked_on")
    verbose_name_plural = "What came before it"


@admin.register(School)
class SchoolAdmin(NeverDeleted, admin.ModelAdmin):
    """A school with a URN belongs to the register. One without (a nation whose list lacks it) is entered here."""

    list_display = ("name", "place", "local_authority", "kind", "status", "urn")
    list_filter = ("status", "sector", "phase", "nation", "region")
    list_select_related = ("local_authority",)
    search_fields = ("search_text", "=urn", "=reference")
    search_help_text = "Words of the name, town, postcode or URN"
    autocomplete_fields = ("local_authority", "trust")
    inlines = (ProfileInline, SuccessorInline, PredecessorInline)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": NAMES}),
        ("Kind", {"fields": KIND}),
        ("Place", {"fields": PLACE}),
        ("Dates", {"fields": ("opened_on", "closed_on", "register_changed_on")}),
    )

    def get_readonly_fields(self, request, obj=None):
        """All register facts of a school with a URN; else what only an import or the site itself writes."""
        if obj is None or obj.urn is None:
            return ("urn", "register_changed_on", *DERIVED)
        return [name for _, options in self.fieldsets for name in options["fields"]]

    def get_search_results(self, request, queryset, search_term):
        """Words as on the site: "St Marys, Cambridge" finds St Mary’s School."""
        return queryset.asked(search_term), False

    def save_model(self, request, obj, form, change):
        """Latitude and longitude follow from the grid, as in an import."""
        obj.latitude, obj.longitude = obj.point.latlon if obj.point else (None, None)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is SchoolProfile:
            for profile_form in formset.forms:
                note_who_trusted(profile_form.instance, profile_form, request.user)
        super().save_formset(request, form, formset, change)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("local_authority")


@admin.register(SchoolProfile)
class SchoolProfileAdmin(NeverDeleted, admin.ModelAdmin):
    list_display = ("school", "welcome", "trusted_on", "updated_at")
    list_filter = (("trusted_on", admin.EmptyFieldListFilter), ("logo", admin.EmptyFieldListFilter), "logo_is_shown")
    list_select_related = ("school",)
    search_fields = ("school__search_text",)
    autocomplete_fields = ("school",)
    readonly_fields = ("logo_now", "trusted_by")

    @admin.display(description="logo")
    def logo_now(self, profile) -> str:
        return logo_of(profile)

    def save_model(self, request, obj, form, change):
        note_who_trusted(obj, form, request.user)
        super().save_model(request, obj, form, change)


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(NeverDeleted, admin.ModelAdmin):
    list_display = ("name", "code", "region")
    list_filter = ("region",)
    search_fields = ("name", "=code")
    readonly_fields = ("slug",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        SchoolEdition.renew("facts")


@admin.register(Trust)
class TrustAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "kind", "is_open", "uid")
    list_filter = ("is_open", "kind")
    search_fields = ("name", "=uid")


@admin.register(RegisterImport)
class RegisterImportAdmin(ReadOnly, admin.ModelAdmin):
    """Which register was read when, and what it did."""

    list_display = ("finished_at", "nation", "file_name", "rows", "new", "changed", "closed", "unchanged", "refused")
    list_filter = ("nation",)
