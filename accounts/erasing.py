"""How a person is taken out of every table: rows that go, names that are emptied, old versions of both.

Only what `keeping.py` was told is known here. The action that asks for it is `actions.erase_account`.
"""

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, Left

from .keeping import ALSO_ERASED, KEPT, Keeping, Person, histories
from .models import User

REASON_LENGTH = 100  # of simple_history


def erase(person: Person) -> None:
    """Everything about the person, the account last. Call it inside a transaction.

    Order: letters, sessions and logs while rows still tell whose they are; names emptied; rows that go; the old
    versions, to which the going itself has added; the account.
    """
    for function in ALSO_ERASED:
        function(person)
    for kept in KEPT.values():
        _unname(kept, person)
    for kept in KEPT.values():
        if kept.model is not User:
            kept.rows_by(kept.goes, person).delete()
    _erase_histories(person)
    pk = person.user.pk
    person.user._history_user = None
    person.user.delete()
    _empty_old_words(KEPT[User], pk)


def _unname(kept: Keeping, person: Person) -> None:
    if kept.own_words and kept.model is not User:
        kept.rows_by(kept.mine, person).order_by().update(**dict.fromkeys(kept.own_words, ""))
    for name in kept.unnamed:
        field, rows = kept.field(name), kept.rows_by([name], person)
        if field.many_to_many:
            key = {f"{User._meta.model_name}_id": person.user.pk}
            getattr(kept.model, name).through._base_manager.filter(**key).delete()
        elif field.null or isinstance(field, models.EmailField):
            rows.order_by().update(**{name: None if field.null else ""})


def _erase_histories(person: Person) -> None:
    """Who changed something becomes a number that leads nowhere; the person's own words and addresses are emptied."""
    for kept in KEPT.values():
        _empty_old_words(kept, person.user.pk)
    tail = Value(f" (by person {person.user.pk}, erased)")
    for history in histories():
        told = Left(Concat(Coalesce(F("history_change_reason"), Value("")), tail), REASON_LENGTH)
        history._base_manager.filter(history_user=person.user.pk).update(history_user=None, history_change_reason=told)
        for field in history._meta.local_fields:
            if isinstance(field, models.EmailField):
                for address in person.addresses:
                    history._base_manager.filter(**{f"{field.name}__iexact": address}).update(**{field.name: ""})


def _empty_old_words(kept: Keeping, user_pk: int) -> None:
    history = getattr(getattr(kept.model, "history", None), "model", None)
    if history is None or not kept.own_words:
        return
    for name in kept.mine:
        rows = history._base_manager.filter(**{name: user_pk})
        rows.update(**dict.fromkeys(kept.own_words, ""))
