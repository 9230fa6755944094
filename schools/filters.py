"""What stands round the list of schools: filters with counts, chips that take them off, what to loosen."""

from django.http import QueryDict

from schools_together.ui.addresses import kept_inputs, with_values, without, without_place
from schools_together.ui.distances import place_words
from schools_together.ui.facets import facet_group

from .finding import Answer, Question, Way, facet_names
from .forms import SchoolSearchForm

FOLDED = ("region", "authority")
AT_ONCE = {"type": 5, "authority": 8}
REST_WORDS = {"type": "All {} types", "authority": "All {} local authorities"}
NAMES = {"q", "near", "within", "sort", "closed"}


def facet_groups(form: SchoolSearchForm, question: Question, answer: Answer) -> list[dict]:
    """The facets in the order of the page. Values that no open or closed school has are left out."""
    groups = []
    for name in facet_names():
        counts, chosen = answer.counts[name], question.chosen.get(name, ())
        choices = [(value, words) for value, words in form.fields[name].choices if value in counts or value in chosen]
        groups.append(
            facet_group(
                name, form.fields[name].label, choices, counts, chosen, is_folded=name in FOLDED,
                at_once=AT_ONCE.get(name), rest_words=REST_WORDS.get(name, ""),
            )
        )  # fmt: skip
    groups.append(_closed(question, answer))
    return [group for group in groups if group["options"]]


def _closed(question: Question, answer: Answer) -> dict:
    """One box that widens instead of narrowing: its count is how many would join."""
    words, chosen = "Closed schools too", ("on",) if question.closed else ()
    count = answer.total if question.closed else answer.closed
    return facet_group("closed", "No longer open", [("on", words)], {"on": count}, chosen)


def chips_of(form: SchoolSearchForm, question: Question, asked: QueryDict) -> list[tuple[str, str]]:
    """(words, address without it) of everything that narrows or widens the list."""
    chips = [(f"“{question.q}”", without(asked, "q"))] if question.q else []
    if question.near:
        chips.append((place_words(form["near"].value(), question.within), without_place(asked)))
    for name, values in question.chosen.items():
        labels = dict(form.fields[name].choices)
        spelt_out = asked.copy()
        spelt_out.setlist(name, list(values))
        chips += [(labels[value], without(spelt_out, name, value)) for value in values]
    if question.closed:
        chips.append(("Closed schools too", without(asked, "closed")))
    return chips


def kept(asked: QueryDict, but: set[str]) -> list[tuple[str, str]]:
    """What one form of the page must carry on of what the others have asked."""
    return kept_inputs(asked, (NAMES | {*facet_names()}) - but)


def bare_question(asked: QueryDict) -> str:
    """The question as list and map take it: "?q=mary", or nothing where nothing is asked."""
    question = QueryDict(mutable=True)
    for name, value in kept(asked, set()):
        question.appendlist(name, value)
    return f"?{question.urlencode()}" if question else ""


def looser(form: SchoolSearchForm, ways: list[Way], asked: QueryDict) -> list[tuple[str, str, int]]:
    """Ways out of a short or empty list: (words, address, count)."""
    return [(_words(form, way), _address(way, asked), way.count) for way in ways]


def _words(form: SchoolSearchForm, way: Way) -> str:
    if way.part == "closed":
        return "Closed schools too"
    if way.part == "within":
        return f"Within {way.miles} miles" if way.miles else "Anywhere"
    if way.part == "q":
        return f"Without “{form['q'].value()}”"
    return f"Any {form.fields[way.part].label.lower()}"


def _address(way: Way, asked: QueryDict) -> str:
    if way.part == "closed":
        return with_values(asked, closed="on")
    if way.part == "within":
        return with_values(asked, within=str(way.miles)) if way.miles else without_place(asked)
    return without(asked, way.part)
