"""Going on with a conversation between two schools: write, answer, say what came of it, read, put away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from messaging.letters import tell_of_answer, tell_of_message
from messaging.models import Answer, Enquiry, Message, Outcome, ReadMark, Standing
from messaging.permissions import can_answer_enquiry, can_name_school, can_write_message, why_not_write
from partnerships.actions import name_partner, start_draft
from schools.models import School

REASON_LENGTH = Enquiry._meta.get_field("answer_reason").max_length
SENT_ELSEWHERE = "This form has already been used. Copy your text, open the page again and send it from there."
EMPTY = "Write a few words to the other school."
NOT_PASSED_ON = "A moderator did not pass this enquiry on. Begin a new one."
MEMBERS_ONLY = "Only members of the two schools write in this enquiry."


@transaction.atomic
def write_message(*, by, enquiry: Enquiry, text: str, token: str) -> Message:
    """Add one message in the name of the writer's school, once for a token, and tell the other school.

    Raises PermissionDenied for outsiders, ValidationError where one of the schools has closed or blocked the other.
    """
    if not can_write_message(by, enquiry):
        raise PermissionDenied(MEMBERS_ONLY)
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    already = Message.objects.filter(token=token).first()
    if already:
        return same(already, already.author_id == by.pk and already.enquiry_id == enquiry.pk)
    school = side_of(by, enquiry)
    refuse(NOT_PASSED_ON if enquiry.standing == Standing.REFUSED else "")
    refuse(why_not_write(school, enquiry.other_school(school), enquiry))
    refuse("" if text.strip() else EMPTY)
    return add_message(enquiry, by, school, text, token)


@transaction.atomic
def answer_enquiry(*, by, enquiry: Enquiry, answer: str, reason: str = "") -> Enquiry:
    """Say interested, undecided or not now, with a reason if one likes; changeable. The same answer again is no news.

    A yes shows the asked school who asks, for good. Order: answer, own reading mark, letters to the school that asked.
    Raises PermissionDenied but for members of the asked school, ValidationError for no such answer.
    """
    if not can_answer_enquiry(by, enquiry):
        raise PermissionDenied("Only the school that was asked gives the answer.")
    refuse("" if answer in Answer.values and answer != Answer.NONE else "Choose one of the three answers.")
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    reason = reason.strip()[:REASON_LENGTH]
    if (enquiry.answer, enquiry.answer_reason) == (answer, reason):
        return enquiry
    enquiry.answer, enquiry.answer_reason = answer, reason
    enquiry.answered_at = enquiry.asked_said_at = timezone.now()
    enquiry.answered_by, enquiry.asker_archived_at = by, None
    if answer == Answer.INTERESTED and enquiry.hides_asker:
        enquiry.named_at = enquiry.answered_at
    enquiry.save()
    mark_read(by=by, enquiry=enquiry)
    tell_of_answer(enquiry)
    return enquiry


def mark_read(*, by, enquiry: Enquiry) -> None:
    """Note that this person has read the enquiry up to now."""
    if not can_write_message(by, enquiry):
        raise PermissionDenied("Only members of the two schools read this enquiry.")
    _mark(by, enquiry)


@transaction.atomic
def say_what_came(*, by, enquiry: Enquiry, outcome: str) -> Enquiry:
    """Either school says what came of it; changeable. Agreed begins a draft of the school that says so first, in which
    the other one is asked to confirm; saying it again begins no second one.

    Raises PermissionDenied for outsiders, ValidationError where it does not fit yet.
    """
    if not can_write_message(by, enquiry):
        raise PermissionDenied(MEMBERS_ONLY)
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    refuse("" if outcome in Outcome.values and outcome else "Choose what came of it.")
    refuse(_why_not_outcome(by, enquiry, outcome))
    if enquiry.outcome == outcome:
        return enquiry
    enquiry.outcome, enquiry.outcome_at, enquiry.outcome_by = outcome, timezone.now(), by
    if outcome == Outcome.AGREED and enquiry.began is None:
        enquiry.began = _begin_together(by, enquiry)
    enquiry.save(update_fields=["outcome", "outcome_at", "outcome_by", "began"])
    return enquiry


@transaction.atomic
def show_name(*, by, enquiry: Enquiry) -> Enquiry:
    """The school that asked unnamed shows its name before an answer. Twice is once."""
    if not (can_name_school(by, enquiry) or (can_write_message(by, enquiry) and not enquiry.hides_asker)):
        raise PermissionDenied("Only the school that asks can show its name.")
    Enquiry.objects.filter(pk=enquiry.pk, is_unnamed=True, named_at=None).update(named_at=timezone.now())
    enquiry.refresh_from_db(fields=["named_at"])
    return enquiry


def put_away(*, by, enquiry: Enquiry, is_away: bool = True) -> None:
    """Put a conversation away for one's own school, or bring it back. The other school does not notice."""
    if not can_write_message(by, enquiry):
        raise PermissionDenied(MEMBERS_ONLY)
    ours = "asked" if side_of(by, enquiry).pk == enquiry.to_school_id else "asker"
    when = timezone.now() if is_away else None
    Enquiry.objects.filter(pk=enquiry.pk).update(**{f"{ours}_archived_at": when})


def _mark(by, enquiry: Enquiry) -> None:
    ReadMark.objects.update_or_create(user=by, enquiry=enquiry, defaults={"read_at": timezone.now()})


def side_of(user, enquiry: Enquiry) -> School:
    """The school in whose name this person takes part; the asked one where it is both."""
    return enquiry.to_school if can_answer_enquiry(user, enquiry) else enquiry.from_school


def add_message(enquiry: Enquiry, by, school: School, text: str, token: str) -> Message:
    """The message, its place in the lists, the writer's reading mark, and (once it is sent) the letters."""
    message, is_new = Message.objects.get_or_create(
        token=token, defaults={"enquiry": enquiry, "school": school, "author": by, "text": text.strip()}
    )
    refuse("" if is_new else SENT_ELSEWHERE)
    ours, theirs = ("asker", "asked") if school.pk == enquiry.from_school_id else ("asked", "asker")
    changes = {f"{ours}_said_at": message.sent_at, f"{theirs}_archived_at": None, "last_message_at": message.sent_at}
    Enquiry.objects.filter(pk=enquiry.pk).update(**changes)
    _mark(by, enquiry)
    if enquiry.is_sent:
        tell_of_message(message)
    return message


def same(already, is_mine: bool):
    """The thing that this token made before; somebody else's token is refused without saying what it made."""
    refuse("" if is_mine else SENT_ELSEWHERE)
    return already


def refuse(sentence: str) -> None:
    if sentence:
        raise ValidationError(sentence)


def _why_not_outcome(by, enquiry: Enquiry, outcome: str) -> str:
    if not enquiry.is_sent:
        return "This enquiry has not been passed on yet."
    if outcome == Outcome.NO_ANSWER and (enquiry.asked_said_at or _is_asked(by, enquiry)):
        return "There was an answer. Choose something else."
    if outcome == Outcome.AGREED and enquiry.hides_asker:
        return "First the other school must know who asks. Show your school’s name, or wait for their yes."
    if outcome == Outcome.AGREED and enquiry.asked_said_at is None:
        return "The other school has not answered yet, so nothing can be agreed."
    return ""


def _is_asked(user, enquiry: Enquiry) -> bool:
    return side_of(user, enquiry).pk == enquiry.to_school_id


def _begin_together(by, enquiry: Enquiry):
    """A draft of the school that says so, which both write; the other's name waits for its own word, as always."""
    school = side_of(by, enquiry)
    other = enquiry.other_school(school)
    thing = enquiry.project or enquiry.listing  # the subject of any other enquiry names a school
    draft = start_draft(by=by, school=school, title=str(thing or "What we do together"), shared_with=other)
    name_partner(by=by, project=draft, school=other)
    return draft
