"""The to-do list of My school: what waits for one person at one school, most pressing first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from messaging.models import Enquiry
from partnerships.alerts import found_lately
from partnerships.models import (
    AgreementCard,
    CoordinatorOffer,
    GroupMember,
    GroupMemberState,
    Listing,
    Participation,
    Project,
    ProjectState,
)
from schools.models import School

MOST_OF_A_KIND = 5
ENDS_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """One line: what waits and the link that deals with it."""

    icon: str
    words: str
    note: str
    url: str
    button: str
    main: bool = False


def to_do(user, school: School, lead: bool) -> list[Waiting]:
    """What waits. Contributors see what is theirs to do; what only a lead may do is shown to leads."""
    lines = [*enquiries(school), *news(user, school)]
    if lead:
        lines += [*participations(school), *requests_to_join(school), *handed_over(school), *group_places(school)]
    lines += [*coordinator_offers(user), *unfinished_projects(school, lead)]
    if lead:
        lines += [*cards(school), *reviews(school)]
    lines += [*listings_that_end(school), *alerts(user)]
    if lead:
        lines += [*second_contact(school), *profile(school)]
    return lines


def enquiries(school: School) -> Iterator[Waiting]:
    """One line for all enquiries to this school without an answer."""
    waiting = Enquiry.objects.received_by(school).unanswered().aggregate(count=Count("pk"), oldest=Min("opened_at"))
    count = waiting["count"]
    if not count:
        return
    days = (timezone.now() - waiting["oldest"]).days
    age = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    words = f"{count} enquir{'y' if count == 1 else 'ies'} to answer"
    note = f"{'It' if count == 1 else 'The oldest'} came {age}"
    yield Waiting("envelope", words, note, reverse("messaging:enquiry_list"), "Read", True)


def news(user, school: School) -> Iterator[Waiting]:
    """Something new in what this school has asked others."""
    count = Enquiry.objects.filter(from_school=school).with_is_unread(user).filter(is_unread=True).count()
    if count:
        words = "An answer to read" if count == 1 else f"{count} answers to read"
        yield Waiting("envelope", words, "In enquiries that you made", reverse("messaging:enquiry_list"), "Read", True)


def participations(school: School) -> Iterator[Waiting]:
    """Projects of others that name this school and wait for its word."""
    asked = Participation.objects.waiting().filter(school=school).exclude(project__state=ProjectState.DRAFT)
    shown = asked.select_related("project", "project__school").order_by("invited_at", "pk")
    for part in shown[:MOST_OF_A_KIND]:
        url = reverse("partnerships:participation_answer", args=[part.project.slug])
        note = f"{part.project.school} names you as its {part.get_role_display().lower()}"
        yield Waiting("check-circle", f"Is this true? “{part.project}”", note, url, "Check and confirm", True)


def requests_to_join(school: School) -> Iterator[Waiting]:
    """One line for all colleagues who ask to join."""
    count = Membership.objects.of_school(school).waiting().count()
    if count:
        words = f"{count} colleague{'' if count == 1 else 's'} would like to join"
        yield Waiting("people", words, "Only let in people you know", reverse("accounts:colleague_list"), "See who")


def handed_over(school: School) -> Iterator[Waiting]:
    """Drafts that a contributor has finished and a lead must send."""
    ready = Project.objects.filter(school=school, state__in=UNFINISHED, handed_over_at__isnull=False)
    for project in ready.order_by("handed_over_at", "pk")[:MOST_OF_A_KIND]:
        note = "A colleague has finished it and asks you to send it"
        yield Waiting("send", f"Send “{project}”?", note, project.get_absolute_url(), "Read it", True)


def group_places(school: School) -> Iterator[Waiting]:
    """Groups that would name this school."""
    asked = GroupMember.objects.filter(school=school, state=GroupMemberState.INVITED).select_related("group")
    for place in asked.order_by("asked_at", "pk")[:MOST_OF_A_KIND]:
        url = reverse("partnerships:group_membership", args=[place.group.slug])
        yield Waiting("people", f"Join “{place.group}”?", "The group would name your school", url, "Answer")


def coordinator_offers(user) -> Iterator[Waiting]:
    """Groups that ask this person to coordinate."""
    offers = CoordinatorOffer.objects.open().filter(user=user).select_related("group")
    for offer in offers.order_by("offered_at", "pk")[:MOST_OF_A_KIND]:
        url = reverse("partnerships:group_coordinate", args=[offer.group.slug])
        yield Waiting("people", f"Coordinate “{offer.group}”?", "Its coordinators ask you", url, "Answer")


UNFINISHED = (ProjectState.CHANGES, ProjectState.DRAFT)


def unfinished_projects(school: School, lead: bool) -> Iterator[Waiting]:
    """Where a moderator asked for changes, then drafts; a lead meets what is handed over elsewhere in the list."""
    states = Project.objects.filter(school=school, state__in=UNFINISHED)
    states = states.filter(handed_over_at__isnull=True) if lead else states
    for project in states.order_by("state", "-updated_at", "-pk")[:MOST_OF_A_KIND]:
        url = reverse("partnerships:project_edit", args=[project.slug])
        if project.state == ProjectState.CHANGES:
            note = "A moderator has written to you about it"
            yield Waiting("pencil", f"Change “{project}”", note, url, "See the note", True)
        else:
            waits = "Waits for a lead to send it" if project.handed_over_at else "Draft"
            note = f"{waits}, saved {timezone.localtime(project.updated_at):%-d %B %Y}"
            yield Waiting("pencil", f"Finish “{project}”", note, url, "Go on")


def cards(school: School) -> Iterator[Waiting]:
    """Agreement cards to which the other school has agreed and this one has not."""
    theirs = AgreementCard.objects.filter(
        participation__school=school, posting_agreed_at__isnull=False, named_agreed_at__isnull=True
    )
    ours = AgreementCard.objects.filter(
        participation__project__school=school, posting_agreed_at__isnull=True, named_agreed_at__isnull=False
    )
    waiting = (theirs | ours).select_related("participation__project").order_by("changed_at", "pk")
    for card in waiting[:MOST_OF_A_KIND]:
        project = card.participation.project
        url = reverse("partnerships:agreement", args=[project.slug, card.participation_id])
        yield Waiting("files", f"Agree on “{project}”?", "The other school has agreed to the card", url, "Read it")


def reviews(school: School) -> Iterator[Waiting]:
    """The yearly question: one line for one entry, one for all where there are several."""
    due = Project.objects.due_for_review().filter(school=school).order_by("last_confirmed_on", "pk")
    shown = list(due[: MOST_OF_A_KIND + 1])
    url = reverse("partnerships:review_list")
    if len(shown) == 1:
        note = f"Last checked {shown[0].last_confirmed_on:%-d %B %Y}. One look, one button"
        yield Waiting("arrow-repeat", f"Still right? “{shown[0]}”", note, url, "Review")
    elif shown:
        count = due.count()
        yield Waiting("arrow-repeat", f"Still right? {count} entries", "All at once, one button", url, "Review")


def listings_that_end(school: School) -> Iterator[Waiting]:
    """Needs and offers that leave the board soon."""
    last = timezone.localdate() + ENDS_SOON
    ending = Listing.objects.open().filter(school=school, until_on__lte=last).order_by("until_on", "pk")
    for listing in ending[:MOST_OF_A_KIND]:
        note = f"On the board until {listing.until_on:%-d %B %Y}"
        words = f"{listing.get_kind_display()} “{listing}” ends soon"
        yield Waiting("hourglass-split", words, note, listing.get_absolute_url(), "See it")


def alerts(user) -> Iterator[Waiting]:
    """One line for what my alerts have found in the last two weeks."""
    count = found_lately(user, timezone.localdate())
    if count:
        words = f"Your alerts found {count} project{'' if count == 1 else 's'}"
        yield Waiting("search", words, "In the last two weeks", reverse("partnerships:alert_list"), "See which")


def second_contact(school: School) -> Iterator[Waiting]:
    """A school with one lead loses its messages when that person leaves."""
    if Membership.objects.active().leads().of_school(school).count() == 1:
        url = reverse("accounts:invitation_new", args=[school.pk])
        yield Waiting(
            "person", "Name a second contact", "So messages still arrive when someone moves on", url, "Invite"
        )


def profile(school: School) -> Iterator[Waiting]:
    """The school has not said anything about itself, or not what would-be partners ask first."""
    said = getattr(school, "profile", None)  # absent where nobody has written one
    missing = [] if said and said.welcome else ["a welcome sentence"]
    missing += [] if said and said.looking_for else ["what you look for"]
    if missing:
        url = reverse("accounts:profile_edit", args=[school.pk])
        yield Waiting("building", "Say who you are", f"Your page has not yet {' and '.join(missing)}", url, "Write it")
