"""What stands round the list of projects: filters with counts, chips, and ways out of an empty page."""

from django.http import QueryDict

from schools_together.ui.addresses import without

from .forms.searching import ProjectSearchForm
from .models import Category, Project
from .search import FACETS, Criteria, loosenings

# In this order on the page; the second half is folded until something in it is chosen.
FIRST = ("phase", "category", "frequency", "cost")
MORE = ("subject", "shares", "scale", "setting", "region", "sector", "open")
SHOWN_AT_ONCE = 8
MOST_VALUES = 60


def facet_groups(form: ProjectSearchForm, criteria: Criteria, counts: dict) -> list[dict]:
    """One dict a facet: name, legend, options in two parts (at once, folded), whether it is folded, how many are on.

    An option is (value, words, count, chosen). Long lists hide what would give nothing.
    """
    groups = []
    for name in [*FIRST, *MORE]:
        chosen = getattr(criteria, name)
        choices = list(form.fields[name].choices)
        options = [(value, words, counts[name].get(value, 0), value in chosen) for value, words in choices]
        if name == "category":
            options.sort(key=lambda option: (not option[3], -option[2]))
        elif len(options) > SHOWN_AT_ONCE:
            options = [option for option in options if option[2] or option[3]]
        cut = SHOWN_AT_ONCE if name in FIRST else len(options)
        groups.append(
            {
                "name": name,
                "legend": form.fields[name].label,
                "options": options[:cut],
                "rest": options[cut:],
                "is_folded": name in MORE,
                "is_open": bool(chosen),
            }
        )
    return [group for group in groups if group["options"]]


def chips_of(form: ProjectSearchForm, asked: QueryDict) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows the list."""
    chips = []
    if words := form.cleaned_data.get("q"):
        chips.append((f"“{words}”", without(asked, "q")))
    if form.cleaned_data.get("near"):
        chips.append((place_words(form), without_place(asked)))
    for name in FACETS:
        labels = dict(form.fields[name].choices)
        chosen = form.cleaned_data.get(name, ())
        chips.extend((labels[value], without(spelt_out(asked, form, name), name, value)) for value in chosen)
    return chips


def place_words(form: ProjectSearchForm) -> str:
    """ "Within 10 miles of CB2 1EN"."""
    typed, miles = form["near"].value(), form.cleaned_data.get("within")
    return f"Within {miles} mile{'' if miles == 1 else 's'} of {typed}" if miles else f"Near {typed}"


def namesakes_of(form: ProjectSearchForm, asked: QueryDict) -> list[tuple[str, str]]:
    """(place, address) of each place that somebody may have meant."""
    links = []
    for words in form.namesakes:
        question = asked.copy()
        question["near"] = words
        links.append((words, without(question, "page")))
    return links


def without_place(asked: QueryDict) -> str:
    question = asked.copy()
    question.pop("within", None)
    return without(question, "near")


def spelt_out(asked: QueryDict, form: ProjectSearchForm, name: str) -> QueryDict:
    """The question with a facet's values as we understood them ("primary" as its key stages)."""
    question = asked.copy()
    question.setlist(name, list(form.cleaned_data[name]))
    return question


def ways_out(form: ProjectSearchForm, criteria: Criteria, asked: QueryDict) -> list[tuple[str, str]]:
    """(words with the true count, address): what to loosen when nothing was found, else all projects."""
    ways = []
    for way in loosenings(criteria):
        projects = f"{way.count} project{'' if way.count == 1 else 's'}"
        if way.part == "within":
            question = asked.copy()
            question.setlist("within", [way.miles] if way.miles else [])
            reach = f"Within {way.miles} miles" if way.miles else "At any distance"
            ways.append((f"{reach}: {projects}", without(question, "page")))
        else:
            ways.append((f"{_given_up(form, criteria, way.part)}: {projects}", without(asked, way.part)))
    total = Project.objects.public().count()
    return ways or [(f"All projects: {total}", "?")]


def _given_up(form: ProjectSearchForm, criteria: Criteria, part: str) -> str:
    if part == "q":
        return f"Without “{criteria.q}”"
    labels = dict(form.fields[part].choices)
    chosen = [labels[value] for value in getattr(criteria, part)]
    return f"Without {', '.join(chosen[:2])}{' and more' if len(chosen) > 2 else ''}"


def hidden_inputs(asked: QueryDict, *, only=None, leave_out=frozenset()) -> list[tuple[str, str]]:
    """What the other forms of the page must carry on, so that none forgets what the rest have asked."""
    known = {"q", "near", "within", "sort", *FACETS}
    names = [name for name in asked if name in known and name not in leave_out and (only is None or name in only)]
    pairs = [(name, value) for name in names for value in asked.getlist(name) if value]
    return pairs[:MOST_VALUES]


def nothing_words(criteria: Criteria) -> str:
    """The heading of an empty page."""
    if criteria.near and criteria.within:
        return f"Nothing within {criteria.within} mile{'' if criteria.within == 1 else 's'} yet"
    return "Nothing fits all of that yet"


def lead_category(criteria: Criteria) -> Category | None:
    """The category whose picture an empty page shows: the one that was asked for."""
    return Category.objects.filter(slug=criteria.category[0]).first() if criteria.category else None
