"""What an error summary needs to know of a form."""

from django.forms import BaseForm, BoundField, Field
from django.forms.widgets import ChoiceWidget, MultiWidget, Select


def first_box(field: BoundField) -> str:
    """The id of the element that a link to this field must reach: the first box of a group."""
    widget = field.field.widget
    grouped = isinstance(widget, ChoiceWidget) and not isinstance(widget, Select)
    return f"{field.auto_id}_0" if grouped or isinstance(widget, MultiWidget) else field.auto_id


def _sentence(field: BoundField, error: str) -> str:
    """The error as it must read away from its field: Django's own "This field is required" gets the field's label."""
    if error == Field.default_error_messages["required"]:
        return f"{field.label}: we need an answer."
    return error


def summary_lines(form: BaseForm) -> list[dict]:
    """Each trouble as a sentence and the id it leads to, in the order of the form; the whole form's troubles first."""
    lines = [{"sentence": sentence, "target": ""} for sentence in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else first_box(field)
        lines.extend({"sentence": _sentence(field, error), "target": target} for error in field.errors)
    return lines


def status_of(*forms) -> int:
    """The status of a page that shows forms: 422 where something typed has to be mended, else 200."""
    return 422 if any(form.errors for form in forms) else 200
