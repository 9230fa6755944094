"""Needs and offers that fit, with the reasons. Never a score."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from schools.models import School
from schools_together.geo.points import miles_between

from .models import Listing, ListingKind

MOST_SHOWN = 4
LOOKED_AT = 200
FAR_MILES = 30


@dataclass(frozen=True)
class Match:
    """Somebody else's listing that fits one of ours; `reasons` are (fits, words), fits None for "not said"."""

    listing: Listing
    ours: Listing
    reasons: list[tuple[bool | None, str]]
    miles: float | None


def matches_for(schools) -> list[Match]:
    """Open listings of other schools that fit what these schools have posted, nearest first."""
    ours = list(Listing.objects.open().filter(school__in=schools).with_place().newest_first()[:20])
    if not ours:
        return []
    others = Listing.objects.open().exclude(school__in=schools)
    fitting = others.filter(category__in={one.category_id for one in ours}).with_place().newest_first()[:LOOKED_AT]
    if fitting:
        prefetch_related_objects([*ours, *fitting], "stages")
    found = {}
    for theirs in fitting:
        for mine in ours:
            if theirs.kind != mine.kind and theirs.category_id == mine.category_id and theirs.pk not in found:
                found[theirs.pk] = match_of(mine, theirs)
    return sorted(found.values(), key=lambda match: (match.miles is None, match.miles, match.listing.pk))[:MOST_SHOWN]


def match_of(mine: Listing, theirs: Listing) -> Match:
    """The reasons for and against, in the order in which a busy person wants them."""
    miles = distance(mine.school, theirs.school)
    you = (
        f"You need “{mine.title}”. They offer this."
        if mine.kind == ListingKind.NEED
        else f"You offer “{mine.title}”. They look for this."
    )
    reasons: list[tuple[bool | None, str]] = [(True, you)]
    reasons += [*_ages(mine, theirs), *_distance(mine, theirs, miles), *_cost(theirs)]
    return Match(theirs, mine, reasons, miles)


def distance(ours: School, theirs: School) -> float | None:
    """Miles between two schools, None where the register does not say where one is."""
    return miles_between(ours.point, theirs.point) if ours.point and theirs.point else None


def _ages(mine: Listing, theirs: Listing):
    ours, others = {stage.name for stage in mine.stages.all()}, {stage.name for stage in theirs.stages.all()}
    if ours & others:
        yield True, f"Both named {', '.join(sorted(ours & others))}."
    elif ours and others:
        yield False, f"They named {', '.join(sorted(others))}, you {', '.join(sorted(ours))}."
    else:
        yield None, "The age of the pupils is not said. Ask first."


def _distance(mine: Listing, theirs: Listing, miles: float | None):
    if miles is None:
        yield None, "We do not know how far it is."
        return
    words = "Close by." if miles < 0.1 else f"{miles:.1f} miles away." if miles < 10 else f"{miles:.0f} miles away."
    said = mine.travel_miles
    if said is not None:
        yield miles <= said, f"{words} You said up to {said} mile{'' if said == 1 else 's'}."
    else:
        yield miles <= FAR_MILES, words


def _cost(theirs: Listing):
    yield (
        (True, f"Cost: {theirs.get_cost_display().lower()}.")
        if theirs.cost
        else (None, "They have not said what it costs.")
    )
