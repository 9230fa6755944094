"""What people ask the list of schools."""

from django import forms
from django.http import QueryDict

from schools_together.geo.points import Point
from schools_together.pictures.fields import PictureField
from schools_together.ui.distances import offered, read_miles
from schools_together.ui.facets import TICKED, KnownChoices
from schools_together.ui.flags import flags_in
from schools_together.ui.tidying import Tidy, TidyForm

from .finding import Question, choices, facet_names
from .marks import MARKS
from .models import SchoolProfile
from .places import PlaceAmbiguous, PlaceTrouble, find_place

MILES_UNASKED = 20
SORTS = [("nearest", "Nearest first"), ("name", "By name")]


class SchoolSearchForm(TidyForm):
    """The query string of /schools/: what cannot be read has its sentence, and the rest holds."""

    any_distance = "any"  # what the box of distances says for it: nothing means MILES_UNASKED

    q = forms.CharField(
        label="Name, town, postcode or URN", required=False, max_length=100,
        error_messages={"max_length": "Ask with fewer words: at most 100 letters."},
    )  # fmt: skip
    near = forms.CharField(
        label="Near (postcode or town)", required=False, max_length=100,
        error_messages={"max_length": "Enter a postcode, like LS1 4AP, or a town."},
    )  # fmt: skip
    within = forms.CharField(label="How far", required=False, initial=str(MILES_UNASKED))
    sort = forms.CharField(required=False)
    phase = KnownChoices(label="Phase")
    sector = KnownChoices(label="Sector")
    type = KnownChoices(label="Type")
    region = KnownChoices(label="Region")
    authority = KnownChoices(label="Local authority")
    closed = forms.BooleanField(label="Closed schools too", required=False)

    def __init__(self, asked: QueryDict):
        super().__init__(asked)
        self.candidates = []
        for name, offered_here in choices().items():
            self.fields[name].choices = offered_here
        for name, mark in MARKS.items():
            self.fields[name] = KnownChoices(label=mark.legend, choices=[("yes", mark.words)], also=TICKED)

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

    def clean_within(self) -> int | None:
        return read_miles(self.cleaned_data["within"] or str(MILES_UNASKED))

    def question(self) -> Question:
        """What could be read. `nowhere` is true where a place was typed that we cannot find."""
        self.is_valid()
        read = self.cleaned_data
        return Question(
            q=read.get("q", ""),
            chosen={name: read[name] for name in facet_names() if read.get(name)},
            near=read.get("near"),
            within=read.get("within", MILES_UNASKED),
            nowhere="near" in self.errors,
            closed=read.get("closed", False),
            sort=read.get("sort", ""),
        )

    @property
    def unknown(self) -> list[str]:
        """Values that no facet knows, cut short."""
        return [value[:40] for name in facet_names() for value in self.fields[name].unknown][:5]

    @property
    def distances(self) -> list[tuple[int, bool]]:
        """(miles, chosen) for the select."""
        return offered(self.cleaned_data.get("within", MILES_UNASKED))

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen); nearest only where there is a place."""
        if not self.cleaned_data.get("near"):
            return []
        by_name = self.cleaned_data.get("sort") == "name"
        return [(value, words, (value == "name") == by_name) for value, words in SORTS]


LOGO_SIDE = 480
LEAVE_OUT = "Leave out “{}”. Schools write to you through this site, so that nobody’s address or number stands here."


class ProfileForm(Tidy, forms.ModelForm):
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
