"""Months as people count them."""

from datetime import date

import pytest

from partnerships.months import months_before


@pytest.mark.parametrize(
    "day, months, before",
    [
        (date(2026, 11, 25), 11, date(2025, 12, 25)),
        (date(2026, 11, 25), 12, date(2025, 11, 25)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 1, 15), 13, date(2024, 12, 15)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
    ],
)
def test_the_same_day_so_many_months_ago(day, months, before):
    assert months_before(day, months) == before
