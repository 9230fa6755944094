"""Holding a row while it is decided upon."""

from django.core.exceptions import ValidationError
from django.db import models


def locked[Row: models.Model](row: Row) -> Row:
    """The stored row, held until the transaction ends. SQLite holds the whole file instead (transaction_mode)."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def mirror(target: models.Model, source: models.Model, fields: list[str]) -> None:
    """Let the caller's copy say what is stored."""
    for name in fields:
        setattr(target, name, getattr(source, name))


def refuse(sentence: str) -> None:
    """A ValidationError with the sentence, unless it is empty."""
    if sentence:
        raise ValidationError(sentence)
