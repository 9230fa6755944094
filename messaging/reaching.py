"""Whom an enquiry turns to when nobody answers: computed from dates and from who can be reached today.

The leads at once. After seven days of silence the leads again, those who became lead since, and everybody else who
acts for the school. After fourteen the school's office. After twenty-one the moderators. Where nobody of a step can be
reached, because all have left, their mailboxes bounce or they want no such letters, the next step is taken at once.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, NoticeChoice, When
from schools.domains import office_addresses
from schools.models import School, Status
from schools_together.outbox.bounces import bouncing

from .models import Answer, Attempt, Block, Enquiry, Standing, Step
from .models.enquiries import FINISHED

ENQUIRIES = "enquiries"  # the kind of notice (letters.py)
PATIENCE = {Step.COLLEAGUES: timedelta(days=7), Step.OFFICE: timedelta(days=14), Step.MODERATORS: timedelta(days=21)}
ORDER = list(Step)


def silent_enquiries():
    """Those that may need a step: passed on, without a word from the asked school, and not yet with the moderators."""
    blocked = Block.objects.filter(
        Q(school=OuterRef("to_school"), blocked=OuterRef("from_school"))
        | Q(school=OuterRef("from_school"), blocked=OuterRef("to_school"))
    )
    last = Attempt.objects.filter(enquiry=OuterRef("pk"), step=Step.MODERATORS)
    silent = Enquiry.objects.filter(
        standing=Standing.SENT, answer=Answer.NONE, asked_said_at=None, asked_archived_at=None, is_sample=False
    )
    return silent.exclude(outcome__in=FINISHED).exclude(to_school__status=Status.CLOSED).filter(
        ~Exists(last), ~Exists(blocked)
    )  # fmt: skip


def next_step(enquiry: Enquiry, today: date) -> Step | None:
    """The step to take today, or None while there is still reason to wait."""
    taken = list(enquiry.attempts.order_by("made_on", "pk"))
    begun = taken[0].made_on if taken else timezone.localdate(enquiry.opened_at)
    due = max((step for step, days in PATIENCE.items() if today - begun >= days), key=ORDER.index, default=Step.LEADS)
    step = next(step for step in ORDER[ORDER.index(due) :] if can_take(step, enquiry.to_school))
    furthest = max((ORDER.index(one.step) for one in taken), default=-1)
    return step if ORDER.index(step) > furthest else None


def can_take(step: Step, school: School) -> bool:
    """Whether this step reaches anybody today."""
    if step == Step.LEADS:
        return any(place.is_lead for place in reachable(school))
    if step == Step.COLLEAGUES:
        return bool(reachable(school))
    return step == Step.MODERATORS or bool(office_of(school))


def reachable(school: School) -> list[Membership]:
    """The active places of those whose mailbox works and who want letters about enquiries."""
    places = list(Membership.objects.active().of_school(school).select_related("user").order_by("pk"))
    refuse = bouncing(place.user.email for place in places)
    people = [place.user_id for place in places]
    off = NoticeChoice.objects.filter(kind=ENQUIRIES, when=When.OFF, user__in=people).values_list("user", flat=True)
    silenced = set(off)
    return [one for one in places if one.user_id not in silenced and one.user.email.lower() not in refuse]


def office_of(school: School) -> str:
    """The first mailbox of the school's office that does not bounce; empty where there is none."""
    addresses = office_addresses(school)
    refuse = bouncing(addresses)
    return next((one for one in addresses if one.lower() not in refuse), "")


SENTENCES = {
    Step.LEADS: "We told the leads of the school by e-mail.",
    Step.COLLEAGUES: "No answer yet, so we wrote to everybody who acts for the school here.",
    Step.OFFICE: "No answer yet, so we wrote to the school’s office.",
    Step.MODERATORS: "Our moderators try to reach the school.",
}


def where_it_stands(enquiry: Enquiry) -> list[tuple[date, str]]:
    """(day, sentence) for each step that was taken, for the school that asked. Names nobody."""
    return [(one.made_on, SENTENCES[Step(one.step)]) for one in enquiry.attempts.order_by("made_on", "pk")]
