"""Looking through the board: what is asked for, and the postings that answer it."""

import django_filters
from django.http import QueryDict

from partnerships.models import Listing, ListingKind
from schools_together.ui.facets import KnownChoices
from schools_together.ui.tidying import tidied

from .searching import taxonomy


class KnownFilter(django_filters.Filter):
    """Rows that have any of the chosen values; unknown ones are left out, none chosen changes nothing."""

    field_class = KnownChoices

    def __init__(self, field_name: str, **kwargs):
        super().__init__(field_name, lookup_expr="in", distinct=True, **kwargs)


class BoardFilter(django_filters.FilterSet):
    """What of the board is shown: needs or offers, of which categories, for which pupils."""

    kind = KnownFilter("kind", label="Show", choices=ListingKind.choices)
    category = KnownFilter("category__slug", label="Category")
    phase = KnownFilter("stages__slug", label="Age of pupils")

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset=None):
        super().__init__(tidied(data), queryset)
        words = taxonomy()
        self.filters["category"].extra["choices"] = words["category"]
        self.filters["phase"].extra["choices"] = words["phase"]

    @property
    def asked(self) -> dict[str, tuple[str, ...]]:
        """The known values that were asked for, by name."""
        return self.form.cleaned_data if self.form.is_valid() else {}

    def of_any_kind(self):
        """What is found when needs and offers are both wanted: for the counts beside the choice."""
        found = self.queryset
        for name in ("category", "phase"):
            found = self.filters[name].filter(found, self.asked[name])
        return found
