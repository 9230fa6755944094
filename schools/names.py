"""How names are folded so that what people type meets what the register writes."""

import re
import unicodedata

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bsaint\b")


def search_key(*texts: str) -> str:
    """Lower-case ASCII words of the texts: accents off, apostrophes gone, "saint" as "st", single spaces.

    >>> search_key("St. Mary’s School", "Ynys Môn")
    'st marys school ynys mon'
    """
    text = unicodedata.normalize("NFKD", " ".join(texts)[:1000]).lower()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text)).strip()
    return _SAINT.sub("st", text)
