"""Where and how often somebody wants to be told."""

from django import forms

from partnerships.models import Rhythm
from schools_together.ui.tidying import TidyForm

NO_ADDRESS = "Enter an e-mail address, like name@school.sch.uk."


class AlertForm(TidyForm):
    """How often, and where to; who is signed in has an address already."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We send it one letter with a button. Nothing else comes before you press it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": NO_ADDRESS, "invalid": NO_ADDRESS},
    )
    rhythm = forms.ChoiceField(
        label="How often?",
        choices=Rhythm.choices,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        help_text="We write only when there is something new.",
        error_messages={"required": "Choose how often.", "invalid_choice": "Choose one of the two."},
    )

    def __init__(self, *args, knows_address: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if knows_address:
            del self.fields["email"]
