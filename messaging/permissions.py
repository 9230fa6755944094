"""Who may write, answer, read and block. Facts about the two schools are in `why_not_write`."""

from accounts.permissions import is_lead, is_member, schools_of
from schools.models import School, Status

from .models import Block, Enquiry


def schools_to_write_for(user):
    """The open schools in whose name this person may write."""
    return schools_of(user).open()


def can_open_enquiry(user, from_school: School) -> bool:
    """Contributors and leads write in the name of their own school."""
    return is_member(user, from_school)


def can_write_message(user, enquiry: Enquiry) -> bool:
    """Members of either school go on with their conversation."""
    return is_member(user, enquiry.from_school) or is_member(user, enquiry.to_school)


def can_answer_enquiry(user, enquiry: Enquiry) -> bool:
    """Any member of the school that was asked; not the one that asks."""
    return is_member(user, enquiry.to_school)


def can_block_school(user, school: School) -> bool:
    """Leads decide in the name of their school whom it does not want to hear from."""
    return is_lead(user, school)


def why_not_write(from_school: School, to_school: School, blocking: set[int] | None = None) -> str:
    """The sentence that says why one school cannot write to another just now, or nothing.

    `blocking` is what `schools_that_block` said, for who has asked it already.
    """
    if from_school.pk == to_school.pk:
        return f"{to_school} is your own school. Write to another one."
    if not to_school.is_open:
        return f"{to_school} {_not_open(to_school)}, so nobody would read your message."
    if not from_school.is_open:
        return f"{from_school} {_not_open(from_school)}, so nobody can write in its name."
    if blocking is None:
        blocking = schools_that_block(from_school, to_school)
    if from_school.pk in blocking:
        return f"Your school has blocked {to_school}. Unblock it to write again."
    if to_school.pk in blocking:
        return f"{to_school} does not take messages from your school at present."
    return ""


def schools_that_block(one: School, other: School) -> set[int]:
    """The ids of those of two schools that do not want to hear from the other. One query."""
    pair = [one.pk, other.pk]
    return set(Block.objects.filter(school__in=pair, blocked__in=pair).values_list("school_id", flat=True))


def _not_open(school: School) -> str:
    return "is not open yet" if school.status == Status.PROPOSED else "has closed"
