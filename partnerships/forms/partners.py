"""Naming a partner, and a partner's answer."""

from crispy_forms.helper import FormHelper
from django import forms

from partnerships.flagging import Seen
from partnerships.models import Participation, ParticipationRole
from schools.models import School
from schools.picking import SchoolPickForm, described
from schools_together.ui.flags import flags_in
from schools_together.ui.tidying import TidyForm, tidied

# Who may say yes for a school that has nobody here: by role, so that the page holds no name.
ANSWERING = (
    "Head, or deputy head",
    "Bursar or business manager",
    "Partnership coordinator",
    "School office, for the head",
)


def bare_helper() -> FormHelper:
    """The page writes the form's own tag and token."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class PartnerPickForm(SchoolPickForm):
    """A partner school of the register, or a community organisation by name; what it brings and gains.

    `is_optional`: nothing typed is no trouble (on the page of the whole project).
    """

    whose = "your partner school"
    label = "Partner school"

    organisation = forms.CharField(
        label="Or a community organisation", required=False, max_length=120,
        help_text="A care home, a club, a museum: anybody who is not a school.",
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Its role", required=False, choices=ParticipationRole.choices, initial=ParticipationRole.PARTNER,
        error_messages={"invalid_choice": "Choose host or partner."},
    )  # fmt: skip
    gives = forms.CharField(
        label="What does this partner bring?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    gains = forms.CharField(
        label="What does this partner gain?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One line is enough. They can change it when they confirm.",
    )  # fmt: skip

    def __init__(self, data=None, *, is_optional: bool = False, before: list[School] = ()):
        super().__init__(tidied(data) if data is not None else None, prefix="partner")
        self.is_optional = is_optional
        self.before = {str(school.pk): school for school in before}
        if before:
            known = [(key, described(school)) for key, school in self.before.items()]
            self.fields["again"] = forms.ChoiceField(
                label="The same partner as before?", required=False, widget=forms.RadioSelect,
                choices=[*known, ("", "Another one, or none yet")], initial="",
            )  # fmt: skip
        self.helper = bare_helper()

    def clean(self) -> dict:
        typed = self.cleaned_data
        again = self.before.get(typed.get("again", ""))
        names_school = typed.get("school_q", "").strip() or typed.get("school", "").strip()
        if not names_school and (self.is_optional or typed.get("organisation")):
            return {**typed, "school": None if typed.get("organisation") else again}
        cleaned = super().clean()
        if cleaned.get("school") and cleaned.get("organisation"):
            self.add_error("organisation", "Name one partner at a time: the school or the organisation.")
        return cleaned

    @property
    def names_somebody(self) -> bool:
        """Once valid: whether there is a partner to name."""
        return bool(self.cleaned_data.get("school") or self.cleaned_data.get("organisation"))

    def partner(self) -> dict:
        """What `name_partner` takes."""
        names = ("school", "organisation", "gives", "gains")
        return {**{name: self.cleaned_data[name] for name in names}, "role": self.cleaned_data["role"] or None}


class PartForm(TidyForm):
    """What the entry says about a partner that has not confirmed yet. Without `with_role`, its words alone."""

    role = forms.ChoiceField(
        label="Its role", choices=ParticipationRole.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose host or partner.", "invalid_choice": "Choose host or partner."},
    )  # fmt: skip
    gains = forms.CharField(
        label="What does this partner gain?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One line is enough. No names of pupils.",
    )  # fmt: skip
    gives = forms.CharField(
        label="What does this partner bring?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, part: Participation, with_role: bool):
        super().__init__(data, initial={name: getattr(part, name) for name in ("role", "gains", "gives")})
        if not with_role:
            del self.fields["role"]
        self.helper = bare_helper()


class AnswerForm(TidyForm):
    """A school's word about its part: what it brings and gains in its own words, and a reason for no.

    `as_role` is the role that the page shows, so that nobody says yes to another one.
    """

    gives = forms.CharField(
        label="What does your school bring?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    gains = forms.CharField(
        label="What does your school gain?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label="If it is not true, why?", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only the school that named you reads this.",
    )  # fmt: skip
    as_role = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def __init__(self, data=None, *, part: Participation):
        super().__init__(data, initial={"gives": part.gives, "gains": part.gains})
        self.role_now = part.role
        self.helper = bare_helper()


class LinkAnswerForm(AnswerForm):
    """The same through a link to the office: whoever answers says what they are at the school, never their name.

    Its words are public with the yes and nobody can come back to them, so what they seem to hold is told before.
    """

    role = forms.ChoiceField(
        label="What are you at the school?",
        required=False,
        widget=forms.RadioSelect,
        choices=[(words, words) for words in ANSWERING],
        error_messages={"invalid_choice": "Choose what you are at the school."},
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if "confirm" in self.data and not cleaned.get("role") and "role" not in self.errors:
            self.add_error("role", "Choose what you are at the school.")
        return cleaned

    def seen(self) -> list[Seen]:
        """Once valid: what in its words should be looked at before everybody can read them."""
        return [Seen(name, flag) for name in ("gains", "gives") for flag in flags_in(self.cleaned_data[name])]


class AskOfficeForm(TidyForm):
    """To which of the office addresses that we know the question goes."""

    address = forms.ChoiceField(
        label="Office address",
        help_text="Only addresses at the school’s own website in the official register.",
        error_messages={"required": "Choose an address.", "invalid_choice": "Choose one of the addresses."},
    )

    def __init__(self, data=None, *, addresses: list[str], initial: str = ""):
        super().__init__(data, initial={"address": initial})
        self.fields["address"].choices = [(address, address) for address in addresses]
        self.helper = bare_helper()
