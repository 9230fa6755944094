"""Reading a place out of what somebody typed in one line: "swimming near BS1", "choir in York", "netball CB2 1EN"."""

import re

from django.http import QueryDict

from schools.places import PlaceAmbiguous, PlaceTrouble, find_place
from schools_together.geo.postcodes import parse

USUAL_MILES = "10"
LONGEST = 200
# Surely a place follows; "in" may lead to one ("in York") or not ("in pairs").
_SURELY = re.compile(
    r"^(?P<words>.*?)\b(?:within\s+(?P<miles>\d{1,3})\s*miles?\s+(?:of|from)|near(?:by|\s+to)?|close\s+to|around)\s+(?P<place>\S.*)$",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"^(?P<words>.*\S)\s+in\s+(?P<place>\S.*)$", re.IGNORECASE)
_LAST = re.compile(r"^(?P<words>.*\S)\s+(?P<place>[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{2})?)$", re.IGNORECASE)
NOT_TOWNS = ("school", "locality")


def with_place_apart(asked: QueryDict) -> QueryDict:
    """The question with the place in its own box, where the words hold one and the box is empty; else as it was.

    Who asks for a place like this is shown what lies within ten miles, unless they say how far.
    """
    typed = asked.get("q", "").strip()
    if not typed or len(typed) > LONGEST or asked.get("near", "").strip():
        return asked
    for pattern in (_SURELY, _PERHAPS, _LAST):
        found = pattern.match(typed)
        if found and _is_place(found["place"], pattern):
            return _apart(asked, found)
    return asked


def _apart(asked: QueryDict, found: re.Match) -> QueryDict:
    question = asked.copy()
    question["q"], question["near"] = found["words"].strip(" ,"), found["place"].strip()
    if not asked.get("within", "").strip():
        question["within"] = found.groupdict().get("miles") or USUAL_MILES
    return question


def _is_place(words: str, pattern: re.Pattern) -> bool:
    """Whether these words name a place; after a mere "in" only a town, an authority or a postcode."""
    if pattern is _LAST:
        return parse(words) is not None and _known(words)
    if pattern is _SURELY:
        return _known(words)
    try:
        return find_place(words).kind not in NOT_TOWNS
    except PlaceTrouble:
        return False


def _known(words: str) -> bool:
    """A place that we can find, or of which we can ask which one is meant."""
    try:
        find_place(words)
    except PlaceAmbiguous:
        return True
    except PlaceTrouble:
        return False
    return True
