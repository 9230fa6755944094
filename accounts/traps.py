"""Two traps for programs that fill in forms: a box that people do not see, and a form that comes back too fast.

No puzzle, no third party, and both work without JavaScript. A person who falls into one reads what to do.
"""

from django import forms
from django.core import signing
from django.utils.crypto import get_random_string

SALT = "accounts.traps"
FASTEST_SECONDS = 2  # nobody types a name, an address and a password in less; a password manager may
OLDEST_SECONDS = 24 * 60 * 60
LEAVE_EMPTY = "Leave the box “Nothing goes here” empty, then press the button again."
TOO_FAST = "That was very fast. Wait two seconds, then press the button again."
TOO_OLD = "This page was open for a long time. Press the button again."


class BotTraps(forms.Form):
    """Mix-in for forms that strangers may send. Draw {{ form.nothing }} in an element of the class st-nothing."""

    nothing = forms.CharField(
        label="Nothing goes here",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["begun"].initial = now_signed

    def clean(self):
        cleaned = super().clean()
        if trouble := self._trouble():
            # The next press counts from the page that is shown now.
            self.data = self.data.copy()
            self.data[self.add_prefix("begun")] = now_signed()
            raise forms.ValidationError(trouble)
        return cleaned

    def _trouble(self) -> str:
        if self.data.get(self.add_prefix("nothing"), ""):
            return LEAVE_EMPTY
        begun = self.data.get(self.add_prefix("begun"), "")
        try:
            signing.loads(begun, salt=SALT, max_age=OLDEST_SECONDS)
        except signing.BadSignature:
            return TOO_OLD
        return TOO_FAST if is_fresh(begun) else ""


def now_signed() -> str:
    """The instant at which a form is drawn, which nobody can make up."""
    return signing.dumps(get_random_string(8), salt=SALT)


def is_fresh(begun: str) -> bool:
    """True for what was drawn a moment ago."""
    try:
        signing.loads(begun, salt=SALT, max_age=FASTEST_SECONDS)
    except signing.SignatureExpired:
        return False
    return True
