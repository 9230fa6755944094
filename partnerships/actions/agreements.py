"""Filling the agreement card of two schools, and agreeing to it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships.models import COMMITMENTS, AgreementCard, Participation
from partnerships.permissions import can_agree_card, can_fill_card, sides_of
from schools.models import School

from .answering import held
from .locking import mirror, refuse

MEMBERS_ONLY = "Only members of the two schools may fill this card."
LEADS_ONLY = "Only a lead may agree for the school. Ask a lead at your school."
MIRRORED = [*COMMITMENTS, "version", "changed_at", "posting_agreed_at", "posting_agreed_by", "named_agreed_at",
            "named_agreed_by"]  # fmt: skip


class CardChanged(ValidationError):
    """Somebody has changed the card since this person opened it."""


@transaction.atomic
def save_card(*, by, participation: Participation, changes: dict, version: int) -> AgreementCard:
    """Either side writes the card; `version` is the one that was on the page, 0 for none yet.

    Any change opens both agreements again; saving what is there already changes nothing.
    Raises PermissionDenied, CardChanged, ValidationError where the school has left or said no.
    """
    part = held(participation)
    if not can_fill_card(by, part):
        raise PermissionDenied(MEMBERS_ONLY)
    card = AgreementCard.objects.filter(participation=part).first() or AgreementCard(participation=part, version=0)
    changed = [name for name in COMMITMENTS if getattr(card, name) != changes.get(name, getattr(card, name))]
    if not changed and card.pk:
        return card
    if version != card.version:
        raise CardChanged("The other side, or a colleague, has changed this card since you opened it.")
    for name in changed:
        setattr(card, name, changes[name])
    card.version += 1
    card.changed_at = timezone.now()
    card.posting_agreed_at = card.posting_agreed_by = card.named_agreed_at = card.named_agreed_by = None
    card._history_user, card._change_reason = by, "Changed"
    card.save()
    return card


@transaction.atomic
def agree_card(*, by, card: AgreementCard, school: School) -> AgreementCard:
    """A lead agrees for one of the two schools to the card as `card` shows it. Agreeing twice is agreeing once.

    Raises PermissionDenied, CardChanged where it was changed meanwhile, ValidationError while something is empty.
    """
    part = held(card.participation)
    stored = AgreementCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    stored.participation = part
    if school not in sides_of(part) or not can_agree_card(by, part, school):
        raise PermissionDenied(LEADS_ONLY)
    if stored.version != card.version:
        raise CardChanged("This card has changed since you opened it. Read it again, then agree.")
    refuse("Fill in all twelve lines first." if stored.missing else "")
    side = "posting" if school == part.project.school else "named"
    if getattr(stored, f"{side}_agreed_at") is None:
        setattr(stored, f"{side}_agreed_at", timezone.now())
        setattr(stored, f"{side}_agreed_by", by)
        stored._history_user, stored._change_reason = by, "Agreed"
        stored.save()
    mirror(card, stored, MIRRORED)
    return card
