"""Enquiries that a moderator reads before the other school hears of them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.permissions import is_member, is_moderator
from messaging.desk_letters import tell_of_refusal
from messaging.letters import tell_of_message
from messaging.models import Enquiry, Message, ReportRecord, Standing
from messaging.models.standing import STANDING_MOVES

MODERATORS_ONLY = "Only moderators decide about held enquiries."


@transaction.atomic
def release_enquiry(*, by, enquiry: Enquiry, why: str = "") -> Enquiry:
    """Pass it on: the other school hears of it now. Of two moderators one decides; a refused one may go on, too."""
    enquiry = _move(by, enquiry, Standing.SENT, why)
    tell_of_message(enquiry.messages.first())
    return enquiry


@transaction.atomic
def refuse_enquiry(*, by, enquiry: Enquiry, why: str) -> Enquiry:
    """Do not pass it on, and tell the writer so. Raises ValidationError without a reason."""
    if not why.strip():
        raise ValidationError("Say why. The writer reads it.")
    enquiry = _move(by, enquiry, Standing.REFUSED, why)
    tell_of_refusal(enquiry)
    return enquiry


@transaction.atomic
def read_held_message(*, by, enquiry: Enquiry) -> Message:
    """The words of a held enquiry. The reading is logged before they are given out."""
    if not is_moderator(by) or enquiry.is_sent:
        raise PermissionDenied(MODERATORS_ONLY)
    ReportRecord.objects.create(enquiry=enquiry, moderator=by, deed="Read a held enquiry")
    return enquiry.messages.first()


def _move(by, enquiry: Enquiry, standing: str, why: str) -> Enquiry:
    if not is_moderator(by):
        raise PermissionDenied(MODERATORS_ONLY)
    stored = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if is_member(by, stored.from_school) or is_member(by, stored.to_school):
        raise PermissionDenied("It concerns your own school. Another moderator decides.")
    if standing not in STANDING_MOVES[stored.standing]:
        raise ValidationError("Another moderator has already decided. Open it again to see how.")
    ReportRecord.objects.create(
        enquiry=stored, moderator=by, deed="Decided about a held enquiry", why=why.strip()[:1000],
        before=stored.standing, after=standing,
    )  # fmt: skip
    stored.standing = standing
    stored.save(update_fields=["standing"])
    return stored
