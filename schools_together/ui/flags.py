"""What a text may hold that does not belong on a public page: told before publishing, never a reason to refuse.

`flags_in(text)` guesses. It would rather ask once too often about a child's name than once too seldom.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .first_names import FIRST_NAMES

MOST_LETTERS = 20_000
MOST_OF_A_KIND = 5
SENTENCES = {
    "name": "“{}” may be the name of a pupil. Leave pupils’ names out.",
    "email": "“{}” looks like an e-mail address. Leave it out: schools write to you through this site.",
    "phone": "“{}” looks like a phone number. Leave it out: schools write to you through this site.",
    "recruiting": "“{}” sounds like an advertisement for a school. Write about what the schools do together.",
    "capitals": "“{}” is in capitals, which is hard to read. Use small letters.",
    "link": "“{}” leads away from this site. Keep it only if it helps another school.",
}
CONTACTS = ("email", "phone")


@dataclass(frozen=True)
class Flag:
    """One thing to look at again: what kind, and the words that it was seen in."""

    kind: str
    words: str

    @property
    def sentence(self) -> str:
        """What it is, and what to do."""
        return SENTENCES[self.kind].format(self.words)

    @property
    def is_contact(self) -> bool:
        """Whether it is a way round the site: an e-mail address or a telephone number."""
        return self.kind in CONTACTS


_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", re.UNICODE)
_EMAIL_IN_WORDS = re.compile(
    r"\b[\w.+-]{1,64}\s?(?:\(at\)|\[at\]|\{at\}|\sat\s)\s?[\w-]{1,63}(?:\s?(?:\(dot\)|\[dot\]|\{dot\}|\sdot\s)\s?\w{2,20}){1,3}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+\d{2}|00\s?44|\(?0)[\s./-]?\(?\d(?:[\s().-]{0,2}\d){7,11}(?!\d)")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]]{3,200}"
    r"|(?<![@\w.-])[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){0,3}\.(?:co\.uk|org\.uk|sch\.uk|ac\.uk|gov\.uk|com|org|net)\b(?:/\S{0,200})?",
    re.IGNORECASE,
)
_RECRUITING = re.compile(
    r"\b(?:open (?:day|evening|morning)s?|admissions?(?= (?:team|office|process|department|page))|admissions(?= are)"
    r"|entrance (?:exam|test)s?|apply (?:now|for a place|to join (?:our|us))|enrol (?:now|today)"
    r"|(?:join|choose|come to) our (?:school|college|sixth form)|(?:book|arrange) a (?:tour|visit|taster day)"
    r"|(?:places|scholarships|bursaries) (?:are )?(?:still )?available|places in (?:year|reception)"
    r"|register your (?:child|interest)|prospective (?:parents|pupils|families)|school fees|limited places"
    r"|your (?:son|daughter|child) (?:will|would|could)|outstanding (?:school|education) for your)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z][A-Z’'-]+(?:[\s,;:&–-]+[A-Z][A-Z’'-]*){3,}\b")
_WORD = r"[A-Z][a-zà-öø-ÿ]+(?:[-’'][A-Z]?[a-zà-öø-ÿ]+)?"
_NAME = rf"{_WORD}(?:\s(?:de|van|von|al|el|O’|O')?\s?{_WORD}){{0,2}}"
_YEAR = r"(?:[Yy]ear|[Yy]r|[Yy])\s?\d{1,2}\b"
_PUPIL = r"(?:pupil|student|child|boy|girl|captain|prefect|[Hh]ead [Bb]oy|[Hh]ead [Gg]irl|winner|year[- ]old)"
_NOT_AN_AGE = r"(?!\s?[:.]\d|\s?(?:am|pm|miles|schools|pupils))"
_OF_US = r"(?:a|our|one of our|the)\s(?:\w+\s){0,2}"
_NEAR_A_PUPIL = [
    re.compile(rf"\b{_PUPIL},?\s(?:named\s|called\s)?({_NAME})"),
    re.compile(rf"\b(?:named|called)\s({_NAME}),?\s(?:who is |aged? |in |from |\(?{_YEAR})"),
    re.compile(rf"\b({_NAME})\s?[,(]\s?(?:(?:who is|aged?)\s)?(?:\d{{1,2}}\b{_NOT_AN_AGE}|{_YEAR})"),
    re.compile(rf"\b({_NAME})\s(?:from|in|of)\s{_YEAR}"),
    re.compile(rf"\b{_YEAR}(?:’s|'s)?\s({_NAME})\b"),
    re.compile(rf"\b({_NAME}),?\s{_OF_US}(?:pupil|student|head boy|head girl|prefect)\b"),
]  # fmt: skip
_FULL_NAME = re.compile(rf"\b(?=({_WORD})\s({_WORD})(?:\s({_WORD}))?)")  # "Then Emily Watson" is two pairs
_TITLE_BEFORE = re.compile(
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Rev|Revd|Fr|Father|Sister|Prof|Professor|St|Saint|King|Queen|Prince"
    r"|Princess|[Hh]ead|[Hh]ead[ -]?teacher|[Hh]eadmaster|[Hh]eadmistress|[Tt]eacher|[Gg]overnor|[Tt]rustee|[Cc]omposer"
    r"|[Aa]uthor|[Pp]oet|[Aa]rtist|by)\.?\s$"
)
_NO_PERSON = frozenset(
    "School College Academy Road Street Lane Avenue Trust Foundation Prize Award Hall House Theatre Theater Museum "
    "Centre Center University Library Hospital Church Chapel Cathedral Park Festival Cup Society Primary Junior Infant "
    "Infants High Grammar Catholic Sixth Prep Preparatory Lewis Shakespeare Dickens Darwin Austen Dahl Bach Britten "
    "Handel Vaughan Elgar Rutter Lovelace Turing Franklin Attenborough Concert Day Week Club Bridge Square Gallery "
    "Partnership Lodge Court Village Harris Federation".split()
)
_NOT_A_NAME = frozenset(
    "Year Years Key Stage The This That Our Their They We And But For From With Who In On At Of To Each Every All Some "
    "Most Both One Two Three Four Five Six Pupils Students Children Class Classes Reception Nursery English French "
    "German Spanish Latin Greek Maths Science History Music Drama Art Sport School Schools College Academy Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Spring Summer Autumn Winter Easter Christmas Term Head Council Saint Mr Mrs Ms Miss Dr "
    "Sir Chapel Hall Room Is Are Was Were It If When Then There Here Day Week Lessons Group Groups Team Teams Mentors "
    "Leaders Ambassadors Sixth Form Formers Governors Staff Teachers Parents Also After Before During Between About "
    "Cambridge Oxford London York".split()
)


def flags_in(text: str) -> list[Flag]:
    """Everything in one text that a person should look at again, in the order of SENTENCES, each once."""
    text = unicodedata.normalize("NFKC", text[:MOST_LETTERS])
    found = {
        "name": _names(text),
        "email": [*_matches(_EMAIL, text), *_matches(_EMAIL_IN_WORDS, text)],
        "phone": _matches(_PHONE, text),
        "recruiting": _matches(_RECRUITING, text),
        "capitals": _shouting(text),
        "link": _matches(_LINK, _EMAIL.sub(" ", text)),
    }
    return [Flag(kind, words) for kind, all_words in found.items() for words in _once(all_words)]


def _matches(pattern: re.Pattern, text: str) -> list[str]:
    return [match[0].strip(" .,;:-") for match in pattern.finditer(text)]


def _once(words: Iterable[str]) -> list[str]:
    """The first few, each once, cut to what a sentence can hold."""
    return [word if len(word) <= 60 else f"{word[:57]}…" for word in dict.fromkeys(words)][:MOST_OF_A_KIND]


def _shouting(text: str) -> list[str]:
    runs = _matches(_CAPITALS, text)
    letters = [letter for letter in text if letter.isalpha()]
    loud = sum(letter.isupper() for letter in letters)
    if not runs and len(letters) >= 20 and loud / len(letters) >= 0.7:
        return [text.strip()]
    return runs


def _names(text: str) -> list[str]:
    return [*_beside_pupil_words(text), *_first_and_last(text)]


def _beside_pupil_words(text: str) -> list[str]:
    """A capitalised word where a pupil is spoken of: "our Year 5 pupil Tom", "Aisha, 9", "Emma from Year 6"."""
    found = []
    for pattern in _NEAR_A_PUPIL:
        for match in pattern.finditer(text):
            words = [word for word in match[1].split() if word not in _NOT_A_NAME]
            is_person = words and not (set(words) & _NO_PERSON) and not _follows_title(text, match.start(1))
            if is_person and match[1].split()[0] not in _NOT_A_NAME:
                found.append(" ".join(words))
    return found


def _follows_title(text: str, place: int) -> bool:
    """Whether "Mrs", "Dr", "St" or the like stands just before: an adult, or a saint's school."""
    return _TITLE_BEFORE.search(text[max(0, place - 20) : place]) is not None


def _first_and_last(text: str) -> list[str]:
    """A common first name with another name after it, where it is no title, place or school."""
    found = []
    for match in _FULL_NAME.finditer(text):
        first, last, more = match.groups()
        if first not in FIRST_NAMES or last in _NOT_A_NAME or {last, more} & _NO_PERSON:
            continue
        if not _follows_title(text, match.start()):
            found.append(f"{first} {last}")
    return found
