"""All that the site keeps about one person, as sections that become JSON or a page."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Field, Model
from django.utils import timezone

from .keeping import KEPT, Person, person_of
from .models import User

Section = dict[str, object]


def data_of(user: User) -> list[Section]:
    """One section for each table that holds something of this person: `about`, and `rows` of name and value."""
    person = person_of(user)
    sections = [
        {"about": kept.label, "rows": _rows(kept, person)} for kept in KEPT.values() if kept.mine and kept.shown
    ]
    return [section for section in sections if section["rows"]]


def _rows(kept, person: Person) -> list[dict]:
    relations = [name for name in kept.shown if kept.field(name).many_to_one]
    found = kept.rows_by(kept.mine, person)
    found = found.select_related(*relations) if relations else found
    return [{str(kept.field(name).verbose_name): _value(row, kept.field(name)) for name in kept.shown} for row in found]


def _value(row: Model, field: Field):
    """A value that JSON knows: numbers, yes and no as they are, instants in ISO 8601, all else in words."""
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    value = getattr(row, field.name)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | list | dict):
        return value
    return float(value) if isinstance(value, Decimal) else str(value)
