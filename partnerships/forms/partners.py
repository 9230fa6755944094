"""Naming a partner, and a partner's answer."""

from crispy_forms.helper import FormHelper
from django import forms

from schools.picking import SchoolPickForm

from .tidying import TidyForm, tidied


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
    gives = forms.CharField(
        label="What does this partner bring?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    gains = forms.CharField(
        label="What does this partner gain?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One line is enough. They can change it when they confirm.",
    )  # fmt: skip

    def __init__(self, data=None, *, is_optional: bool = False):
        super().__init__(tidied(data) if data is not None else None, prefix="partner")
        self.is_optional = is_optional
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict:
        typed = self.cleaned_data
        names_school = typed.get("school_q", "").strip() or typed.get("school", "").strip()
        if not names_school and (self.is_optional or typed.get("organisation")):
            return {**typed, "school": None}
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
        return {name: self.cleaned_data[name] for name in ("school", "organisation", "gives", "gains")}


class AnswerForm(TidyForm):
    """A school's word about its part: what it brings and gains in its own words, and a reason for no."""

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

    def __init__(self, data=None, *, initial=None):
        super().__init__(data, initial=initial)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
