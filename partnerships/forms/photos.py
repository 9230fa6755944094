"""Pictures of a project: adding them, telling what they show, and asking us to take one down."""

from datetime import date

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from partnerships.flagging import sentences_about
from partnerships.models import Photo, TakeDownReason
from schools_together.pictures.fields import PicturesField
from schools_together.ui.tidying import TidyForm

from .fields import MonthField

CONSENT = (
    "Everyone who can be recognised, or their parent, has agreed to these pictures being on a public website. "
    "Our partner school agrees too."
)
NAMES_LEFT_OUT = "Leave out the names of pupils: a face and a name together say too much."


def _helper() -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class AddPhotosForm(TidyForm):
    """Several pictures at once, and the word of whoever adds them that all have agreed."""

    pictures = PicturesField(
        label="Pictures",
        help_text="JPEG, PNG, WebP or HEIC, up to 12 MB each. We remove hidden data, such as where it was taken. "
        "Pictures of hands, work and places are often best.",
    )
    has_consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": "Tick this box once everybody in the pictures has agreed."}
    )
    consent_until = MonthField(
        label="The consent ends in (leave empty if it does not)",
        help_text="A month and a year, like 07/2028. We remove the pictures at the end of that month.",
    )

    def __init__(self, data=None, files=None):
        super().__init__(data, files)
        self.helper = _helper()

    def clean_consent_until(self) -> date | None:
        """The last day of the month."""
        month = self.cleaned_data["consent_until"]
        if month is None:
            return None
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        last = date.fromordinal(after.toordinal() - 1)
        if last < timezone.localdate():
            raise forms.ValidationError("This month is over. Enter one that is still to come, or leave it empty.")
        return last


class PhotoForm(TidyForm):
    """What one picture shows, the words below it, and its place among the others."""

    alt = forms.CharField(
        label="What does the picture show?", required=False, max_length=200,
        help_text="For people who cannot see it, like “Three pairs of hands build a wooden bridge”.",
    )  # fmt: skip
    is_decorative = forms.BooleanField(label="It is decorative: it says nothing that the text does not", required=False)
    caption = forms.CharField(
        label="Words below the picture, if you like", required=False, max_length=200, help_text=NAMES_LEFT_OUT
    )
    position = forms.TypedChoiceField(label="Place", coerce=int)

    def __init__(self, data=None, *, photo: Photo, place: int, of: int):
        initial = {"alt": photo.alt, "is_decorative": photo.is_decorative, "caption": photo.caption, "position": place}
        super().__init__(data, prefix=photo.key, initial=initial)
        self.photo = photo
        self.fields["position"].choices = [(number, f"{number} of {of}") for number in range(1, of + 1)]
        self.helper = _helper()

    def clean(self) -> dict:
        typed = super().clean()
        if not typed.get("alt") and not typed.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", "Say in a few words what the picture shows, or tick “decorative”.")
        return typed

    def warnings(self) -> list[str]:
        """Once valid: what in its words should be looked at again. Nothing is refused for it."""
        return sentences_about(self.cleaned_data["alt"], self.cleaned_data["caption"])


class TakeDownForm(TidyForm):
    """Why a picture should not be public. Nothing is needed but a reason."""

    reason = forms.ChoiceField(
        label="Why should it not be here?", choices=TakeDownReason, widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason. “Another reason” is enough."},
    )  # fmt: skip
    words = forms.CharField(
        label="Anything that we should know", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You need not write anything. Only our moderators read it. Leave out names.",
    )  # fmt: skip
    reply_to = forms.EmailField(
        label="Your e-mail address, if you want an answer", required=False, max_length=254,
        help_text="Only our moderators see it. We forget it 30 days after the answer.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(self, data=None):
        super().__init__(data)
        self.helper = _helper()
