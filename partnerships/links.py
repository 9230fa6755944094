"""The signed link by which a school without anybody registered here answers: who holds it, and whether it still works.

The letter goes to an office address at the school's own domain. Opening the link shows a page; pressing a button there
decides. Mail programs that open every link change nothing.
"""

from datetime import timedelta
from secrets import token_urlsafe

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone

from .models import Participation, ParticipationState, ProjectState

ANSWER_WITHIN = timedelta(days=30)
LEAVE_WITHIN = timedelta(days=400)  # who has confirmed can take the name off by the same link for a good year
_SIGNER = Signer(salt="participation link", sep="~")


class LinkGone(Exception):
    """A link that worked once: too old, taken back, or replaced by a newer one. Its words are for the page."""


def new_key() -> str:
    """What makes a link unlike any before it."""
    return token_urlsafe(16)


def path_of(part: Participation) -> str:
    """The address on this site, as it stands in the letter."""
    return reverse("partnerships:participation_link", args=[_SIGNER.sign(f"{part.pk}-{part.link_key}")])


def part_by(token: str) -> Participation | None:
    """The participation that a link speaks of; None where we never made such a link.

    Raises LinkGone for one that we did make and that no longer works.
    """
    try:
        number, _, key = _SIGNER.unsign(token).partition("-")
    except BadSignature:
        return None
    parts = Participation.objects.select_related("project__school", "project__category", "school")
    part = parts.filter(pk=number).first()
    if part is None or part.link_key != key or part.project.state == ProjectState.DRAFT:
        raise LinkGone("The school that sent this link has taken it back, or sent a newer one.")
    if timezone.now() > works_until(part):
        raise LinkGone(f"This link is too old. Ask {part.project.school} to send a new one.")
    return part


def works_until(part: Participation):
    """The instant after which the link that is out does nothing."""
    sent = part.link_sent_at or part.invited_at
    return sent + (ANSWER_WITHIN if part.state == ParticipationState.INVITED else LEAVE_WITHIN)
