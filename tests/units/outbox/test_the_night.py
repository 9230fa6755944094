"""Chores of the night: all are done, one that fails is told and stops no other, twice does no harm."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from schools_together.outbox import chores
from schools_together.outbox.chores import every_night

pytestmark = pytest.mark.django_db


def night() -> str:
    told = StringIO()
    call_command("nightly", stdout=told)
    return told.getvalue()


def test_every_chore_is_told_with_its_count():
    assert "Letters emptied: 0." in night()


def test_a_failing_chore_stops_no_other_and_is_told(monkeypatch, caplog):
    monkeypatch.setattr(chores, "CHORES", {})

    @every_night("Beds made")
    def make_beds(today):
        raise LookupError("no beds")

    @every_night("Lamps lit")
    def light_lamps(today):
        return 3

    told = StringIO()
    with pytest.raises(CommandError, match="Not done: Beds made"):
        call_command("nightly", stdout=told)
    assert told.getvalue() == "Beds made: failed, see the log.\nLamps lit: 3.\n"
    assert "no beds" in caplog.text


def test_two_chores_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})
    every_night("Lamps lit")(lambda today: 0)
    with pytest.raises(ValueError, match="Lamps lit"):
        every_night("Lamps lit")(lambda today: 1)
