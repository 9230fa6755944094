"""The moderators' desk for people: who waits comes first. Addresses are masked unless somebody may see them by name."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.utils.timesince import timesince
from simple_history.admin import SimpleHistoryAdmin

from .actions import approve_membership, end_membership, refuse_membership
from .addresses import domain_of, masked
from .models import Invitation, Membership, MembershipState, Role, User

SECRETS = ("password", "email", "token")
DECISIONS = {
    MembershipState.WAITING: [
        (Role.CONTRIBUTOR, "Let in as contributor"),
        (Role.LEAD, "Let in as lead"),
        ("refuse", "Not now"),
    ],
    MembershipState.ACTIVE: [("end", "End this place")],
    MembershipState.ENDED: [],
}


class NothingSecret(admin.ModelAdmin):
    """Nobody adds or deletes here, and no question in an address guesses at a password, an address or a token."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value, request=None) -> bool:
        secret = any(part.startswith(SECRETS) for part in lookup.split("__"))
        return not secret and super().lookup_allowed(lookup, value, request)


class PlacesInline(admin.TabularInline):
    """Where the person belongs; decided on the place's own page."""

    model = Membership
    fk_name = "user"
    fields = readonly_fields = ["school", "role", "state", "job_title", "asked_at", "decided_at"]
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = "places at schools"

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(NothingSecret):
    """People. Taking "active" away ends their sessions with the next request."""

    list_display = ["__str__", "domain", "is_active", "is_staff", "joined_at"]
    list_filter = ["is_active", "is_staff", "joined_at"]
    search_fields = ["name", "email"]
    ordering = ["-joined_at", "-pk"]
    inlines = [PlacesInline]

    def get_fields(self, request, obj=None):
        address = "email" if request.user.has_perm("accounts.see_address") else "masked_address"
        return ["name", address, "verified", "is_active", "is_staff", "is_superuser", "joined_at", "last_login"]

    def get_readonly_fields(self, request, obj=None):
        always = ["email", "masked_address", "verified", "joined_at", "last_login"]
        return always if request.user.is_superuser else [*always, "is_staff", "is_superuser"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Moderators' accounts, one's own among them, are for superusers: nobody raises or shuts out a peer."""
        peer = obj is not None and obj.is_staff and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not peer

    @admin.display(description="address ends in")
    def domain(self, user: User) -> str:
        return domain_of(user.email)

    @admin.display(description="e-mail address")
    def masked_address(self, user: User) -> str:
        return masked(user.email)

    @admin.display(boolean=True, description="address verified")
    def verified(self, user: User) -> bool:
        return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


class DecisionForm(forms.ModelForm):
    """What a moderator decides about a place, and why. The action saves, so that of two moderators one wins."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose what you have decided."})
    reason = forms.CharField(
        max_length=Membership._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the history: what convinced you. The person does not see it.",
        error_messages={"required": "Say what convinced you."},
    )

    class Meta:
        model = Membership
        fields = ["reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Absent where the page is for reading only.
        if "decision" in self.fields:
            self.fields["decision"].choices = DECISIONS[self.instance.state]

    def clean(self):
        if not Membership.objects.filter(pk=self.instance.pk, state=self.instance.state).exists():
            raise ValidationError("Somebody has decided meanwhile. Open the page again to read the decision.")
        return super().clean()


@admin.register(Membership)
class MembershipAdmin(NothingSecret, SimpleHistoryAdmin):
    """Places at schools: requests first, the oldest on top, with the evidence side by side."""

    form = DecisionForm
    list_display = ["user", "school", "role", "state", "domain", "age"]
    list_filter = ["state", "role"]
    list_select_related = ["user", "school"]
    search_fields = ["user__name", "user__email", "school__name", "school__town", "=school__urn"]
    facts = [
        "user", "domain", "verified", "school", "website", "telephone", "others", "role", "job_title", "state",
        "asked_at", "decided_at", "decided_by",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "school", "decided_by")

    def get_ordering(self, request):
        waiting_first = Case(When(state=MembershipState.WAITING, then=Value(0)), default=Value(1))
        return [waiting_first, "asked_at", "pk"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody decides on their own place, and what has ended stays so."""
        closed = obj is not None and (obj.user_id == request.user.pk or obj.state == MembershipState.ENDED)
        return super().has_change_permission(request, obj) and not closed

    def get_fields(self, request, obj=None):
        return [*self.facts, *(["decision", "reason"] if self.has_change_permission(request, obj) else ["reason"])]

    def get_readonly_fields(self, request, obj=None):
        return self.facts if self.has_change_permission(request, obj) else [*self.facts, "reason"]

    def save_model(self, request, membership, form, change):
        decision, what = form.cleaned_data["decision"], {"by": request.user, "reason": form.cleaned_data["reason"]}
        try:
            if decision == "refuse":
                refuse_membership(membership=membership, **what)
            elif decision == "end":
                end_membership(membership=membership, **what)
            else:
                approve_membership(membership=membership, role=decision, **what)
        except ValidationError as error:
            self.message_user(request, error.messages[0], messages.ERROR)

    @admin.display(description="address ends in")
    def domain(self, membership: Membership) -> str:
        return domain_of(membership.user.email)

    @admin.display(boolean=True, description="address verified")
    def verified(self, membership: Membership) -> bool:
        user = membership.user
        return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()

    @admin.display(description="website of the school")
    def website(self, membership: Membership) -> str:
        return membership.school.website or "not known"

    @admin.display(description="telephone of the school")
    def telephone(self, membership: Membership) -> str:
        return membership.school.telephone or "not known"

    @admin.display(description="others at this school")
    def others(self, membership: Membership) -> str:
        places = Membership.objects.living().of_school(membership.school).exclude(pk=membership.pk)
        told = [f"{one.user} ({one.get_role_display()}, {one.state})" for one in places.select_related("user")[:20]]
        return "; ".join(told) or "nobody"

    @admin.display(description="waits for")
    def age(self, membership: Membership) -> str:
        return timesince(membership.asked_at) if membership.state == MembershipState.WAITING else ""


@admin.register(Invitation)
class InvitationAdmin(NothingSecret):
    """To read only. The link, with which one could accept, is not shown."""

    list_display = ["school", "masked_address", "role", "sent_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_select_related = ["school"]
    list_filter = ["role", "sent_at"]
    search_fields = ["school__name", "school__town"]
    fields = readonly_fields = [
        "school", "masked_address", "role", "invited_by", "sent_at", "expires_at", "accepted_at", "withdrawn_at",
    ]  # fmt: skip

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    @admin.display(description="e-mail address")
    def masked_address(self, invitation: Invitation) -> str:
        return masked(invitation.email)
