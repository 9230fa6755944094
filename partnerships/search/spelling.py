"""A misspelt word led to a word of the directory: only to words that public entries hold today."""

from collections import Counter, defaultdict

from partnerships.models import SearchWord

from .memory import Memory
from .words import SILENT, stem

SHORTEST = 4
CANDIDATES = 40


class Spelling:
    """The words of public entries by their three-letter pieces; read anew when their number has changed."""

    def __init__(self):
        self.count = -1
        self.words: list[str] = []
        self.pieces: dict[str, list[int]] = {}

    def suggestion(self, word: str, memory: Memory) -> str | None:
        """The word that was probably meant, or two that were written as one; None where nothing comes near."""
        if len(word) < SHORTEST or word.isdigit() or " " in word:  # a phrase of the synonyms is spelt right
            return None
        self._read()
        near = sorted(self._near(word), key=lambda pair: pair[0])
        for _, other in near:
            if _is_live(other, memory):
                return other
        for at in range(3, len(word) - 2):
            parts = word[:at], word[at:]
            live = [_is_live(part, memory) for part in parts]
            if any(live) and all(found or part in SILENT for found, part in zip(live, parts, strict=True)):
                return " ".join(parts)
        return None

    def _read(self) -> None:
        count = SearchWord.objects.count()
        if count == self.count:
            return
        self.count, self.words = count, list(SearchWord.objects.values_list("word", flat=True))
        pieces: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            for piece in pieces_of(word):
                pieces[piece].append(number)
        self.pieces = dict(pieces)

    def _near(self, word: str):
        """(how far off, least first: slips, other first letter, slips of stems, length; word) of words within reach."""
        shared: Counter[int] = Counter()
        for piece in pieces_of(word):
            shared.update(self.pieces.get(piece, ()))
        most = 1 if len(word) == SHORTEST else 2
        for number, _ in shared.most_common(CANDIDATES):
            other = self.words[number]
            if other != word and (slips := slips_between(word, other, most)) <= most:
                # So that "expidition" is led to expeditions, not to exhibition.
                between_stems = slips_between(stem(word), stem(other), most)
                yield (slips, other[0] != word[0], between_stems, abs(len(other) - len(word)), other), other


def pieces_of(word: str) -> set[str]:
    """ "swim" has " sw", "swi", "wim", "im "."""
    padded = f" {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def slips_between(one: str, other: str, most: int) -> int:
    """Letters missing, added, wrong or swapped between two words; `most` + 1 for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _is_live(word: str, memory: Memory) -> bool:
    """Whether a public entry holds the word now, so that nothing hidden is ever offered."""
    token = stem(word)
    title, names, story = memory.sets_of([token])[token]
    return bool((title | names | story) & memory.live)


spelling = Spelling()
