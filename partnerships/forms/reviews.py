"""How a project stands in the world."""

from crispy_forms.helper import FormHelper
from django import forms

from partnerships.models import LIFECYCLE_MOVES, Lifecycle, Project
from schools_together.ui.tidying import TidyForm

from .fields import MonthField


class StandingForm(TidyForm):
    """Planned, running, paused or ended; when it ended, and what was learned."""

    lifecycle = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it stands.", "invalid_choice": "Choose one of these."},
    )
    ends_on = MonthField(label="When did it end?", help_text="Month and year, like 07/2026. Only if it has ended.")
    learned = forms.CharField(
        label="What did you learn?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Only if it has ended. Others will be glad to know what worked, and what you would do otherwise.",
        error_messages={"max_length": "Use at most %(limit_value)d letters."},
    )

    def __init__(self, data=None, *, project: Project):
        now = Lifecycle(project.lifecycle)
        initial = {"lifecycle": now, "ends_on": project.ends_on, "learned": project.learned}
        super().__init__(data, initial=initial)
        may = {now} | LIFECYCLE_MOVES[now]
        self.fields["lifecycle"].choices = [(value, label) for value, label in Lifecycle.choices if value in may]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("lifecycle") == Lifecycle.ENDED and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", "Enter the month and year when it ended, like 07/2026.")
        return cleaned
