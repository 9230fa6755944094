"""What stands round a list of projects: filters with counts, chips that take them off, what forms carry on."""

from django.http import QueryDict

from schools.models import LocalAuthority
from schools_together.ui.addresses import kept_inputs, with_values, without, without_place
from schools_together.ui.distances import place_words
from schools_together.ui.facets import facet_group

from .forms.searching import ProjectSearchForm
from .search import FACETS, Criteria

# In this order on the page; the second half is folded until something in it is chosen.
FIRST = ("phase", "category", "frequency", "cost")
MORE = ("subject", "shares", "scale", "setting", "region", "authority", "sector", "open")
SHOWN_AT_ONCE = {"category": 5}
MOST_AUTHORITIES = 10
FOLD_WORDS = {"category": "All {} categories"}


def facet_groups(form: ProjectSearchForm, criteria: Criteria, counts: dict) -> list[dict]:
    """The facets in the order of the page, each as schools_together/ui/facets.py makes it."""
    groups = []
    for name in [*FIRST, *MORE]:
        chosen, told = getattr(criteria, name), counts.get(name, {})
        choices = _authorities(chosen, told) if name == "authority" else form.fields[name].choices
        groups.append(
            facet_group(
                name, form.fields[name].label, choices, told, chosen, is_folded=name in MORE,
                at_once=SHOWN_AT_ONCE.get(name), rest_words=FOLD_WORDS.get(name, ""),
            )
        )  # fmt: skip
    return [group for group in groups if group["options"]]


def _authorities(chosen: tuple, counts: dict) -> list[tuple[str, str]]:
    """The chosen ones and those with most projects, by name; all of them have a page of their own to choose from."""
    most = sorted(counts, key=lambda slug: (-counts[slug], slug or ""))[:MOST_AUTHORITIES]
    wanted = {*chosen, *filter(None, most)}
    found = dict(LocalAuthority.objects.filter(slug__in=wanted).values_list("slug", "name")) if wanted else {}
    return sorted(found.items(), key=lambda pair: pair[1])


def chips_of(form: ProjectSearchForm, asked: QueryDict) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows the list."""
    chips = []
    if words := form.cleaned_data.get("q"):
        chips.append((f"“{words}”", without(asked, "q")))
    if form.cleaned_data.get("near"):
        chips.append((place_words(form["near"].value(), form.cleaned_data.get("within")), without_place(asked)))
    for name in FACETS:
        labels = dict(form.fields[name].choices)
        chosen = form.cleaned_data.get(name, ())
        chips.extend((labels[value], without(spelt_out(asked, form, name), name, value)) for value in chosen)
    return chips


def namesakes_of(form: ProjectSearchForm, asked: QueryDict) -> list[tuple[str, str]]:
    """(place, address) of each place that somebody may have meant."""
    return [(words, with_values(asked, near=words)) for words in form.namesakes]


def spelt_out(asked: QueryDict, form: ProjectSearchForm, name: str) -> QueryDict:
    """The question with a facet's values as we understood them ("primary" as its key stages)."""
    question = asked.copy()
    question.setlist(name, list(form.cleaned_data[name]))
    return question


def hidden_inputs(asked: QueryDict, *, only=None, leave_out=frozenset()) -> list[tuple[str, str]]:
    """What the other forms of the page must carry on, so that none forgets what the rest have asked."""
    known = {"q", "exact", "near", "within", "sort", *FACETS}
    return kept_inputs(asked, known & set(only) if only else known - set(leave_out))


def bare_question(asked: QueryDict) -> str:
    """The question as feed, export and map take it: "?q=choir", or nothing where nothing is asked."""
    question = QueryDict(mutable=True)
    for name, value in hidden_inputs(asked):
        question.appendlist(name, value)
    return f"?{question.urlencode()}" if question else ""
