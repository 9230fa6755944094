"""What is done once a day. An app names its chores in `<app>/nights.py`, which is found when the site starts:

    @every_night("Letters emptied")
    def forget_old_letters(today: date) -> int: ...

A chore gets today's date (in London), returns how many things it changed, and is safe to run twice on one day: what
it does follows from dates in the database, never from "when did I run last".
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date

from django.db import transaction

logger = logging.getLogger(__name__)
CHORES: dict[str, Callable[[date], int]] = {}


def every_night(words: str) -> Callable:
    """Registers a chore under the words with which the command reports it."""

    def register(function: Callable[[date], int]) -> Callable[[date], int]:
        if CHORES.setdefault(words, function) is not function:
            raise ValueError(f"Two chores are called “{words}”.")
        return function

    return register


def do_chores(today: date) -> Iterator[tuple[str, int | None]]:
    """(words, how many) for each chore, each in its own transaction; None where one failed, which stops no other."""
    for words, chore in CHORES.items():
        try:
            with transaction.atomic():
                count = chore(today)
        except Exception:  # noqa: BLE001 - the other chores must still be done; the log has the whole story
            logger.exception("The nightly chore “%s” failed.", words)
            yield words, None
        else:
            yield words, count
