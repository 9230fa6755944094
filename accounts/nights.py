"""What is done for people by night."""

from datetime import date

from django.utils import timezone

from schools_together.outbox.chores import every_night

from .models import Tally


@every_night("Tallies of limits forgotten")
def forget_old_tallies(today: date) -> int:
    """Those that count no more."""
    return Tally.objects.filter(ends_at__lt=timezone.now()).delete()[0]
