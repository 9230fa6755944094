"""Opening, going on with and answering a conversation between two schools."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from messaging.letters import has_lead, tell_of_answer, tell_of_message
from messaging.models import Answer, Block, Enquiry, Message, ReadMark
from messaging.permissions import (
    can_answer_enquiry,
    can_block_school,
    can_open_enquiry,
    can_write_message,
    why_not_write,
)
from partnerships.models import Listing, Project
from schools.models import School

REASON_LENGTH = Enquiry._meta.get_field("answer_reason").max_length
MOST_NEW_A_DAY = 20  # guard.md C2: new enquiries of one school in 24 hours

TOO_MANY = (
    f"Your school has begun {MOST_NEW_A_DAY} enquiries in the last 24 hours, which is as many as we pass on. "
    "Send this one tomorrow."
)
SENT_ELSEWHERE = "This form has already been used. Copy your text, open the page again and send it from there."
EMPTY = "Write a few words to the other school."


def school_behind(about: Project | Listing | School) -> School:
    """The school that an enquiry goes to: of a project, a confirmed host that has a lead here, else the posting school,
    else the first host.
    """
    if isinstance(about, School):
        return about
    if isinstance(about, Listing):
        return about.school
    hosts = [part.school for part in about.hosts if part.school_id]
    reachable = (school for school in [*hosts, about.school] if has_lead(school))
    return next(reachable, hosts[0] if hosts else about.school)


@transaction.atomic
def open_enquiry(
    *, by, from_school: School, about: Project | Listing | School, text: str, token: str, subject: str = ""
) -> Enquiry:
    """Write to the school behind a project, listing or school profile, once for a token.

    Order: the asking school's row is locked, so that a day's limit is exact and a second press waits; then enquiry,
    first message, letters. A second call with the token returns the first enquiry and changes nothing.
    Raises PermissionDenied for somebody else's school, ValidationError with the sentence for everything else.
    """
    if not can_open_enquiry(by, from_school):
        raise PermissionDenied("You can only write in the name of a school where you have an active place.")
    School.objects.select_for_update(no_key=True).get(pk=from_school.pk)
    already = Enquiry.objects.filter(token=token).first()
    if already:
        return _same(already, already.opened_by_id == by.pk and already.from_school_id == from_school.pk)
    to_school = school_behind(about)
    _refuse(why_not_write(from_school, to_school))
    _refuse("" if text.strip() else EMPTY)
    _refuse(TOO_MANY if new_today(from_school) >= MOST_NEW_A_DAY else "")
    enquiry, is_new = Enquiry.objects.get_or_create(
        token=token,
        defaults={
            "from_school": from_school,
            "to_school": to_school,
            "project": about if isinstance(about, Project) else None,
            "listing": about if isinstance(about, Listing) else None,
            "subject": (subject or _subject(about))[:120],
            "opened_by": by,
        },
    )
    _refuse("" if is_new else SENT_ELSEWHERE)
    _add_message(enquiry, by, from_school, text, token)
    return enquiry


@transaction.atomic
def write_message(*, by, enquiry: Enquiry, text: str, token: str) -> Message:
    """Add one message in the name of the writer's school, once for a token, and tell the other school.

    Raises PermissionDenied for outsiders, ValidationError where one of the schools has closed or blocked the other.
    """
    if not can_write_message(by, enquiry):
        raise PermissionDenied("Only members of the two schools write in this enquiry.")
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    already = Message.objects.filter(token=token).first()
    if already:
        return _same(already, already.author_id == by.pk and already.enquiry_id == enquiry.pk)
    school = side_of(by, enquiry)
    _refuse(why_not_write(school, enquiry.other_school(school)))
    _refuse("" if text.strip() else EMPTY)
    return _add_message(enquiry, by, school, text, token)


@transaction.atomic
def answer_enquiry(*, by, enquiry: Enquiry, answer: str, reason: str = "") -> Enquiry:
    """Say interested, undecided or not now, with a reason if one likes; changeable. The same answer again is no news.

    Order: answer, own reading mark, letters to the school that asked.
    Raises PermissionDenied but for members of the asked school, ValidationError for no such answer.
    """
    if not can_answer_enquiry(by, enquiry):
        raise PermissionDenied("Only the school that was asked gives the answer.")
    _refuse("" if answer in Answer.values and answer != Answer.NONE else "Choose one of the three answers.")
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    reason = reason.strip()[:REASON_LENGTH]
    if (enquiry.answer, enquiry.answer_reason) == (answer, reason):
        return enquiry
    enquiry.answer, enquiry.answer_reason = answer, reason
    enquiry.answered_at, enquiry.answered_by = timezone.now(), by
    enquiry.save(update_fields=["answer", "answer_reason", "answered_at", "answered_by"])
    mark_read(by=by, enquiry=enquiry)
    tell_of_answer(enquiry)
    return enquiry


def mark_read(*, by, enquiry: Enquiry) -> None:
    """Note that this person has read the enquiry up to now."""
    if not can_write_message(by, enquiry):
        raise PermissionDenied("Only members of the two schools read this enquiry.")
    ReadMark.objects.update_or_create(user=by, enquiry=enquiry, defaults={"read_at": timezone.now()})


def block_school(*, by, school: School, blocked: School) -> Block:
    """Let no more messages of one school through to another. Blocking twice is blocking once."""
    if not can_block_school(by, school):
        raise PermissionDenied(
            "Only a lead can block another school. Ask a lead at your school, or report the message."
        )
    return Block.objects.get_or_create(school=school, blocked=blocked, defaults={"blocked_by": by})[0]


def unblock_school(*, by, school: School, blocked: School) -> None:
    """Let messages through again."""
    if not can_block_school(by, school):
        raise PermissionDenied("Only a lead can unblock another school. Ask a lead at your school.")
    Block.objects.filter(school=school, blocked=blocked).delete()


def side_of(user, enquiry: Enquiry) -> School:
    """The school in whose name this person takes part; the asked one where it is both."""
    return enquiry.to_school if can_answer_enquiry(user, enquiry) else enquiry.from_school


def new_today(school: School) -> int:
    """How many enquiries the school has begun in the last 24 hours."""
    return Enquiry.objects.filter(from_school=school, opened_at__gt=timezone.now() - timedelta(days=1)).count()


def _add_message(enquiry: Enquiry, by, school: School, text: str, token: str) -> Message:
    """The message, its place in the lists, the writer's reading mark, and the letters."""
    message, is_new = Message.objects.get_or_create(
        token=token, defaults={"enquiry": enquiry, "school": school, "author": by, "text": text.strip()}
    )
    _refuse("" if is_new else SENT_ELSEWHERE)
    Enquiry.objects.filter(pk=enquiry.pk).update(last_message_at=message.sent_at)
    mark_read(by=by, enquiry=enquiry)
    tell_of_message(message)
    return message


def _subject(about: Project | Listing | School) -> str:
    return f"Working with {about}" if isinstance(about, School) else str(about)


def _same(already, is_mine: bool):
    """The thing that this token made before; somebody else's token is refused without saying what it made."""
    _refuse("" if is_mine else SENT_ELSEWHERE)
    return already


def _refuse(sentence: str) -> None:
    if sentence:
        raise ValidationError(sentence)
