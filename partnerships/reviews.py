"""The yearly review: which schools are due to be asked, and the signed links in the letters that ask them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core import signing
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse

from accounts.models import User
from schools.models import School

from .models import Lifecycle, Participation, ParticipationState, ProjectState, ReviewNudge
from .months import ARCHIVED_AFTER, NUDGED_AFTER, UNCONFIRMED_AFTER, months_before

SALT = "partnerships.review"
LINK_LIFE = timedelta(days=120)  # from the first nudge until the entry is marked
# When the posting school is asked or told, and when the next stage begins; partners are asked once a year.
POSTING_STAGES = (*NUDGED_AFTER, UNCONFIRMED_AFTER)
PARTNER_STAGES = (12,)


@dataclass(frozen=True)
class Due:
    """One participation whose school is to be asked: after how many months, counted from which day."""

    part: Participation
    months: int
    checked_on: date


def due_by_school(today: date) -> Iterator[tuple[School, list[Due]]]:
    """Each school with what it has not been asked yet at the stage that has come; longest unconfirmed first."""
    due = [*_due(today, POSTING_STAGES, posting=True), *_due(today, PARTNER_STAGES, posting=False)]
    due.sort(key=lambda one: (one.part.school_id, one.checked_on, one.part.pk))
    for _, mine in groupby(due, key=lambda one: one.part.school_id):
        mine = list(mine)
        yield mine[0].part.school, mine


def _due(today: date, stages: tuple[int, ...], *, posting: bool) -> Iterator[Due]:
    """Those whose last check lies in the span of a stage and who have no nudge for it."""
    for months, until in zip(stages, (*stages[1:], ARCHIVED_AFTER), strict=True):
        asked = ReviewNudge.objects.filter(participation=OuterRef("pk"), months=months, checked_on=OuterRef("checked"))
        parts = _standing(posting).filter(
            checked__lte=months_before(today, months), checked__gt=months_before(today, until)
        )
        for part in parts.filter(~Exists(asked)).iterator(chunk_size=500):
            yield Due(part, months, part.checked)


def _standing(posting: bool):
    """Confirmed schools of entries that are reviewed, each with the day from which its year counts."""
    parts = Participation.objects.confirmed().filter(project__state=ProjectState.PUBLIC, school__isnull=False)
    parts = parts.exclude(project__lifecycle=Lifecycle.ENDED).select_related("school", "project", "project__school")
    if posting:
        return parts.filter(school=F("project__school")).annotate(checked=F("project__last_confirmed_on"))
    answered = Coalesce("reviewed_on", TruncDate("answered_at"))
    return parts.exclude(school=F("project__school")).annotate(checked=answered)


def review_path(part: Participation, user: User, checked_on: date) -> str:
    """The address at which this lead answers for this school, good for LINK_LIFE and until somebody has answered."""
    named = {"part": part.pk, "user": user.pk, "checked": checked_on.isoformat()}
    return reverse("partnerships:review", args=[signing.dumps(named, salt=SALT)])


@dataclass(frozen=True)
class Review:
    """What a signed link asks: which participation, which lead, counted from which day."""

    part: Participation
    user: User
    checked_on: date

    @property
    def is_posting(self) -> bool:
        return self.part.school_id == self.part.project.school_id

    @property
    def is_done(self) -> bool:
        """Somebody at the school has answered since the letter went out, or the school no longer stands behind it."""
        since = self.part.project.last_confirmed_on if self.is_posting else self.part.checked_on
        standing = self.part.state == ParticipationState.CONFIRMED and self.part.project.is_readable
        return not standing or bool(since and since > self.checked_on)


def read_link(token: str) -> Review | None:
    """What the link says; None where what it was about is gone.

    Raises signing.SignatureExpired for an old link, signing.BadSignature for one that is not ours.
    """
    named = signing.loads(token, salt=SALT, max_age=LINK_LIFE)
    parts = Participation.objects.select_related("school", "project__school", "project__category")
    part = parts.filter(pk=named["part"]).first()
    user = User.objects.filter(pk=named["user"], is_active=True).first()
    return Review(part, user, date.fromisoformat(named["checked"])) if part and user else None
