"""Several forms on one page, for one summary of their troubles."""

from collections.abc import Iterator
from itertools import chain

from django import forms
from django.core.exceptions import ValidationError

from schools_together.ui.forms import first_box


class Together:
    """What the error summary needs to know of a form, of several at once."""

    def __init__(self, *parts: forms.BaseForm):
        self.parts = parts

    @property
    def errors(self) -> list:
        return list(chain.from_iterable(part.errors.items() for part in self.parts))

    def non_field_errors(self) -> list[str]:
        return list(chain.from_iterable(part.non_field_errors() for part in self.parts))

    def __iter__(self) -> Iterator[forms.BoundField]:
        return chain.from_iterable(self.parts)

    def are_valid(self) -> bool:
        """Every one is asked, so that all troubles are shown at once."""
        answers = [part.is_valid() for part in self.parts]
        return all(answers)

    def tell(self, trouble: ValidationError) -> None:
        """Put the sentences of an action to the fields that they name, or above the form."""
        by_field = trouble.message_dict if hasattr(trouble, "error_dict") else {"": trouble.messages}
        for name, sentences in by_field.items():
            form, field = self._place(name)
            for sentence in sentences:
                form.add_error(field, sentence)

    def target_of(self, name: str) -> str:
        """The id of the box that a link to this field must reach; empty where the page has none."""
        form, field = self._place(name)
        return first_box(form[field]) if field else ""

    def label_of(self, name: str) -> str:
        form, field = self._place(name)
        return str(form[field].label) if field else ""

    def box(self, name: str) -> forms.BoundField | None:
        """The box that is called so in what was sent: with the prefix of its form."""
        boxes = {part.add_prefix(field): part[field] for part in self.parts for field in part.fields}
        return boxes.get(name)

    def _place(self, name: str) -> tuple[forms.BaseForm, str | None]:
        name = {"partner_search": "school_q"}.get(name, name)
        return next(((part, name) for part in self.parts if name in part.fields), (self.parts[0], None))
