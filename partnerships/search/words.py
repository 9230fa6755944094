"""How words are folded, stemmed and widened, so that what a teacher types meets what a school wrote.

Both sides go through the same steps, here and not in a database: so both databases find the same. A token is lower-case
ASCII letters and digits, nothing else, and is safe in the query language of any engine.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from partnerships.models import Synonym

MOST_GROUPS = 8  # more words than that narrow nothing and cost time
MOST_LETTERS = 30_000  # of one text
LONGEST_WORD = 40
SILENT = frozenset(
    "a an and are at be by can do for from has have how i in into is it its me my near of on or our some that the "
    "their them there they this to us want was we were what where which who will with you your school schools".split()
)
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_WORD = re.compile(r"[a-z0-9]+")
_JOINED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_SAINT = re.compile(r"\bsaint\b")
# American spelling made British; what a rule can say first, then single words.
_AMERICAN = (
    (re.compile(r"^(.{3,})iz(e|es|ed|er|ers|ing|ation|ations|ational)$"), r"\1is\2"),
    (re.compile(r"^(.{2,})yz(e|es|ed|er|ers|ing)$"), r"\1ys\2"),
    (re.compile(r"^(col|fav|hon|hum|lab|neighb|behavi|harb|endeav|rum|flav|sav)or(s|ed|ing|ful|ite|ites|al|hood)?$"),
     r"\1our\2"),
)  # fmt: skip
_BRITISH = {
    "center": "centre", "centers": "centres", "theater": "theatre", "theaters": "theatres", "program": "programme",
    "programs": "programmes", "math": "maths", "gray": "grey", "jewelry": "jewellery", "catalog": "catalogue",
    "dialog": "dialogue", "enroll": "enrol", "enrollment": "enrolment", "fulfill": "fulfil", "practise": "practice",
    "practising": "practicing", "practised": "practiced", "traveling": "travelling", "traveler": "traveller",
    "modeling": "modelling", "counselor": "counsellor", "counseling": "counselling", "pediatric": "paediatric",
    "archeology": "archaeology", "skillful": "skilful", "defense": "defence", "license": "licence", "meter": "metre",
    "meters": "metres", "fiber": "fibre", "aluminum": "aluminium", "woolen": "woollen", "esthetic": "aesthetic",
}  # fmt: skip
_stemmer = snowballstemmer.stemmer("english")


def folded(text: str) -> str:
    """Lower case, accents off, apostrophes gone, "saint" as "st"; letters that are no letters of ours stay as gaps."""
    text = text[:MOST_LETTERS].lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _SAINT.sub("st", _APOSTROPHES.sub("", text))


def words_of(text: str) -> list[str]:
    """The folded words of a text, in order; endless ones are cut."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]


@lru_cache(maxsize=60_000)
def stem(word: str) -> str:
    """The token of a folded word: British, without its ending ("swimming" and "swims" are "swim")."""
    word = _BRITISH.get(word, word)
    for american, british in _AMERICAN:
        word = american.sub(british, word)
    return word if word.isdigit() else _stemmer.stemWord(word)


def token_of(phrase: str) -> str:
    """The one token of a word or phrase: "sixth form" is "sixthform"."""
    return "".join(stem(word) for word in words_of(phrase))


@dataclass(frozen=True)
class Thesaurus:
    """What the synonyms say: `also`, a token to those it also finds; `phrases`, a first stem to the rest of each."""

    also: dict[str, tuple[str, ...]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]

    def phrase_at(self, stems: list[str], at: int) -> int:
        """How many stems the longest known phrase takes from this place on; 1 where none begins."""
        for rest in self.phrases.get(stems[at], ()):
            if tuple(stems[at + 1 : at + 1 + len(rest)]) == rest:
                return 1 + len(rest)
        return 1


def thesaurus() -> Thesaurus:
    """From the rows that moderators edit. One query; read anew only where a row has changed."""
    return _thesaurus(tuple(Synonym.objects.order_by("pk").values_list("term", "means", "both_ways")))


@lru_cache(maxsize=2)
def _thesaurus(rows: tuple) -> Thesaurus:
    also: dict[str, dict[str, None]] = {}
    phrases: dict[str, set[tuple[str, ...]]] = {}
    for term, means, both_ways in rows:
        named = [words_of(words) for words in (term, *means.split(","))]
        stems = [[stem(word) for word in words] for words in named if words]
        for first, *rest in stems:
            if rest:
                phrases.setdefault(first, set()).add(tuple(rest))
        tokens = ["".join(parts) for parts in stems]
        for one in tokens if both_ways else tokens[:1]:  # both ways: RS finds religious studies, not only RE
            also.setdefault(one, {}).update(dict.fromkeys(other for other in tokens if other != one))
    longest_first = {
        first: tuple(sorted(rests, key=lambda rest: (-len(rest), rest))) for first, rests in phrases.items()
    }
    return Thesaurus({token: tuple(others) for token, others in also.items()}, longest_first)


def tokens_of(texts, known: Thesaurus) -> set[str]:
    """What texts are found by: stems, known phrases as one token, and "afterschool" for "after-school"."""
    found: set[str] = set()
    for text in texts:
        if not text:
            continue
        stems = [stem(word) for word in words_of(text)]
        found.update(stems)
        for at in range(len(stems)):
            if (length := known.phrase_at(stems, at)) > 1:
                found.add("".join(stems[at : at + length]))
        if "-" in text:
            found.update(stem(joined.replace("-", "")) for joined in _JOINED.findall(folded(text)))
    return found - SILENT


@dataclass(frozen=True)
class Group:
    """One thing that somebody asks for: any of `tokens` will do, the first is what was typed. `words` as folded."""

    words: str
    tokens: tuple[str, ...]


def groups_of(text: str, known: Thesaurus) -> list[Group]:
    """Everything that somebody typed; every group must be met. A phrase that the synonyms know is one group."""
    words = words_of(text[:400])
    stems = [stem(word) for word in words]
    groups, at = [], 0
    while at < len(words) and len(groups) < MOST_GROUPS:
        length = known.phrase_at(stems, at)
        said, token = " ".join(words[at : at + length]), "".join(stems[at : at + length])
        if length > 1 or said not in SILENT:
            groups.append(Group(said, (token, *known.also.get(token, ()))))
        at += length
    return groups
