"""Posting on the board."""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone

from partnerships.models import Cost, Listing
from schools_together.ui.tidying import OnceField, tidied

from .fields import RowsField, WholeNumberField

LONGEST = timedelta(days=400)
NO_NAMES = "Leave out pupils’ names, phone numbers and e-mail addresses."


class ListingForm(forms.ModelForm):
    """A need or an offer of one of my schools."""

    token = OnceField()
    posting_school = forms.ModelChoiceField(
        None,
        label="Your school",
        error_messages={"required": "Choose your school.", "invalid_choice": "Choose your school."},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("need", "A need: we look for something"), ("offer", "An offer: we can share something")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Say whether it is a need or an offer."),
    )
    cost = forms.ChoiceField(
        label="What does it cost the partner?", choices=Cost.choices, required=False, widget=forms.RadioSelect
    )
    travel_miles = WholeNumberField(most=500, label="How far can you travel, in miles?")
    until_on = forms.DateField(
        label="On the board until", required=False, help_text="Like 31/03/2027. Leave empty for half a year.",
        input_formats=["%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y"],
        widget=forms.DateInput(attrs={"class": "st-short", "autocomplete": "off"}),
        error_messages={"invalid": "Enter a date, like 31/03/2027."},
    )  # fmt: skip

    class Meta:
        model = Listing
        fields = ["kind", "title", "text", "category", "stages", "subjects", "when", "cost", "travel_miles", "until_on"]
        field_classes = dict.fromkeys(["stages", "subjects"], RowsField)
        labels = {
            "title": "In a few words",
            "text": "Tell it in two or three sentences",
            "stages": "Which pupils?",
            "when": "When?",
        }
        help_texts = {
            "title": "Like “A teacher of strings for one hour a week”.",
            "text": f"What exactly, where, for how many. {NO_NAMES}",
            "when": "Like “Wednesday afternoons, spring term”.",
        }
        error_messages = {
            "title": {"required": "Say in a few words what you need or offer."},
            "text": {"required": "Tell other schools what exactly you mean."},
            "category": {"required": "Choose the category that fits best."},
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5}),
            "stages": forms.CheckboxSelectMultiple,
            "subjects": forms.CheckboxSelectMultiple,
        }

    def __init__(self, data=None, *, schools, initial=None):
        super().__init__(tidied(data) if data is not None else None, initial=initial)
        field = self.fields["posting_school"]
        field.queryset = schools
        if len(schools) == 1:
            field.widget, field.initial = forms.HiddenInput(), schools[0].pk
        self.fields["category"].empty_label = "Choose one"
        self.fields["stages"].label_from_instance = lambda stage: (
            f"{stage.name}: {stage.label}" if stage.label else stage.name
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "token", "posting_school",
            Fieldset("What it is", "kind", "title", "text", "category"),
            Fieldset("For whom and when", "stages", "when", "cost", "travel_miles", "until_on"),
            Fieldset("Subjects, if any", "subjects"),
        )  # fmt: skip

    def clean_until_on(self):
        day, today = self.cleaned_data["until_on"], timezone.localdate()
        if day and not today <= day <= today + LONGEST:
            raise forms.ValidationError("Choose a day from today to a year from now.")
        return day

    def listing(self) -> dict:
        """What `open_listing` takes."""
        return {name: self.cleaned_data[name] for name in [*self.Meta.fields, "token"]}
