"""Who may write, answer, read and block. Facts about the two schools are in `why_not_write`."""

from accounts.permissions import is_lead, is_member, is_moderator, schools_of
from schools.models import School, Status

from .models import Block, Enquiry, Freeze, Report
from .names import name_of_other


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


def can_name_school(user, enquiry: Enquiry) -> bool:
    """Members of the school that asks unnamed may show its name at any time."""
    return enquiry.hides_asker and is_member(user, enquiry.from_school)


def can_decide_report(user, report: Report) -> bool:
    """Moderators, but not about their own school or what they reported themselves."""
    if not is_moderator(user) or report.reporter_id == user.pk:
        return False
    own = set(schools_of(user).values_list("pk", flat=True))
    message, project = report.message, report.project
    concerned = {message.enquiry.from_school_id, message.enquiry.to_school_id} if message else set()
    return own.isdisjoint(concerned | ({project.school_id} if project else set()))


def why_not_write(from_school: School, to_school: School, enquiry: Enquiry | None = None, pair=None) -> str:
    """The sentence that says why one school cannot write to another just now, or nothing.

    In a conversation (`enquiry`) it names nobody who stays unnamed. `pair` is what `blocks_between` said, for who has
    asked it already.
    """
    other = name_of_other(enquiry, from_school) if enquiry else str(to_school)
    if from_school.pk == to_school.pk:
        return f"{other} is your own school. Write to another one."
    if not to_school.is_open:
        return f"{other} {_not_open(to_school)}, so nobody would read your message."
    if not from_school.is_open:
        return f"{from_school} {_not_open(from_school)}, so nobody can write in its name."
    frozen = set(Freeze.objects.open().filter(school__in=[from_school, to_school]).values_list("school_id", flat=True))
    if from_school.pk in frozen:
        return "A moderator has stopped your school from writing for now, and has told its leads why."
    if frozen:
        return "This conversation stands still while a moderator looks into something. Nothing is lost."
    ours, theirs = pair or blocks_between(from_school, to_school, enquiry)
    if ours:
        return f"Your school has blocked {other}. Unblock it to write again."
    return f"{other} does not take messages from your school at present." if theirs else ""


def blocks_between(ours: School, theirs: School, enquiry: Enquiry | None = None) -> tuple[bool, bool]:
    """Whether we have blocked them and whether they have blocked us, as far as we may know who they are. One query.

    A block made where one side was unnamed must not be felt where that side has its name, or it would tell who it is.
    """
    pair = [ours.pk, theirs.pk]
    blocks = list(Block.objects.filter(school__in=pair, blocked__in=pair).select_related("enquiry"))
    if enquiry and enquiry.hides_asker:
        here = {block.school_id for block in blocks if block.enquiry_id == enquiry.pk}
        if ours.pk == enquiry.to_school_id:
            return ours.pk in here, theirs.pk in here
        return ours.pk in here, any(block.school_id == theirs.pk for block in blocks)
    by_us = any(block.school_id == ours.pk and _is_plain(block, hides=theirs) for block in blocks)
    by_them = any(block.school_id == theirs.pk and _is_plain(block, hides=theirs) for block in blocks)
    return by_us, by_them


def _is_plain(block: Block, hides: School) -> bool:
    """Whether a block tells nothing of a school that stays unnamed in the conversation where it was made."""
    return block.enquiry is None or not (block.enquiry.hides_asker and block.enquiry.from_school_id == hides.pk)


def _not_open(school: School) -> str:
    return "is not open yet" if school.status == Status.PROPOSED else "has closed"
