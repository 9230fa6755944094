"""What people ask the list of schools."""

from django import forms
from django.http import QueryDict

from schools_together.geo.points import Point
from schools_together.pictures.fields import PictureField
from schools_together.ui.flags import flags_in

from .models import Phase, Region, SchoolProfile, Sector
from .places import PlaceAmbiguous, PlaceTrouble, find_place

MILES = (5, 10, 20, 50)
MILES_UNASKED = 20
ANY = [("", "Any")]


class SchoolSearchForm(forms.Form):
    """The query string of /schools/: what cannot be read has its sentence, and the rest holds."""

    q = forms.CharField(
        label="Name, town, postcode or URN", required=False, max_length=100,
        error_messages={"max_length": "Ask with fewer words: at most 100 letters."},
    )  # fmt: skip
    near = forms.CharField(
        label="Near a postcode or town", required=False, max_length=100,
        error_messages={"max_length": "Enter a postcode, like LS1 4AP, or a town."},
    )  # fmt: skip
    within = forms.TypedChoiceField(
        label="Within", required=False, coerce=int, empty_value=MILES_UNASKED,
        choices=[(miles, f"{miles} miles") for miles in MILES],
        error_messages={"invalid_choice": "Choose 5, 10, 20 or 50 miles."},
    )  # fmt: skip
    sector = forms.ChoiceField(
        required=False,
        choices=[*ANY, *Sector.choices],
        error_messages={"invalid_choice": "Choose a sector from the list."},
    )
    phase = forms.ChoiceField(
        required=False,
        choices=[*ANY, *Phase.choices],
        error_messages={"invalid_choice": "Choose a phase from the list."},
    )
    region = forms.ChoiceField(
        required=False,
        choices=[*ANY, *Region.choices],
        error_messages={"invalid_choice": "Choose a region from the list."},
    )
    closed = forms.BooleanField(label="Closed schools too", required=False)

    def __init__(self, asked: QueryDict):
        data = asked.copy()
        data.setdefault("within", str(MILES_UNASKED))
        super().__init__(data)
        self.candidates = []
        for name, field in self.fields.items():
            kind = "select" if isinstance(field.widget, forms.Select) else "control"
            field.widget.attrs["class"] = "form-check-input" if name == "closed" else f"form-{kind}"

    def clean_near(self) -> Point | None:
        """The point of the place typed; one of three sentences where there is none, candidates where several."""
        typed = self.cleaned_data["near"]
        if not typed:
            return None
        try:
            return find_place(typed).point
        except PlaceAmbiguous as several:
            self.candidates = several.candidates
            raise forms.ValidationError(several.sentence) from several
        except PlaceTrouble as trouble:
            raise forms.ValidationError(trouble.sentence) from trouble

    @property
    def answers(self) -> dict:
        """What could be read. `nowhere` is true where a place was typed that we cannot find."""
        self.is_valid()
        read = {name: self.cleaned_data.get(name) or None for name in self.fields}
        return read | {"within": read["within"] or MILES_UNASKED, "nowhere": "near" in self.errors}


LOGO_SIDE = 480
LEAVE_OUT = "Leave out “{}”. Schools write to you through this site, so that nobody’s address or number stands here."


class ProfileForm(forms.ModelForm):
    """What a school says about itself."""

    logo_file = PictureField(
        label="Logo", required=False, longest=LOGO_SIDE, keep_see_through=True,
        help_text="A JPEG, PNG, WebP or HEIC file. No picture of pupils. Others see it once a moderator has.",
    )  # fmt: skip
    logo_goes = forms.BooleanField(label="Take the logo away", required=False)

    class Meta:
        model = SchoolProfile
        fields = ["welcome", "about", "looking_for", "contact_role"]
        labels = {"about": "About us", "contact_role": "Who reads the messages"}
        help_texts = {
            "about": "What should another school know? You may use **bold**, lists and links.",
            "looking_for": "What would help your pupils that another school may have?",
        }
        widgets = {"about": forms.Textarea({"rows": 6}), "looking_for": forms.Textarea({"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["logo_goes"]

    def clean(self):
        """No address and no number: the page is read by everybody. The rest that looks odd is told afterwards."""
        for name in self.Meta.fields:
            for flag in flags_in(self.cleaned_data.get(name, "")):
                if flag.is_contact:
                    self.add_error(name, LEAVE_OUT.format(flag.words))
        return self.cleaned_data

    @property
    def doubts(self) -> list[str]:
        """Sentences about what a person should look at again."""
        return [flag.sentence for name in self.Meta.fields for flag in flags_in(self.cleaned_data.get(name, ""))]
