"""Months, numbers and steps, as people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnerships.forms.fields import Count, CountField, MonthField, StepsField, WholeNumberField


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", None),
        ("09/2024", date(2024, 9, 1)),
        ("9/2024", date(2024, 9, 1)),
        ("9.2024", date(2024, 9, 1)),
        ("15/09/2024", date(2024, 9, 1)),
        ("2024-09", date(2024, 9, 1)),
        ("2024-09-15", date(2024, 9, 1)),
        ("September 2024", date(2024, 9, 1)),
        ("sept 2024", date(2024, 9, 1)),
        ("Sep. 2024", date(2024, 9, 1)),
    ],
)
def test_a_month_in_many_ways(typed, understood):
    assert MonthField().clean(typed) == understood


@pytest.mark.parametrize(
    "typed", ["2024", "00/2024", "13/2024", "9/1066", "0001-01-01", "9999-12-31", "soon", "09/20244"]
)
def test_what_is_no_month(typed):
    with pytest.raises(ValidationError, match="Enter a month and a year, like 09/2024."):
        MonthField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("", None),
        ("0", Count(0, "counted")),
        ("20", Count(20, "counted")),
        ("1,200", Count(1200, "counted")),
        ("1 200", Count(1200, "counted")),
        ("about 20", Count(20, "estimated")),
        ("About 20", Count(20, "estimated")),
        ("c. 20", Count(20, "estimated")),
        ("~20", Count(20, "estimated")),
        ("２０", Count(20, "counted")),
    ],
)
def test_a_figure_counted_or_guessed(typed, understood):
    assert CountField().clean(typed) == understood


@pytest.mark.parametrize("typed", ["-1", "1.5", "20 pupils", "lots", "1e9", "١٢", "NaN", "1,20", "about"])
def test_what_is_no_figure(typed):
    with pytest.raises(ValidationError, match="Enter a whole number"):
        CountField().clean(typed)


def test_a_figure_beyond_reason_is_refused():
    with pytest.raises(ValidationError, match="Enter a number up to 1,000,000."):
        CountField().clean("999999999")
    with pytest.raises(ValidationError, match="Enter a whole number up to 500, such as 10."):
        WholeNumberField(most=500).clean("501")


def test_a_figure_comes_back_as_it_was_meant():
    assert CountField().prepare_value(Count(20, "estimated")) == "about 20"
    assert CountField().prepare_value(Count(20, "counted")) == "20"
    assert CountField().prepare_value("lots") == "lots"


def test_steps_are_lines_with_a_title_and_a_text():
    steps = StepsField().clean("Walk the route: Check entrances: and toilets.\n\n Try it once ")
    assert steps == [
        {"title": "Walk the route", "text": "Check entrances: and toilets."},
        {"title": "Try it once", "text": ""},
    ]
    assert StepsField().prepare_value(steps) == "Walk the route: Check entrances: and toilets.\nTry it once"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("x" * 101, "Step 1 needs a short title, then a colon, then the rest."),
        ("a: b\nc: " + "x" * 401, "Step 2 is long."),
        ("a\n" * 13, "Write at most 12 steps, one a line."),
    ],
)
def test_steps_that_are_too_long_say_which(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        StepsField().clean(typed)
