"""From what somebody asked to schools: the list, what to loosen when it is empty, and suggestions while typing."""

from django.db.models import Case, QuerySet, Value, When
from django.http import QueryDict

from schools_together.geo.points import within

from .models import OPEN, School
from .names import search_key

FEWEST_LETTERS = 2
MOST_SUGGESTED = 10
WIDEST_MILES = 50
CHOICES = ("sector", "phase", "region")


def found_by(answers: dict) -> QuerySet[School]:
    """The schools that fit: nearest first where a place was given, else by name. `answers` as the form read them."""
    schools = School.objects.for_cards().asked(answers["q"] or "")
    schools = schools.filter(**{name: answers[name] for name in CHOICES if answers[name]})
    if not answers["closed"]:
        schools = schools.open()
    if answers["nowhere"]:
        return schools.none()
    if answers["near"]:
        nearby = within(schools, answers["near"], answers["within"])
        return nearby.order_by("squared_metres", "name", "pk")
    return schools.order_by("name", "town", "pk")


def loosened(answers: dict, asked: QueryDict) -> list[tuple[str, str, int]]:
    """Ways out of an empty list that lead somewhere: (words, query string, count), the gentlest first."""
    ways = []
    for words, changes in _changes(answers):
        count = found_by(answers | changes).count()
        if count:
            ways.append((words, _question(asked, changes), count))
    return ways


def _changes(answers: dict) -> list[tuple[str, dict]]:
    """What could be asked otherwise, one thing at a time."""
    changes = []
    if not answers["closed"]:
        changes.append(("Closed schools too", {"closed": True}))
    if answers["near"] and answers["within"] != WIDEST_MILES:
        changes.append((f"Within {WIDEST_MILES} miles", {"within": WIDEST_MILES}))
    changes += [(f"Any {name}", {name: None}) for name in CHOICES if answers[name]]
    if answers["nowhere"] or (answers["near"] and answers["q"]):
        changes.append(("Anywhere", {"near": None, "nowhere": False}))
    return changes


def _question(asked: QueryDict, changes: dict) -> str:
    question = asked.copy()
    question.pop("page", None)
    for name, value in changes.items():
        question.pop(name, None)
        if value:
            question[name] = "on" if value is True else value
    return f"?{question.urlencode()}"


def suggested(typed: str) -> list[School]:
    """At most ten schools, open ones first, then those whose name begins with what was typed.

    One query where ten open schools begin so, which an index answers; else a second one looks at every school.
    """
    key = search_key(typed)
    if len(key) < FEWEST_LETTERS:
        return []
    begun = list(School.objects.for_cards().open().beginning(key).order_by("search_text", "pk")[:MOST_SUGGESTED])
    return begun if len(begun) == MOST_SUGGESTED else _looked_for(key)


def _looked_for(key: str) -> list[School]:
    """The same from a look at every school: words anywhere in name, town or postcode, closed schools too."""
    is_open = Case(When(status__in=OPEN, then=Value(0)), default=Value(1))
    begins = Case(When(search_text__startswith=f" {key}", then=Value(0)), default=Value(1))
    schools = School.objects.for_cards().matching(key).order_by(is_open, begins, "search_text", "pk")
    return list(schools[:MOST_SUGGESTED])
