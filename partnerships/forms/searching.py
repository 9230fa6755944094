"""The question to the directory, as it stands in the query string."""

from django import forms
from django.db.models import Value
from django.http import QueryDict

from partnerships.models import Category, Cost, Frequency, Scale, Setting, SharedThing, Stage, Subject
from partnerships.placing import with_place_apart
from partnerships.search import Criteria
from partnerships.search.criteria import FACETS
from schools.models import LocalAuthority, Region, Sector
from schools.places import PlaceAmbiguous, PlaceTrouble, find_place
from schools_together.geo.points import Point
from schools_together.ui.distances import offered, read_miles
from schools_together.ui.facets import TICKED, KnownChoices
from schools_together.ui.tidying import TidyForm

SORTS = [
    ("nearest", "Nearest first"),
    ("best", "Best match"),
    ("newest", "Newest first"),
    ("checked", "Last checked"),
    ("partners", "Most partners"),
]
# Words for phases of schools, for those who do not think in key stages.
PHASES = {"primary": ("ks1", "ks2"), "secondary": ("ks3", "ks4"), "sixth-form": ("ks5",), "nursery": ("early-years",)}


class AuthorityChoices(KnownChoices):
    """Slugs of authorities: looked up only when asked for, as there are hundreds."""

    def clean(self, value) -> tuple[str, ...]:
        asked = {one for one in (value or ())[:20] if one}
        self.choices = LocalAuthority.objects.filter(slug__in=asked).values_list("slug", "name") if asked else []
        return super().clean(value)


class ProjectSearchForm(TidyForm):
    """What the list of projects is asked for. Always gives criteria; troubles stand at the fields."""

    q = forms.CharField(
        label="What are you looking for?",
        required=False,
        max_length=200,
        error_messages={"max_length": "Search with fewer words: at most %(limit_value)d letters."},
    )
    near = forms.CharField(
        label="Near (postcode or town)",
        required=False,
        max_length=100,
        error_messages={"max_length": "Enter a postcode, like LS1 4AP, or a town."},
    )
    within = forms.CharField(label="How far", required=False)
    sort = forms.CharField(label="Sort by", required=False)
    exact = forms.CharField(required=False)
    category = KnownChoices(label="Category")
    subject = KnownChoices(label="Subject")
    shares = KnownChoices(label="What is shared")
    phase = KnownChoices(label="Age of pupils", also=PHASES)
    scale = KnownChoices(label="Size", choices=Scale.choices)
    frequency = KnownChoices(label="How often", choices=Frequency.choices)
    setting = KnownChoices(label="Where", choices=Setting.choices)
    cost = KnownChoices(label="Cost to partner", choices=Cost.choices)
    region = KnownChoices(label="Region", choices=Region.choices)
    authority = AuthorityChoices(label="Local authority")
    sector = KnownChoices(
        label="Schools", choices=[(key, f"With a school that is {label.lower()}") for key, label in Sector.choices]
    )
    open = KnownChoices(label="New partners", choices=[("yes", "Open to new partners")], also=TICKED)

    any_distance = ""  # what the box of distances says for it

    def __init__(self, data):
        super().__init__(with_place_apart(data) if isinstance(data, QueryDict) else data)
        self.namesakes: list[str] = []
        for name, choices in taxonomy().items():
            self.fields[name].choices = choices

    def clean_near(self) -> Point | None:
        typed = self.cleaned_data["near"]
        if not typed:
            return None
        try:
            return find_place(typed).point
        except PlaceAmbiguous as trouble:
            self.namesakes = [candidate.words for candidate in trouble.candidates]
            raise forms.ValidationError(str(trouble)) from trouble
        except PlaceTrouble as trouble:
            raise forms.ValidationError(str(trouble)) from trouble

    def clean_within(self) -> int | None:
        return read_miles(self.cleaned_data["within"])

    def clean_sort(self) -> str:
        """An order that we know, else the usual one."""
        return self.cleaned_data["sort"] if self.cleaned_data["sort"] in dict(SORTS) else ""

    def criteria(self) -> Criteria:
        """The question; where a field is in trouble, as if it had been left empty."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return Criteria(as_typed=bool(asked.pop("exact", "")), **asked)

    @property
    def unknown(self) -> list[str]:
        """Values that no facet knows, cut short."""
        return [value[:40] for facet in FACETS for value in self.fields[facet].unknown][:5]

    @property
    def distances(self) -> list[tuple[int, bool]]:
        """(miles, chosen) for the select."""
        return offered(self.cleaned_data.get("within"))

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, words, chosen); nearest only where there is a place, best match only where there are words."""
        needs = {"nearest": self.cleaned_data.get("near"), "best": self.cleaned_data.get("q")}
        offered = [(key, words) for key, words in SORTS if needs.get(key, True)]
        chosen = self.cleaned_data.get("sort")
        usual = next(key for key in ("nearest", "best", "newest") if needs.get(key, True))
        here = chosen if chosen in dict(offered) else usual
        return [(key, words, key == here) for key, words in offered]


def taxonomy() -> dict[str, list[tuple[str, str]]]:
    """(slug, words) of the fixed words, by facet; one query for all four."""
    kinds = {"category": Category, "subject": Subject, "shares": SharedThing, "phase": Stage}
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in kinds}
    columns = {"category": "short_name", "phase": "label"}
    rows = [
        model.objects.order_by().values_list(Value(name), "position", "pk", "slug", "name", columns.get(name, "name"))
        for name, model in kinds.items()
    ]
    for name, _, _, slug, words, shorter in sorted(rows[0].union(*rows[1:], all=True)):
        found[name].append((slug, words_of(name, slug, words, shorter)))
    return found


def words_of(facet: str, slug: str, name: str, shorter: str) -> str:
    """ "Years 3 to 6" for a key stage, the short name for a category, the name for the others."""
    if facet == "phase":
        return shorter if slug.startswith("ks") and shorter else name
    return shorter or name
