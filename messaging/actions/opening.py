"""Opening a conversation with another school."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership
from messaging.desk_letters import tell_moderators_of_hold
from messaging.holding import digest_of, why_hold, why_not_begin
from messaging.letters import has_lead
from messaging.models import Enquiry, Standing
from messaging.names import without_name
from messaging.permissions import can_open_enquiry, why_not_write
from partnerships.models import Group, Listing, Project
from schools.models import School

from .talking import EMPTY, SENT_ELSEWHERE, add_message, refuse, same

About = Project | Listing | Group | School
WORDS = ("for_whom", "wanted_when", "hurdles")


def school_behind(about: About) -> School | None:
    """The school that an enquiry goes to: of a project, a confirmed host that has a lead here, else the posting school,
    else the first host; of a group, a coordinator's school, else the first member with a lead. None where a group has
    nobody.
    """
    if isinstance(about, School):
        return about
    if isinstance(about, Listing):
        return about.school
    if isinstance(about, Group):
        return _school_behind_group(about)
    hosts = [part.school for part in about.hosts if part.school_id]
    reachable = (school for school in [*hosts, about.school] if has_lead(school))
    return next(reachable, hosts[0] if hosts else about.school)


@transaction.atomic
def open_enquiry(
    *,
    by,
    from_school: School,
    about: About,
    text: str,
    token: str,
    subject: str = "",
    is_unnamed: bool = False,
    **words,
) -> Enquiry:
    """Write to the school behind a project, listing, group or school profile, once for a token.

    `words` may say for_whom, wanted_when and hurdles.
    Order: the asking school's and the writer's rows are locked, so that limits are exact and a second press waits;
    then enquiry, first message, letters. One that a moderator must read first tells the moderators instead. A second
    call with the token returns the first enquiry and changes nothing.
    Raises PermissionDenied for somebody else's school, ValidationError with the sentence for everything else.
    """
    if not can_open_enquiry(by, from_school):
        raise PermissionDenied("You can only write in the name of a school where you have an active place.")
    School.objects.select_for_update(no_key=True).get(pk=from_school.pk)
    get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)
    already = Enquiry.objects.filter(token=token).first()
    if already:
        return same(already, already.opened_by_id == by.pk and already.from_school_id == from_school.pk)
    to_school = school_behind(about)
    refuse("" if to_school else "Nobody answers for this group here yet. Write to one of its schools.")
    refuse(why_not_write(from_school, to_school))
    refuse("" if text.strip() else EMPTY)
    refuse(why_not_begin(by, from_school, text))
    held = why_hold(by, from_school, to_school, about, text)
    enquiry, is_created = Enquiry.objects.get_or_create(
        token=token,
        defaults={
            "from_school": from_school,
            "to_school": to_school,
            **_thing(about),
            **{name: words.get(name, "").strip() for name in WORDS},
            "subject": (subject or _subject(about))[:120],
            "is_unnamed": is_unnamed,
            "signed_as": without_name(from_school) if is_unnamed else "",
            "opened_by": by,
            "standing": Standing.HELD if held else Standing.SENT,
            "held_because": held,
            "words_digest": digest_of(text, to_school, about),
        },
    )
    refuse("" if is_created else SENT_ELSEWHERE)
    add_message(enquiry, by, from_school, text, token)
    if held:
        tell_moderators_of_hold(enquiry)
    return enquiry


def _school_behind_group(group: Group) -> School | None:
    agreed = School.objects.filter(group_places__group=group, group_places__state="agreed").open()
    places = Membership.objects.active().filter(user__in=group.coordinators.all(), school__in=agreed)
    place = places.select_related("school").order_by("pk").first()
    if place:
        return place.school
    return next((school for school in agreed.order_by("name", "pk")[:20] if has_lead(school)), None)


def _thing(about: About) -> dict:
    """The one column that says what it is about; a school's own enquiry has none."""
    kinds = {"project": Project, "listing": Listing, "group": Group}
    return {name: about for name, kind in kinds.items() if isinstance(about, kind)}


def _subject(about: About) -> str:
    return f"Working with {about}" if isinstance(about, School | Group) else str(about)
