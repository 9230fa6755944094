"""Posting on the board and taking off."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from partnerships.models import Category, Listing, ListingState
from partnerships.permissions import can_close_listing, can_moderate_projects, can_post_listing
from schools.models import School

from .locking import locked, mirror, refuse

MOST_OPEN = 20
OPEN_FOR = timedelta(days=180)
WRITABLE = frozenset({"when", "cost", "travel_miles"})


@transaction.atomic
def open_listing(
    *,
    by,
    school: School,
    kind: str,
    title: str,
    text: str,
    category: Category,
    subjects=(),
    stages=(),
    until_on: date | None = None,
    token: UUID | None = None,
    **more,
) -> Listing:
    """Put a need or an offer on the board, once for a token; for half a year unless a last day is given.

    `more` may hold when, cost, travel_miles.
    Raises PermissionDenied for somebody else's school, ValidationError when the school has many open already.
    """
    if not can_post_listing(by, school):
        raise PermissionDenied("You can only post for a school where you have an active place.")
    if unknown := set(more) - WRITABLE:
        raise ValueError(f"Not for members to write: {', '.join(sorted(unknown))}")
    if token and (already := Listing.objects.filter(token=token, created_by=by).first()):
        return already
    full = Listing.objects.open().filter(school=school).count() >= MOST_OPEN
    refuse(f"Your school has {MOST_OPEN} postings on the board. Close one first." if full else "")
    until_on = until_on or timezone.localdate() + OPEN_FOR
    listing = Listing(
        school=school, kind=kind, title=title.strip(), text=text.strip(), category=category, until_on=until_on,
        created_by=by, token=token, **more,
    )  # fmt: skip
    listing._history_user = by
    try:
        with transaction.atomic():
            listing.save()
    except IntegrityError:
        return Listing.objects.get(token=token, created_by=by)
    listing.subjects.set(subjects)
    listing.stages.set(stages)
    return listing


@transaction.atomic
def close_listing(*, by, listing: Listing) -> Listing:
    """Take it off the board. Closing twice is closing once; what a moderator hid stays hidden."""
    if not can_close_listing(by, listing):
        raise PermissionDenied("Only members of the school that posted this may close it.")
    stored = locked(listing)
    if stored.state == ListingState.OPEN:
        stored.state = ListingState.CLOSED
        stored._history_user, stored._change_reason = by, "Closed"
        stored.save(update_fields=["state"])
    mirror(listing, stored, ["state"])
    return listing


@transaction.atomic
def hide_listing(*, by, listing: Listing) -> Listing:
    """A moderator takes it off the board. Hiding twice is hiding once."""
    return _moderate(by, listing, ListingState.HIDDEN, "Hidden")


@transaction.atomic
def show_listing(*, by, listing: Listing) -> Listing:
    """A moderator puts back what was hidden."""
    return _moderate(by, listing, ListingState.OPEN, "Put back")


def _moderate(by, listing: Listing, state: str, reason: str) -> Listing:
    if not can_moderate_projects(by):
        raise PermissionDenied("Only moderators hide what is on the board.")
    stored = locked(listing)
    if stored.state != state:
        stored.state = state
        stored._history_user, stored._change_reason = by, reason
        stored.save(update_fields=["state"])
    mirror(listing, stored, ["state"])
    return listing
