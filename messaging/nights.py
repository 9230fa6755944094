"""What is done for conversations by night."""

from datetime import date

from schools_together.outbox.chores import every_night

from .desk_letters import tell_moderators_of_overdue
from .models import Report


@every_night("Overdue concerns told to the moderators")
def tell_of_overdue_concerns(today: date) -> int:
    """One letter a day for each moderator, while some wait."""
    count = Report.objects.overdue().count()
    if count:
        tell_moderators_of_overdue(today, count)
    return count
