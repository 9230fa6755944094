"""Keeping another school out, and moderators who stop a school from writing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.permissions import is_moderator
from messaging.desk_letters import tell_of_freeze
from messaging.models import Block, Enquiry, Freeze, ReportRecord
from messaging.permissions import can_block_school
from partnerships.actions import hide_what_was_posted, show_what_was_posted
from schools.models import School


def block_school(*, by, school: School, blocked: School, enquiry: Enquiry | None = None) -> Block:
    """Let no more messages of one school through to another. Blocking twice is blocking once.

    `enquiry` is the conversation where it is done; the block is bound to it where the asking school is unnamed there.
    """
    if not can_block_school(by, school):
        raise PermissionDenied(
            "Only a lead can block another school. Ask a lead at your school, or report the message."
        )
    bound = enquiry if enquiry and enquiry.hides_asker else None
    known = {"school": school, "blocked": blocked, "enquiry": bound}
    return Block.objects.get_or_create(**known, defaults={"blocked_by": by})[0]


def unblock_school(*, by, school: School, blocked: School, enquiry: Enquiry | None = None) -> None:
    """Let messages through again: in the conversation where a school is unnamed, what was blocked there; else all that
    was blocked under its name.
    """
    if not can_block_school(by, school):
        raise PermissionDenied("Only a lead can unblock another school. Ask a lead at your school.")
    blocks = Block.objects.filter(school=school, blocked=blocked)
    if enquiry and enquiry.hides_asker:
        blocks = blocks.filter(enquiry=enquiry)
    else:
        blocks = blocks.exclude(enquiry__is_unnamed=True, enquiry__named_at=None, enquiry__from_school=blocked)
    blocks.delete()


@transaction.atomic
def freeze_school(*, by, school: School, reason: str, report=None) -> Freeze:
    """A moderator stops a school: its conversations stand still, what it has posted is hidden, its leads are told why.

    Raises PermissionDenied but for moderators, ValidationError without a reason. Twice is once.
    """
    if not is_moderator(by):
        raise PermissionDenied("Only moderators stop a school from writing.")
    if not reason.strip():
        raise ValidationError("Say why. The school’s leads read it.")
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    freeze = Freeze.objects.open().filter(school=school).first()
    if freeze is None:
        freeze = Freeze.objects.create(school=school, reason=reason.strip()[:500], begun_by=by)
        ReportRecord.objects.create(
            report=report, moderator=by, deed=f"Stopped school {school.pk} from writing", why=freeze.reason
        )
        hide_what_was_posted(by=by, school=school)
        tell_of_freeze(freeze)
    return freeze


@transaction.atomic
def end_freeze(*, by, freeze: Freeze, report=None) -> Freeze:
    """Let the school write again, show what it has posted, and tell its leads. Twice is once."""
    if not is_moderator(by):
        raise PermissionDenied("Only moderators let a school write again.")
    if Freeze.objects.open().filter(pk=freeze.pk).update(ended_at=timezone.now(), ended_by=by):
        ReportRecord.objects.create(report=report, moderator=by, deed=f"Let school {freeze.school_id} write again")
        freeze.refresh_from_db()
        show_what_was_posted(by=by, school=freeze.school)
        tell_of_freeze(freeze)
    return freeze
