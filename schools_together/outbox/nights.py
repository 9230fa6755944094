"""What the outbox itself does by night."""

from datetime import date

from django.conf import settings
from django.db import connection

from .bounces import forget_old_bounces
from .chores import every_night
from .letters import empty_old_letters

ROWS_LOOKED_AT = 1000  # of each index; the whole directory then takes a fraction of a second


@every_night("Letters emptied")
def forget_old_letters(today: date) -> int:
    """Forget the addresses and words of old letters (LETTERS_KEPT_DAYS)."""
    return empty_old_letters(settings.LETTERS_KEPT_DAYS)


@every_night("Bounces forgotten")
def give_mailboxes_a_new_chance(today: date) -> int:
    """A year after the last one."""
    return forget_old_bounces()


@every_night("Databases measured")
def measure_tables(today: date) -> int:
    """SQLite chooses its indexes by statistics, which a migration that rebuilds a table throws away. PostgreSQL keeps
    its own.
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
    return 1
