"""Whom an enquiry turns to when nobody answers: computed from dates and from who can be reached today.

All leads hear of it at once; the one who has been here longest is the first contact. After seven days of silence the
second contact is asked: the next lead, or a member where there is no other. After ten days the other leads and
everybody else who acts for the school, after fourteen its office, after seventeen the moderators. Where the first or
the second contact has left or bounces, or a step would reach nobody, the next is taken at once (decision 0016).
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership, NoticeChoice, When
from schools.domains import office_addresses
from schools.models import School, Status
from schools_together.outbox.bounces import bouncing

from .models import Answer, Attempt, Block, Enquiry, Standing, Step
from .models.standing import FINISHED

ENQUIRIES = "enquiries"  # the kind of notice (letters.py)
PATIENCE = {
    Step.SECOND: timedelta(days=7),
    Step.COLLEAGUES: timedelta(days=10),
    Step.OFFICE: timedelta(days=14),
    Step.MODERATORS: timedelta(days=17),
}
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


def next_step(enquiry: Enquiry, today: date) -> Attempt | None:
    """The attempt to make today, not saved yet, or None while there is still reason to wait."""
    taken, places = list(enquiry.attempts.order_by("made_on", "pk")), reachable(enquiry.to_school)
    begun = taken[0].made_on if taken else timezone.localdate(enquiry.opened_at)
    due = [step for step, days in PATIENCE.items() if today - begun >= days]
    lost = [after(Step(one.step)) for one in taken if is_lost(one, places)]
    begin_at = max([Step.LEADS, *due, *lost], key=ORDER.index)
    first = next((one for one in taken if one.step == Step.LEADS), None)
    for step in ORDER[ORDER.index(begin_at) :]:
        can_take, contact = whom(step, enquiry.to_school, places, first)
        if can_take:
            break
    furthest = max((ORDER.index(one.step) for one in taken), default=-1)
    return Attempt(enquiry=enquiry, step=step, place=contact, made_on=today) if ORDER.index(step) > furthest else None


def whom(step: Step, school: School, places: list[Membership], first: Attempt | None) -> tuple[bool, Membership | None]:
    """(whether this step reaches anybody today, whom it counts on); `first` is the attempt that told the leads."""
    in_line = sorted(places, key=lambda place: not place.is_lead)  # leads first, those who came first before others
    if step == Step.LEADS:
        contact = next((place for place in in_line if place.is_lead), None)
        return contact is not None, contact
    if step == Step.SECOND:
        contact = next((place for place in in_line if place.pk != first.place_id), None) if first else None
        return contact is not None, contact
    if step == Step.COLLEAGUES:
        return bool(places), None
    return step == Step.MODERATORS or bool(office_of(school)), None


def is_lost(attempt: Attempt, places: list[Membership]) -> bool:
    """Whether this attempt counted on somebody who cannot be reached any more."""
    counts = attempt.step in (Step.LEADS, Step.SECOND)
    return counts and attempt.place_id not in [place.pk for place in places]


def after(step: Step) -> Step:
    return ORDER[ORDER.index(step) + 1]


def reachable(school: School) -> list[Membership]:
    """The active places of those whose mailbox works and who want letters about enquiries, the first comers first."""
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
    Step.SECOND: "No answer yet, so we asked a second person at the school.",
    Step.COLLEAGUES: "No answer yet, so we wrote to everybody else who acts for the school here.",
    Step.OFFICE: "No answer yet, so we wrote to the school’s office.",
    Step.MODERATORS: "Our moderators try to reach the school.",
}


def where_it_stands(enquiry: Enquiry) -> list[tuple[date, str]]:
    """(day, sentence) for each step that was taken, for the school that asked. Names nobody."""
    return [(one.made_on, SENTENCES[Step(one.step)]) for one in enquiry.attempts.order_by("made_on", "pk")]
