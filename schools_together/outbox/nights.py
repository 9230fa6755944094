"""What the outbox itself does by night."""

from datetime import date

from django.conf import settings

from .bounces import forget_old_bounces
from .chores import every_night
from .letters import empty_old_letters


@every_night("Letters emptied")
def forget_old_letters(today: date) -> int:
    """Forget the addresses and words of old letters (LETTERS_KEPT_DAYS)."""
    return empty_old_letters(settings.LETTERS_KEPT_DAYS)


@every_night("Bounces forgotten")
def give_mailboxes_a_new_chance(today: date) -> int:
    """A year after the last one."""
    return forget_old_bounces()
