"""Filters with counts, as components/filters.html draws them, and the choices of a question that we know."""

from collections.abc import Iterable, Mapping

from django import forms

# Other ways to say "yes" in an address.
TICKED = {"on": ("yes",), "1": ("yes",)}


def facet_group(
    name: str,
    legend: str,
    choices: Iterable[tuple[str, str]],
    counts: Mapping[str, int],
    chosen: tuple,
    *,
    is_folded: bool = False,
    at_once: int | None = None,
    rest_words: str = "",
) -> dict:
    """One facet: name, legend, options in two parts (at once, folded), whether it is folded and open.

    An option is (value, words, count, chosen). Its count is what she would get by choosing it; one of nought that
    is not chosen is shown and cannot be. With `at_once`, the commonest come first and the others below `rest_words`.
    """
    options = [(value, words, counts.get(value, 0), value in chosen) for value, words in choices]
    if at_once is not None:
        options.sort(key=lambda option: (not option[3], -option[2]))
    return {
        "name": name,
        "legend": legend,
        "options": options[:at_once],
        "rest": options[at_once:] if at_once is not None else [],
        "rest_words": rest_words.format(len(options)),
        "is_folded": is_folded,
        "is_open": bool(chosen),
    }


class KnownChoices(forms.MultipleChoiceField):
    """Any of the values that we know. What we do not know is left out and remembered in `unknown`."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *args, also: dict[str, tuple[str, ...]] | None = None, **kwargs):
        super().__init__(*args, **{**kwargs, "required": False})
        self.also = also or {}
        self.unknown: list[str] = []

    def clean(self, value) -> tuple[str, ...]:
        known = [str(key) for key, _ in self.choices]
        asked = {one for typed in value or () for one in self.also.get(typed, (typed,)) if one}
        self.unknown = sorted(asked - set(known))
        return tuple(one for one in known if one in asked)
