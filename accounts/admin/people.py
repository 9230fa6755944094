"""People: who they are, where they belong, and what a moderator may do about an account. Each deed needs a reason."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.actions import decide_on_account, merge_accounts
from accounts.models import AccountDecision, Deed, Membership, User
from accounts.permissions import can_change_account, can_make_moderators
from schools_together.outbox.addresses import domain_of, masked

from .secrets import NothingSecret


class ToRead(admin.TabularInline):
    """Rows beside a person, to be read."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


class PlacesInline(ToRead):
    """Where the person belongs; decided on the place's own page."""

    model = Membership
    fk_name = "user"
    fields = readonly_fields = ["school", "role", "state", "job_title", "asked_at", "decided_at"]
    show_change_link = True
    verbose_name_plural = "places at schools"


class DecisionsInline(ToRead):
    """What moderators have done about this account, and why."""

    model = AccountDecision
    fk_name = "user"
    fields = readonly_fields = ["deed", "reason", "by", "decided_at"]
    verbose_name_plural = "decisions about this account"


class AccountForm(forms.ModelForm):
    """One deed and its reason. Nothing else about a person is changed here."""

    deed = forms.ChoiceField(
        label="What to do", widget=forms.RadioSelect, error_messages={"required": "Choose what to do."}
    )
    into = forms.ModelChoiceField(
        label="The account that stays",
        queryset=User.objects.filter(is_active=True),
        required=False,
        help_text="Only for merging. Everything goes there; this account is closed.",
        error_messages={"invalid_choice": "Choose an account that is open."},
    )
    reason = forms.CharField(
        max_length=AccountDecision._meta.get_field("reason").max_length - 30,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why."},
    )

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "deed" in self.fields:
            self.fields["deed"].choices = [(one.value, one.label) for one in self.deeds]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("deed") == Deed.MERGE and not cleaned.get("into"):
            self.add_error("into", "Choose the account that stays.")
        return cleaned


@admin.register(User)
class UserAdmin(NothingSecret):
    """People. A closed account's sessions end with the next request."""

    form = AccountForm
    list_display = ["__str__", "domain", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff", "joined_at"]
    search_fields = ["name", "=email"]
    search_help_text = "A name, a whole e-mail address, or what stands behind its @."
    ordering = ["-joined_at", "-pk"]
    inlines = [PlacesInline, DecisionsInline]
    facts = ["name", "verified", "is_active", "is_staff", "is_superuser", "sessions", "joined_at", "last_login"]

    def get_search_results(self, request, queryset, search_term):
        """By the domain too. Part of a name before the @ finds nothing: nobody guesses addresses letter by letter."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        domain = search_term.strip().removeprefix("@")
        if "." in domain and "@" not in domain and " " not in domain:
            found |= queryset.filter(email__iendswith=f"@{domain}")
        return found, distinct

    def get_fieldsets(self, request, obj=None):
        address = "email" if request.user.has_perm("accounts.see_address") else "masked_address"
        sets = [(None, {"fields": [address, *self.facts]})]
        if self.has_change_permission(request, obj):
            sets.append(("Your decision", {"fields": ["deed", "into", "reason"]}))
        return sets

    def get_readonly_fields(self, request, obj=None):
        return ["email", "masked_address", *self.facts]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.deeds = deeds_for(request.user, obj)
        if "into" in form.base_fields:
            person = AccountDecision._meta.get_field("user")
            form.base_fields["into"].widget = AutocompleteSelect(person, self.admin_site)
        return form

    def has_change_permission(self, request, obj=None) -> bool:
        """Moderators' accounts, one's own among them, are for superusers: nobody raises or shuts out a peer."""
        return super().has_change_permission(request, obj) and (obj is None or can_change_account(request.user, obj))

    def save_model(self, request, user, form, change):
        """The action does it, and it alone: the form has no field of the person."""
        deed, reason = form.cleaned_data["deed"], form.cleaned_data["reason"]
        try:
            with transaction.atomic():
                if deed == Deed.MERGE:
                    merge_accounts(by=request.user, duplicate=user, into=form.cleaned_data["into"], reason=reason)
                else:
                    decide_on_account(by=request.user, user=user, deed=deed, reason=reason)
        except (ValidationError, PermissionDenied) as refusal:
            said = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
            self.message_user(request, f"Nothing was changed. {said}", messages.ERROR)

    @admin.display(description="address ends in")
    def domain(self, user: User) -> str:
        return domain_of(user.email)

    @admin.display(description="e-mail address")
    def masked_address(self, user: User) -> str:
        return masked(user.email)

    @admin.display(boolean=True, description="address verified")
    def verified(self, user: User) -> bool:
        return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()

    @admin.display(description="signed in at so many places")
    def sessions(self, user: User) -> int:
        return UserSession.objects.filter(user=user).count()


def deeds_for(moderator, user: User | None) -> list[Deed]:
    """What this moderator may do about this account as it stands."""
    if user is None:
        return []
    deeds = [Deed.END_SESSIONS, Deed.CLOSE if user.is_active else Deed.OPEN]
    if can_make_moderators(moderator):
        deeds.append(Deed.NO_MODERATOR if user.is_staff else Deed.MAKE_MODERATOR)
    return deeds if user.is_staff else [*deeds, Deed.MERGE]
