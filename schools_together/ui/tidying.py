"""Typed text made plain before a form looks at it."""

import unicodedata
from uuid import uuid4

from django import forms
from django.http import QueryDict

MOST_MARKS = 4  # combining marks on one letter; more is a joke that breaks the page
KEPT = "\n\t"
TOO_LONG = "Use at most %(limit_value)d letters. Now there are %(show_value)d."


def tidy(text: str) -> str:
    """NFC, line breaks as \\n, no controls, no invisible or direction-changing characters, no towers of accents."""
    kept, marks = [], 0
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind == "Mn" else 0
        if marks <= MOST_MARKS and (letter in KEPT or kind not in ("Cc", "Cf", "Cs", "Co", "Cn")):
            kept.append(letter)
    return "".join(kept)


def tidied(data: QueryDict) -> QueryDict:
    """A copy of what was sent, every value tidied. Names of fields are compared with ours, so they need none of it."""
    copy = QueryDict(mutable=True)
    for name, values in data.lists():
        copy.setlist(name, [tidy(value) for value in values])
    return copy


class Tidy:
    """Before any kind of form: it sees only tidied text, and its answers come back as they were understood."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(tidied(data) if isinstance(data, QueryDict) else data, *args, **kwargs)
        say_what_is_too_long(self)


def say_what_is_too_long(form: forms.BaseForm) -> None:
    """Django's own sentence about too many letters says neither what to do nor so in our words."""
    for field in form.fields.values():
        field.error_messages.setdefault("max_length", TOO_LONG)


class TidyForm(Tidy, forms.Form):
    """A form of its own fields that sees only tidied text."""


class OnceField(forms.UUIDField):
    """A hidden token that makes pressing twice the same as pressing once."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False, initial=uuid4)

    def clean(self, value):
        """A token that is none is as good as a new one."""
        try:
            return super().clean(value) or uuid4()
        except forms.ValidationError:
            return uuid4()
