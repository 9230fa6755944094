"""Places at schools: requests first, the oldest on top, with everything that speaks for and against side by side."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.timesince import timesince
from simple_history.admin import SimpleHistoryAdmin

from accounts.actions import approve_membership, change_role, end_membership, refuse_membership
from accounts.models import Membership, MembershipState, Role
from schools.domains import evidence_of, why_not_own
from schools_together.outbox.addresses import domain_of

from .secrets import NothingSecret

MOST_OTHERS = 20
WAITING_DECISIONS = [
    (Role.CONTRIBUTOR, "Let in as contributor"),
    (Role.LEAD, "Let in as lead"),
    ("refuse", "Not now"),
]


def decisions_on(membership: Membership) -> list[tuple[str, str]]:
    """What a moderator can decide about a place as it stands."""
    if membership.state == MembershipState.WAITING:
        return WAITING_DECISIONS
    if membership.state == MembershipState.ACTIVE:
        other = (Role.CONTRIBUTOR, "Make contributor") if membership.is_lead else (Role.LEAD, "Make lead")
        return [other, ("end", "End this place")]
    return []


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
            self.fields["decision"].choices = decisions_on(self.instance)

    @property
    def was(self) -> str:
        """How the place stood on the page that was answered."""
        return self.instance.state

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
    search_fields = ["user__name", "=user__email", "school__name", "school__town", "=school__urn"]
    request_facts = ["user", "job_title", "role", "state", "asked_at", "decided_at", "decided_by"]
    signs = ["domain", "verified", "evidence", "office", "elsewhere"]
    register_facts = ["school", "kind", "website", "own_domain", "telephone", "place"]
    rivals = ["others"]
    facts = [*request_facts, *signs, *register_facts, *rivals]

    def get_queryset(self, request):
        schools = ["school__local_authority", "school__trust"]
        return super().get_queryset(request).select_related("user", *schools, "decided_by")

    def get_ordering(self, request):
        waiting_first = Case(When(state=MembershipState.WAITING, then=Value(0)), default=Value(1))
        return [waiting_first, "asked_at", "pk"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody decides on their own place, and what has ended stays so."""
        closed = obj is not None and (obj.user_id == request.user.pk or obj.state == MembershipState.ENDED)
        return super().has_change_permission(request, obj) and not closed

    def get_fieldsets(self, request, obj=None):
        decision = ["decision", "reason"] if self.has_change_permission(request, obj) else ["reason"]
        return [
            ("The request", {"fields": self.request_facts}),
            ("What speaks for the person", {"fields": self.signs}),
            ("What the register says", {"fields": self.register_facts}),
            ("Who else is, or wants to be, at this school", {"fields": self.rivals}),
            ("Your decision", {"fields": decision}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return self.facts if self.has_change_permission(request, obj) else [*self.facts, "reason"]

    def save_model(self, request, membership, form, change):
        decision, what = form.cleaned_data["decision"], {"by": request.user, "reason": form.cleaned_data["reason"]}
        try:
            if decision == "refuse":
                refuse_membership(membership=membership, **what)
            elif decision == "end":
                end_membership(membership=membership, **what)
            elif form.was == MembershipState.ACTIVE:
                change_role(membership=membership, role=decision, **what)
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

    @admin.display(description="what the address says")
    def evidence(self, membership: Membership) -> str:
        return evidence_of(membership.user.email, membership.school).label

    @admin.display(description="codes to the office")
    def office(self, membership: Membership) -> str:
        """When, to which mailbox, and what became of it."""
        return "; ".join(_told_of_code(code) for code in membership.office_codes.all()[:MOST_OTHERS]) or "none"

    @admin.display(description="this person’s other places")
    def elsewhere(self, membership: Membership) -> str:
        places = Membership.objects.of_user(membership.user).exclude(pk=membership.pk).select_related("school")
        told = [f"{one.school} ({one.get_role_display()}, {one.state})" for one in places[:MOST_OTHERS]]
        return "; ".join(told) or "none"

    @admin.display(description="website")
    def website(self, membership: Membership) -> str:
        return membership.school.website or "not known"

    @admin.display(description="the website’s domain")
    def own_domain(self, membership: Membership) -> str:
        school = membership.school
        if not school.domain:
            return "not known"
        why = why_not_own(school)
        return f"{school.domain}: {why.label if why else 'belongs to this school alone'}"

    @admin.display(description="telephone")
    def telephone(self, membership: Membership) -> str:
        return membership.school.telephone or "not known"

    @admin.display(description="kind")
    def kind(self, membership: Membership) -> str:
        school = membership.school
        return ", ".join(filter(None, [school.kind, school.ages, school.get_status_display(), str(school.trust or "")]))

    @admin.display(description="address")
    def place(self, membership: Membership) -> str:
        school = membership.school
        return ", ".join(filter(None, [school.street, school.town, school.postcode, str(school.local_authority or "")]))

    @admin.display(description="others at this school")
    def others(self, membership: Membership) -> str:
        places = Membership.objects.living().of_school(membership.school).exclude(pk=membership.pk)
        others = places.select_related("user").order_by("state", "asked_at", "pk")[:MOST_OTHERS]
        return "; ".join(_told_of_other(one, membership) for one in others) or "nobody"

    @admin.display(description="waits for")
    def age(self, membership: Membership) -> str:
        return timesince(membership.asked_at) if membership.state == MembershipState.WAITING else ""


def _told_of_other(other: Membership, membership: Membership) -> str:
    says = evidence_of(other.user.email, membership.school).label.lower()
    return f"{other.user} ({other.get_role_display()}, {other.state}; {domain_of(other.user.email)}: {says})"


def _told_of_code(code) -> str:
    if code.used_at:
        end = "used"
    elif code.refused_at:
        end = "the office does not know the person"
    else:
        end = "waits" if code.expires_at > timezone.now() else "ran out"
    return f"{code.address}, {timezone.localdate(code.sent_at):%-d %B %Y}: {end}"
