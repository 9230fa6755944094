"""What the site keeps about a person: each app says it for its own tables in `<app>/personal.py`, found at start.

    keeps(Idea, "Projects you saved", mine=["user"], goes=["user"], shown=["project", "note", "saved_at"])

From this follow the download, the page before erasing, the erasing itself and the words of the privacy page. A field
that points at a person or holds an e-mail address and is named by nobody fails tests/house/test_personal_data.py.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import EmailField, Field, Model, Q, QuerySet

from .models import User


@dataclass(frozen=True)
class Person:
    """Somebody, and every address by which the site knows them; all lower case."""

    user: User
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Keeping:
    """One table's part.

    mine: the fields by which a row is this person's, for the download; shown: what the download tells of it.
    goes: fields by whose match the row goes with the account. unnamed: fields that are emptied while the row stays.
    own_words: fields that are emptied in rows that are `mine`, and in every old version of them.
    stays: the sentence that says beforehand what stays, and why. others: fields that name only other people or offices.
    """

    model: type[Model]
    label: str
    mine: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    goes: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    stays: str = ""

    @property
    def named(self) -> set[str]:
        """Every field whose fate is said."""
        return {*self.goes, *self.unnamed, *self.others}

    def field(self, name: str) -> Field:
        return self.model._meta.get_field(name)

    def rows_by(self, names: Sequence[str], person: Person) -> QuerySet:
        """The rows that one of these fields ties to the person, in the order of their making."""
        tied = Q(pk__in=[])
        for name in names:
            tied |= _tie(self.field(name), name, person)
        return self.model._base_manager.filter(tied).order_by("pk").distinct()


KEPT: dict[type[Model], Keeping] = {}
ALSO_ERASED: list[Callable[[Person], None]] = []


def keeps(model: type[Model], label: str, *, stays: str = "", **fields: Sequence[str]) -> None:
    """Say what a table keeps about people; see Keeping."""
    said = Keeping(model, label, stays=stays, **{name: tuple(value) for name, value in fields.items()})
    if KEPT.setdefault(model, said) is not said:
        raise ValueError(f"It is said twice what {model.__name__} keeps.")


def also_erases(function: Callable[[Person], None]) -> Callable[[Person], None]:
    """Registers what must be erased besides rows that name the person: letters, sessions."""
    ALSO_ERASED.append(function)
    return function


def person_of(user: User) -> Person:
    """The person with all their addresses, verified or not."""
    known = EmailAddress.objects.filter(user_id=user.pk).values_list("email", flat=True)
    return Person(user, tuple(sorted({user.email.lower(), *(address.lower() for address in known)})))


def told_to(person: Person) -> list[Keeping]:
    """What is really kept about this person, the account first."""
    held = [kept for kept in KEPT.values() if kept.rows_by([*kept.mine, *kept.unnamed], person).exists()]
    return sorted(held, key=lambda kept: kept.model is not User)


def points_at_a_person(field: Field) -> bool:
    """True for a field that names an account or holds an e-mail address."""
    return isinstance(field, EmailField) or field.related_model is User


def tables_of_people() -> Iterator[tuple[type[Model], set[str]]]:
    """Every table with fields that point at people, and their names. Histories are not here: erasing knows them all."""
    for model in apps.get_models():
        fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
        named = {field.name for field in fields if points_at_a_person(field)}
        if named and not is_history(model):
            yield model, named


def histories() -> list[type[Model]]:
    """The tables in which simple_history keeps old versions."""
    return [model for model in apps.get_models() if is_history(model)]


def is_history(model: type[Model]) -> bool:
    return hasattr(model, "history_type") and hasattr(model, "instance_type")


def _tie(field: Field, name: str, person: Person) -> Q:
    if isinstance(field, EmailField) and not field.primary_key:
        tied = Q(pk__in=[])
        for address in person.addresses:
            tied |= Q(**{f"{name}__iexact": address})
        return tied
    return Q(**{name: person.user.pk})
