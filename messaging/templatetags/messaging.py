"""What pages of other apps say about enquiries: `{% answering_time school %}`, `{% unread_enquiries user %}`."""

from datetime import timedelta
from statistics import median

from django import template
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from messaging.models import Enquiry
from schools.models import School
from schools_together.prepared import Prepared
from schools_together.ui.markdown import REL

register = template.Library()

FEWEST_ANSWERS = 3
LATEST_ANSWERS = 100  # habits of long ago say little
MOST_COUNTED = 99
TWO_WEEKS, A_YEAR = timedelta(days=14), timedelta(days=365)


@register.filter(is_safe=True)
def ugc_links(text: str) -> SafeString:
    """Plain text, escaped, in which addresses are links that give nobody any credit with search engines."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True).replace('rel="nofollow"', f'rel="{REL}"'))


@register.simple_tag
def answering_time(school: School) -> str:
    """How fast a school usually answers, like "Usually answers within 2 days", or nothing for fewer than three answers.

    The median time to its first words, over the last hundred enquiries that it answered. A school that leaves more
    unanswered than it answers has no usual time.
    """
    if len(received_at_all(school.pk)) < FEWEST_ANSWERS:
        return ""
    waits = sorted(first_waits(school))
    if len(waits) < FEWEST_ANSWERS or left_alone(school) > len(waits):
        return ""
    days = round(median(waits) / timedelta(days=1))
    return "Usually answers within a day" if days <= 1 else f"Usually answers within {days} days"


def _received_at_all(school_id: int) -> QuerySet:
    """As many of the enquiries to a school as it takes to have a usual time."""
    return Enquiry.objects.received_by(school_id).order_by().values_list("pk", flat=True)[:FEWEST_ANSWERS]


received_at_all = Prepared(_received_at_all, int)  # asked on each page of a project


@register.simple_tag
def unread_enquiries(user) -> int:
    """How many enquiries hold something that this person has not read; counts no further than 99. One query."""
    if not user.is_authenticated:
        return 0
    return len(
        Enquiry.objects.visible_to(user)
        .with_is_unread(user)
        .filter(is_unread=True)
        .order_by()
        .values_list("pk", flat=True)[:MOST_COUNTED]
    )


def left_alone(school: School) -> int:
    """How many enquiries of the last year have had no word from the school for two weeks."""
    now = timezone.now()
    old = Enquiry.objects.received_by(school).filter(opened_at__range=(now - A_YEAR, now - TWO_WEEKS))
    return old.unanswered().exclude(messages__school=school).count()


def first_waits(school: School) -> list[timedelta]:
    """From opening to the first word or answer of the school, for its latest answered enquiries."""
    first_word = Min("messages__sent_at", filter=Q(messages__school=F("to_school")))
    received = Enquiry.objects.received_by(school).annotate(first_word=first_word)
    answered = received.filter(Q(first_word__isnull=False) | Q(answered_at__isnull=False))
    rows = answered.order_by("-opened_at", "-pk").values_list("opened_at", "first_word", "answered_at")[:LATEST_ANSWERS]
    return [min(filter(None, instants)) - opened for opened, *instants in rows]
