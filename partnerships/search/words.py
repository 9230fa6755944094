"""How words are folded and widened, so that what a teacher types meets what a school wrote."""

from textwrap import wrap

from partnerships.models import Synonym
from schools.names import search_key

MOST_GROUPS = 8  # more words than that narrow nothing and cost time
WHOLE_WORD_UP_TO = 3  # "pe" must not find "people"
CHUNK = 900  # search_key reads a thousand characters at a time
SILENT = frozenset(
    "a an and at by for from i in into is it my near of on or our some the to us we with school schools".split()
)


def fold(text: str) -> str:
    """Any length of text as lower-case ASCII words with a space before and after each."""
    words = " ".join(filter(None, (search_key(chunk) for chunk in wrap(text, CHUNK))))
    return f" {words} " if words else ""


def stem(word: str) -> str:
    """The word without a plural s: "choirs" finds "choir", as words are found by their beginning."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def needle(phrase: str) -> str:
    """What to look for in folded text: short words whole, longer ones by their beginning."""
    last = phrase.split()[-1]
    return f" {phrase} " if len(last) <= WHOLE_WORD_UP_TO else f" {phrase.removesuffix(last)}{stem(last)}"


def groups_of(text: str) -> list[list[str]]:
    """The needles of what somebody typed: every group must be met, by any one of its alternatives.

    A phrase that the synonyms know is one group ("sixth form"); any other word is a group by itself.
    """
    tokens = search_key(text).split()
    known = synonyms() if tokens else {}
    longest = max((len(phrase.split()) for phrase in known), default=1)
    groups, at = [], 0
    while at < len(tokens) and len(groups) < MOST_GROUPS:
        for length in range(min(longest, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + length])
            if phrase in known or length == 1:
                break
        at += length
        if phrase in known or phrase not in SILENT:
            groups.append([needle(phrase), *(needle(other) for other in sorted(known.get(phrase, ())))])
    return groups


def synonyms() -> dict[str, set[str]]:
    """{folded phrase: other folded phrases that it also finds}, from the rows that moderators edit. One query."""
    known: dict[str, set[str]] = {}
    for term, means, both_ways in Synonym.objects.values_list("term", "means", "both_ways"):
        here = search_key(term)
        others = {search_key(meaning) for meaning in means.split(",")} - {"", here}
        if not here:
            continue
        known.setdefault(here, set()).update(others)
        for other in others if both_ways else ():
            known.setdefault(other, set()).add(here)
    return known
