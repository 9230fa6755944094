"""What is done for conversations by night."""

from datetime import date, timedelta

from django.utils import timezone

from schools_together.outbox.chores import every_night

from .desk_letters import tell_moderators_of_overdue
from .letters import reach
from .models import Report
from .reaching import silent_enquiries

LATEST = timedelta(days=120)  # older ones are history


@every_night("Overdue concerns told to the moderators")
def tell_of_overdue_concerns(today: date) -> int:
    """One letter a day for each moderator, while some wait."""
    count = Report.objects.overdue().count()
    if count:
        tell_moderators_of_overdue(today, count)
    return count


@every_night("Steps taken so that enquiries reach somebody")
def reach_somebody(today: date) -> int:
    """After 7, 10, 14 and 17 days of silence, and at once where whom we counted on cannot be reached any more."""
    silent = silent_enquiries().filter(opened_at__gt=timezone.now() - LATEST).order_by("pk")
    taken = 0
    for pk in list(silent.values_list("pk", flat=True)):
        held = silent_enquiries().select_for_update(of=("self",)).select_related("to_school", "from_school")
        enquiry = held.filter(pk=pk).first()  # read again: an answer may have come meanwhile
        taken += bool(enquiry and reach(enquiry, today))
    return taken
