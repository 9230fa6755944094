"""What is done for people by night."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from schools_together.outbox.chores import every_night
from schools_together.outbox.models import Letter

from . import forgetting, letters, notices  # noqa: F401 - forgetting has chores of its own
from .models import Membership, Tally

PATIENCE = timedelta(days=7)  # after which a request is a moderator's too, though the school has a lead
SETTLED = timedelta(days=14)  # after which a lone lead is asked for a second contact


@every_night("Tallies of limits forgotten")
def forget_old_tallies(today: date) -> int:
    """Those that count no more."""
    return Tally.objects.filter(ends_at__lt=timezone.now()).delete()[0]


@every_night("Moderators told of requests that wait")
def tell_moderators_who_waits(today: date) -> int:
    """One letter a day to each moderator while requests wait for one. Returns how many wait."""
    leads = Membership.objects.active().leads().filter(school=OuterRef("school"))
    old = Q(asked_at__lt=timezone.now() - PATIENCE)
    waiting = Membership.objects.waiting().filter(Q(~Exists(leads)) | old).order_by("asked_at", "pk")
    if oldest := waiting.first():
        letters.tell_moderators_who_waits(waiting.count(), oldest, today)
        return waiting.count()
    return 0


@every_night("Lone leads asked for a second contact")
def ask_for_a_second_contact(today: date) -> int:
    """Once to each lead who has led a school alone for two weeks."""
    settled = Membership.objects.active().leads().filter(decided_at__lt=timezone.now() - SETTLED)
    here = Q(school__memberships__state="active", school__memberships__role="lead")
    alone = settled.annotate(leads=Count("school__memberships", filter=here)).filter(leads=1)
    return sum(letters.ask_for_second_contact(place) for place in alone.select_related("school", "user").order_by("pk"))


@every_night("Last letters forgotten")
def forget_farewells(today: date) -> int:
    """The letter that tells of an erasure is the last thing that names an address: gone once sent or given up."""
    said = Letter.objects.filter(key__startswith=letters.FAREWELL).finished_before(timezone.now()).exclude(to="")
    return said.update(to="", subject="", text="", html="", last_error="")


@every_night("Daily letters written")
def write_digests(today: date) -> int:
    """To everybody for whom something was collected, one letter a day."""
    return notices.write_digests(today)


@every_night("Lines of daily letters emptied")
def forget_old_lines(today: date) -> int:
    """As letters are (LETTERS_KEPT_DAYS)."""
    return notices.forget_old_lines(settings.LETTERS_KEPT_DAYS)
