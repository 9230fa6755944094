"""Every table says what it keeps about people: a new one with an account or an address in it fails until it does."""

import pytest
from django.apps import apps
from django.db.models import EmailField

from accounts.keeping import KEPT, histories, tables_of_people
from accounts.models import User
from partnerships.models import Idea


def test_there_is_something_to_read():
    assert Idea in dict(tables_of_people())
    assert len(histories()) > 5


@pytest.mark.parametrize("model", [model for model, _ in tables_of_people()], ids=lambda model: model._meta.label)
def test_a_table_with_people_in_it_says_what_becomes_of_them(model):
    named = dict(tables_of_people())[model]
    assert model in KEPT, f"Say in {model._meta.app_label}/personal.py what {model.__name__} keeps about people."
    assert named - KEPT[model].named == set(), f"Say what erasing does with these fields of {model.__name__}."


@pytest.mark.parametrize("kept", KEPT.values(), ids=lambda kept: kept.model._meta.label)
def test_every_field_that_is_told_exists_and_can_be_emptied(kept):
    for name in {*kept.named, *kept.mine, *kept.shown, *kept.own_words}:
        kept.field(name)
    empties = [name for name in kept.unnamed if can_be_emptied(kept.field(name))]
    # The log of Django's admin has no room for nobody: accounts/personal.py puts the former moderator there.
    assert set(kept.unnamed) - set(empties) <= ({"user"} if kept.model._meta.label == "admin.LogEntry" else set())


def can_be_emptied(field) -> bool:
    return field.null or field.many_to_many or isinstance(field, EmailField)


def test_what_is_downloaded_is_what_is_the_persons_own():
    assert [kept.label for kept in KEPT.values() if kept.mine and not kept.shown] == []


def test_no_account_is_left_out_because_a_library_names_it_otherwise():
    pointing = {rel.related_model for rel in User._meta.related_objects if not rel.related_model._meta.auto_created}
    histories_of_ours = set(histories())
    assert {model for model in pointing if model in set(apps.get_models())} - set(KEPT) - histories_of_ours == set()
