"""Answers that people write in their own way: months, numbers, steps."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from django import forms

from partnerships.models import Basis

FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST = 1_000_000
LONGEST_KEY = 18  # digits of the largest key that both databases can look up
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BY_NUMBER = re.compile(r"(?:\d{1,2}[./-])?(\d{1,2})\s*[./ -]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?")
_BY_NAME = re.compile(r"(?:\d{1,2}\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")
_GUESS = re.compile(r"(about|around|roughly|approximately|approx\.?|some|c\.?|ca\.?|circa|nearly|almost|over|~|≈)\s*")
_DIGITS = re.compile(r"\d{1,3}(?:[ ,]\d{3})+|\d{1,9}")
SHORT = {"class": "st-short", "autocomplete": "off"}


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of the taxonomy. A key that is too long for any database is refused like one that we do not know."""

    def clean(self, value):
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": "…"})
        return super().clean(value)


class MonthField(forms.CharField):
    """A month and a year, as the first day of the month: 09/2024, September 2024, 2024-09."""

    sentence = "Enter a month and a year, like 09/2024."

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs=SHORT))
        super().__init__(required=False, max_length=30, **kwargs)

    def clean(self, value) -> date | None:
        text = super().clean(value).lower()
        if not text:
            return None
        month, year = self._parts(text)
        if not (1 <= month <= 12 and FIRST_YEAR <= year <= LAST_YEAR):
            raise forms.ValidationError(self.sentence)
        return date(year, month, 1)

    def _parts(self, text: str) -> tuple[int, int]:
        if found := _ISO.fullmatch(text):
            return int(found[2]), int(found[1])
        if found := _BY_NUMBER.fullmatch(text):
            return int(found[1]), int(found[2])
        found = _BY_NAME.fullmatch(text)
        if found and found[1][:3] in MONTHS:
            return MONTHS.index(found[1][:3]) + 1, int(found[2])
        raise forms.ValidationError(self.sentence)

    def prepare_value(self, value):
        return f"{value:%m/%Y}" if isinstance(value, date) else value


class Count(NamedTuple):
    """A figure and how it came about."""

    number: int
    basis: str


class CountField(forms.CharField):
    """A whole number, counted; or with a word like "about" before it, estimated. None when left empty."""

    sentence = "Enter a whole number, such as 20. Write “about 20” if it is a guess."

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={**SHORT, "inputmode": "numeric"}))
        super().__init__(required=False, max_length=30, **kwargs)

    def clean(self, value) -> Count | None:
        text = unicodedata.normalize("NFKC", super().clean(value)).strip().lower()
        if not text:
            return None
        guess = _GUESS.match(text)
        digits = text[guess.end() :] if guess else text
        if not (digits.isascii() and _DIGITS.fullmatch(digits)):
            raise forms.ValidationError(self.sentence)
        number = int(re.sub("[ ,]", "", digits))
        if number > MOST:
            raise forms.ValidationError(f"Enter a number up to {MOST:,}.")
        return Count(number, Basis.ESTIMATED if guess else Basis.COUNTED)

    def prepare_value(self, value):
        if isinstance(value, Count):
            return f"about {value.number}" if value.basis == Basis.ESTIMATED else str(value.number)
        return value


class WholeNumberField(CountField):
    """A whole number up to `most`, and nothing else."""

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        self.sentence = f"Enter a whole number up to {most}, such as 10."
        super().__init__(**kwargs)

    def clean(self, value) -> int | None:
        count = super().clean(value)
        if count and count.number > self.most:
            raise forms.ValidationError(self.sentence)
        return count.number if count else None


class StepsField(forms.CharField):
    """Steps, one a line: "Title: text". A list of {"title", "text"}."""

    most, longest_title, longest_text = 12, 100, 400

    def __init__(self, **kwargs):
        super().__init__(required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)

    def clean(self, value) -> list[dict[str, str]]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > self.most:
            raise forms.ValidationError(f"Write at most {self.most} steps, one a line.")
        return [self._step(number, line) for number, line in enumerate(lines, start=1)]

    def _step(self, number: int, line: str) -> dict[str, str]:
        title, _, text = (part.strip() for part in line.partition(":"))
        if len(title) > self.longest_title:
            raise forms.ValidationError(f"Step {number} needs a short title, then a colon, then the rest.")
        if len(text) > self.longest_text:
            raise forms.ValidationError(f"Step {number} is long. Use at most {self.longest_text} letters for one step.")
        return {"title": title, "text": text}

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{step['title']}: {step['text']}".rstrip(": ") for step in value)
        return value
