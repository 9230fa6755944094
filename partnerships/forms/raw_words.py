"""What was typed at a box and could not be read: kept as it was typed, and back in the box with its error later."""

from django import forms
from django.http import QueryDict

MOST_LETTERS = 50_000  # of all boxes together; longer texts stay in the page that was sent, and on the device


def raw_words_of(*parts: forms.BaseForm | None) -> dict[str, list[str]]:
    """{name of a box: what was typed} of every box that has an error. A partner is kept whole: it is named whole."""
    kept = {}
    for part in parts:
        if part is None or not part.errors:
            continue
        names = part.errors if part.prefix is None else part.fields
        for name in filter(part.fields.__contains__, names):
            box = part.add_prefix(name)
            typed = part.data.getlist(box) if isinstance(part.data, QueryDict) else [part.data.get(box, "")]
            if part.prefix is None or any(typed):
                kept[box] = typed or [""]
    letters = sum(len(text) for typed in kept.values() for text in typed)
    return kept if letters <= MOST_LETTERS else {}


def with_raw_words(form: forms.BaseForm, raw: dict[str, list[str]]) -> QueryDict:
    """The form as somebody would send it who changed nothing but these boxes."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        value, box = form[name].value(), form.add_prefix(name)
        if value is True:
            data[box] = "on"
        elif isinstance(value, (list, tuple)):
            data.setlist(box, [str(one) for one in value])
        elif value not in (None, False):
            data[box] = str(value)
        if box in raw:
            data.setlist(box, raw[box])
    return data


def saved_words(form: forms.BaseForm, raw: dict[str, list[str]]) -> dict[str, str]:
    """{name of a box: what is stored there} for the boxes that were not understood; `form` shows what is stored."""
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {box: values[box] if isinstance(values.get(box), str) else "" for box in raw}
