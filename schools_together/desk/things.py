"""Things that wait, one line each: a few of every kind, brought by one question."""

from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from django.db.models import Case, CharField, DateField, DateTimeField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    AgreementCard,
    CoordinatorOffer,
    GroupMember,
    GroupMemberState,
    Listing,
    ListingKind,
    Participation,
    ParticipationRole,
    Project,
    ProjectState,
)
from schools.models import School

MOST_OF_A_KIND = 5
ENDS_SOON = timedelta(days=14)
UNFINISHED = (ProjectState.CHANGES, ProjectState.DRAFT)


@dataclass(frozen=True)
class Waiting:
    """One line: what waits and the link that deals with it."""

    icon: str
    words: str
    note: str
    url: str
    button: str
    main: bool = False


class Row(NamedTuple):
    """One thing. All kinds have the same columns, so that their questions can be asked as one."""

    kind: str
    pk: int
    slug: str
    title: str
    other: str
    state: str
    instant: datetime | None
    day: date | None


NOTHING = {
    "slug": Value(""),
    "title": Value(""),
    "other": Value(""),
    "state": Value(""),
    "instant": Cast(Value(None), DateTimeField()),
    "day": Cast(Value(None), DateField()),
}


class Kind(ABC):
    """One kind of thing: which of them wait, what their columns are called there, and what the line says."""

    columns: ClassVar[dict]

    @abstractmethod
    def things(self, user, school: School, *, lead: bool) -> QuerySet:
        """Those that wait, the first ones first."""

    @abstractmethod
    def line(self, row: Row) -> Waiting:
        """What the list says about one of them."""

    def order(self, row: Row) -> tuple:
        """As `things` has them."""
        return row.instant, row.day, row.pk

    def rows(self, user, school: School, *, lead: bool) -> QuerySet:
        """The first few as rows. SQLite cuts no part of a union, so they are cut within."""
        first = self.things(user, school, lead=lead)[:MOST_OF_A_KIND].values("pk")
        columns = {**NOTHING, **self.columns}.values()
        things = first.model.objects.filter(pk__in=first).order_by()
        return things.values_list(Value(type(self).__name__), "pk", *columns)


class Asked(Kind):
    """Projects of others that name this school and wait for its word."""

    columns: ClassVar = {
        "slug": "project__slug",
        "title": "project__title",
        "other": "project__school__name",
        "state": "role",
        "instant": "invited_at",
    }

    def things(self, user, school, *, lead):
        asked = Participation.objects.waiting().filter(school=school).exclude(project__state=ProjectState.DRAFT)
        return asked.order_by("invited_at", "pk")

    def line(self, row):
        url = reverse("partnerships:participation_answer", args=[row.slug])
        note = f"{row.other} names you as its {ParticipationRole(row.state).label.lower()}"
        return Waiting("check-circle", f"Is this true? “{row.title}”", note, url, "Check and confirm", True)


class HandedOver(Kind):
    """Drafts that a contributor has finished and a lead must send."""

    columns: ClassVar = {"slug": "slug", "title": "title", "instant": "handed_over_at"}

    def things(self, user, school, *, lead):
        ready = Project.objects.filter(school=school, state__in=UNFINISHED, handed_over_at__isnull=False)
        return ready.order_by("handed_over_at", "pk")

    def line(self, row):
        note = "A colleague has finished it and asks you to send it"
        url = reverse("partnerships:project", args=[row.slug])
        return Waiting("send", f"Send “{row.title}”?", note, url, "Read it", True)


class GroupPlace(Kind):
    """Groups that would name this school."""

    columns: ClassVar = {"slug": "group__slug", "title": "group__name", "instant": "asked_at"}

    def things(self, user, school, *, lead):
        asked = GroupMember.objects.filter(school=school, state=GroupMemberState.INVITED)
        return asked.order_by("asked_at", "pk")

    def line(self, row):
        url = reverse("partnerships:group_membership", args=[row.slug])
        return Waiting("people", f"Join “{row.title}”?", "The group would name your school", url, "Answer")


class Offer(Kind):
    """Groups that ask this person to coordinate."""

    columns: ClassVar = {"slug": "group__slug", "title": "group__name", "instant": "offered_at"}

    def things(self, user, school, *, lead):
        return CoordinatorOffer.objects.open().filter(user=user).order_by("offered_at", "pk")

    def line(self, row):
        url = reverse("partnerships:group_coordinate", args=[row.slug])
        return Waiting("people", f"Coordinate “{row.title}”?", "Its coordinators ask you", url, "Answer")


class Unfinished(Kind):
    """Where a moderator asked for changes, then drafts; a lead meets what is handed over elsewhere in the list."""

    columns: ClassVar = {
        "slug": "slug",
        "title": "title",
        "other": Case(When(handed_over_at__isnull=False, then=Value("handed over")), default=Value("")),
        "state": "state",
        "instant": "updated_at",
    }

    def things(self, user, school, *, lead):
        begun = Project.objects.filter(school=school, state__in=UNFINISHED)
        begun = begun.filter(handed_over_at__isnull=True) if lead else begun
        return begun.order_by("state", "-updated_at", "-pk")

    def order(self, row):
        return row.state, -row.instant.timestamp(), -row.pk

    def line(self, row):
        url = reverse("partnerships:project_edit", args=[row.slug])
        if row.state == ProjectState.CHANGES:
            note = "A moderator has written to you about it"
            return Waiting("pencil", f"Change “{row.title}”", note, url, "See the note", True)
        waits = "Waits for a lead to send it" if row.other else "Draft"
        note = f"{waits}, saved {timezone.localtime(row.instant):%-d %B %Y}"
        return Waiting("pencil", f"Finish “{row.title}”", note, url, "Go on")


class Card(Kind):
    """Agreement cards to which the other school has agreed and this one has not."""

    columns: ClassVar = {
        "slug": "participation__project__slug",
        "title": "participation__project__title",
        "other": Cast("participation_id", CharField()),
        "instant": "changed_at",
    }

    def things(self, user, school, *, lead):
        cards = AgreementCard.objects.order_by()
        ours = cards.filter(
            participation__project__school=school, posting_agreed_at=None, named_agreed_at__isnull=False
        )
        theirs = cards.filter(participation__school=school, posting_agreed_at__isnull=False, named_agreed_at=None)
        # A union, since "or" across two tables makes SQLite look at every project of the site.
        either = ours.values("pk").union(theirs.values("pk"))
        return AgreementCard.objects.filter(pk__in=either).order_by("changed_at", "pk")

    def line(self, row):
        url = reverse("partnerships:agreement", args=[row.slug, row.other])
        return Waiting("files", f"Agree on “{row.title}”?", "The other school has agreed to the card", url, "Read it")


class Due(Kind):
    """Entries whose yearly question is due."""

    columns: ClassVar = {"slug": "slug", "title": "title", "day": "last_confirmed_on"}

    def things(self, user, school, *, lead):
        return Project.objects.due_for_review().filter(school=school).order_by("last_confirmed_on", "pk")

    def line(self, row):
        note = f"Last checked {row.day:%-d %B %Y}. One look, one button"
        url = reverse("partnerships:review_list")
        return Waiting("arrow-repeat", f"Still right? “{row.title}”", note, url, "Review")


class EndingListing(Kind):
    """Needs and offers that leave the board soon."""

    columns: ClassVar = {"title": "title", "state": "kind", "day": "until_on"}

    def things(self, user, school, *, lead):
        last = timezone.localdate() + ENDS_SOON
        return Listing.objects.open().filter(school=school, until_on__lte=last).order_by("until_on", "pk")

    def line(self, row):
        url = reverse("partnerships:listing", args=[row.pk])
        words = f"{ListingKind(row.state).label} “{row.title}” ends soon"
        return Waiting("hourglass-split", words, f"On the board until {row.day:%-d %B %Y}", url, "See it")


KINDS = (Asked(), HandedOver(), GroupPlace(), Offer(), Unfinished(), Card(), Due(), EndingListing())


def lines_of(user, school: School, *, lead: bool) -> dict[type[Kind], list[Waiting]]:
    """{kind: its lines, the first ones first}. One question."""
    first, *others = (kind.rows(user, school, lead=lead) for kind in KINDS)
    rows = defaultdict(list)
    for row in map(Row._make, first.union(*others, all=True).order_by()):
        rows[row.kind].append(row)
    return {type(kind): [kind.line(row) for row in sorted(rows[type(kind).__name__], key=kind.order)] for kind in KINDS}
