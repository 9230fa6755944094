"""One conversation as members of one side see it. Everything the page says of the other side passes through here."""

from dataclasses import dataclass

from accounts.models import Membership
from accounts.permissions import is_lead
from schools.models import School

from .models import Enquiry, Message, Outcome
from .names import about_how_far, describe, hides_from, name_of_other
from .permissions import blocks_between, why_not_write
from .reaching import where_it_stands

FORMER = "Former staff member"


@dataclass(frozen=True)
class Line:
    """One message, and by whom as this reader may know."""

    message: Message
    who: str
    is_ours: bool
    shows_links: bool


def thread_of(enquiry: Enquiry, user, ours: School) -> dict:
    """The context of the page but for its forms."""
    theirs = enquiry.other_school(ours)
    hidden = hides_from(enquiry, ours)
    pair = blocks_between(ours, theirs, enquiry)
    answers = ours.pk == enquiry.to_school_id
    return {
        "enquiry": enquiry,
        "ours": ours,
        "theirs": None if hidden else theirs,
        "their_name": name_of_other(enquiry, ours),
        "facts": facts_of(enquiry, ours),
        "lines": lines_of(enquiry, user, ours),
        "readers": readers_of(enquiry, user, ours),
        "answers": answers,
        "turn": turn_of(enquiry, ours),
        "outcomes": [choice for choice in Outcome.choices if choice[0]],
        "trouble": why_not_write(ours, theirs, enquiry, pair),
        "can_block": is_lead(user, ours),
        "is_blocked": pair[0],
        "standing": [] if answers or not enquiry.is_sent or enquiry.asked_said_at else where_it_stands(enquiry),
        "is_archived": bool(enquiry.asked_archived_at if answers else enquiry.asker_archived_at),
    }


def facts_of(enquiry: Enquiry, ours: School) -> list[tuple[str, str]]:
    """(term, words) of the other school and of what is asked. Of an unnamed one nothing that is its own."""
    theirs = enquiry.other_school(ours)
    if hides_from(enquiry, ours):
        school = [("School", name_of_other(enquiry, ours)), ("Distance", about_how_far(ours, theirs))]
    else:
        school = [("School", describe(theirs, ours)), ("Place", theirs.place), ("On roll", theirs.pupils or "")]
    asked = [("For", enquiry.for_whom), ("When", enquiry.wanted_when), ("What is hard", enquiry.hurdles)]
    return [*school, *asked]


def lines_of(enquiry: Enquiry, user, ours: School) -> list[Line]:
    """All messages in order. Links of the first one are text until the school that was asked has said something."""
    written = list(enquiry.messages.select_related("author", "school"))
    places = Membership.objects.active().filter(user__in={one.author_id for one in written if one.author_id})
    working = set(places.values_list("user_id", "school_id"))
    first = written[0].pk if written else None
    return [
        Line(one, _who(one, enquiry, user, ours, working), one.school_id == ours.pk, one.pk != first)
        for one in written
    ]  # fmt: skip


def readers_of(enquiry: Enquiry, user, ours: School) -> list[str]:
    """Colleagues who have read up to the last word, and whether anybody at the other school has; never who there."""
    theirs = enquiry.other_school(ours)
    marks = enquiry.read_marks.filter(read_at__gte=enquiry.last_message_at).select_related("user").order_by("pk")
    marks = list(marks)
    places = Membership.objects.active().filter(user__in=[mark.user_id for mark in marks])
    at = {place.user_id: place.school_id for place in places.filter(school__in=[ours, theirs])}
    colleagues = [
        "you" if mark.user_id == user.pk else mark.user.name or "a colleague"
        for mark in marks
        if at.get(mark.user_id) == ours.pk
    ]
    return colleagues + (["somebody at the other school"] if theirs.pk in at.values() else [])


def turn_of(enquiry: Enquiry, ours: School) -> str:
    """Where it stands, in the words of the list and of the page."""
    if not enquiry.is_sent:
        return enquiry.get_standing_display()
    if enquiry.outcome and enquiry.outcome != Outcome.TALKING:
        return {Outcome.AGREED: "Agreed", Outcome.NOT_NOW: "Not now"}.get(enquiry.outcome, "No answer")
    if enquiry.answer == "not-now":
        return enquiry.get_answer_display()
    asked_last = enquiry.asked_said_at is not None and enquiry.asked_said_at >= enquiry.asker_said_at
    is_ours = asked_last == (ours.pk == enquiry.from_school_id)
    if enquiry.has_answer or enquiry.asked_said_at:
        return "Waiting for us" if is_ours else "Waiting for them"
    return "Waiting for your answer" if is_ours else "Waiting for their answer"


def _who(message: Message, enquiry: Enquiry, user, ours: School, working: set) -> str:
    """Colleagues are named to each other; the other school sees the school, or what it may know of it."""
    is_ours = message.school_id == ours.pk
    school = str(message.school) if is_ours else name_of_other(enquiry, ours)
    if (message.author_id, message.school_id) not in working:
        return f"{FORMER}, {school}"
    if message.author_id == user.pk:
        return f"You, {school}"
    if is_ours:
        return f"{message.author.name or 'A colleague'}, {school}"
    return school
