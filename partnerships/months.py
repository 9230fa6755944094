"""Months as people count them, and when an entry is due for its review (product.md, section 2)."""

from calendar import monthrange
from datetime import date

# Both schools are asked in these months after the last check …
NUDGED_AFTER = (11, 12, 13)
# … then lists say that nobody has confirmed it and put it lower, and in the end it leaves them.
UNCONFIRMED_AFTER = 15
ARCHIVED_AFTER = 24


def months_before(day: date, months: int) -> date:
    """The same day so many months ago; the last of the month where it is shorter (31 March, 1 month: 28 February)."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
