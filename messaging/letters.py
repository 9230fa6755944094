"""What people are told by e-mail about enquiries: that something is there, and where; never the words of it.

Called inside the transaction of the reason. No letter names a person, and each has one recipient.
"""

from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from accounts.notices import name_kind, notify, notify_moderators
from schools.models import School
from schools_together.outbox.letters import write_letter

from .models import Enquiry, Message, Step
from .names import told_by_letter
from .reaching import next_step, office_of, reachable

ENQUIRIES = name_kind("enquiries", "Enquiries", "A school writes to yours, goes on with a conversation, or answers.")


def people_to_tell(enquiry: Enquiry, school: School):
    """The active leads of a school, and those of its members who have written in this enquiry."""
    writers = enquiry.messages.filter(school=school, author__isnull=False).values("author")
    places = Membership.objects.active().filter(school=school).filter(Q(role="lead") | Q(user__in=writers))
    return get_user_model().objects.filter(pk__in=places.values("user")).order_by("pk")


def tell_of_message(message: Message) -> None:
    """To the people of the other school. With the first one its way to somebody who answers begins (reach)."""
    enquiry = message.enquiry
    to_school = enquiry.other_school(message.school)
    is_first = not enquiry.messages.exclude(pk=message.pk).exists()
    what = f"“{enquiry.about}”" if enquiry.about else "working together"
    subject = f"A school has written to you about {what}" if is_first else f"A new message about {what}"
    template = "enquiry_received" if is_first else "enquiry_message"
    for person in people_to_tell(enquiry, to_school).exclude(pk=message.author_id):
        _write(f"message {message.pk} to {person.pk}", person, subject, template, enquiry, to_school)
    if is_first:
        reach(enquiry, timezone.localdate())
    elif not has_lead(to_school):
        _tell_moderators(enquiry, to_school)


def reach(enquiry: Enquiry, today: date) -> Step | None:
    """Take the step that is due, if any, and write its letters; call it in a transaction. Twice on one day is once.

    The leads' own letters are those of `tell_of_message`. An office whose mailbox bounced is written to at its next.
    """
    school, attempt = enquiry.to_school, next_step(enquiry, today)
    if attempt is None:
        told = enquiry.attempts.filter(step=Step.OFFICE).first()
        if told and office_of(school):
            _tell_office(school, told.made_on)
        return None
    attempt.save()
    if attempt.step == Step.SECOND:
        _remind(enquiry, [attempt.place], "your colleagues")
    elif attempt.step == Step.COLLEAGUES:
        asked = enquiry.attempts.filter(step=Step.SECOND).values_list("place", flat=True)
        _remind(enquiry, [place for place in reachable(school) if place.pk not in asked], "your school’s office")
    elif attempt.step == Step.OFFICE:
        _tell_office(school, today)
    elif attempt.step == Step.MODERATORS:
        _tell_moderators(enquiry, school)
    return attempt.step


def _remind(enquiry: Enquiry, places: list[Membership], whom_next: str) -> None:
    """To these members of the school that was asked: somebody still waits. Each hears it once for an enquiry."""
    subject = f"A school still waits for a word{f' about “{enquiry.about}”' if enquiry.about else ''}"
    for place in places:
        key = f"enquiry {enquiry.pk} waits to {place.user_id}"
        _write(key, place.user, subject, "enquiry_waits", enquiry, enquiry.to_school, whom_next=whom_next)


def tell_of_answer(enquiry: Enquiry) -> None:
    """To the people of the school that asked, that there is an answer; which one, they read on the site."""
    subject = f"An answer to your enquiry about {f'“{enquiry.about}”' if enquiry.about else 'working together'}"
    instant = f"{enquiry.answered_at:%Y%m%d%H%M%S%f}"
    for person in people_to_tell(enquiry, enquiry.from_school).exclude(pk=enquiry.answered_by_id):
        key = f"answer {enquiry.pk} of {instant} to {person.pk}"
        _write(key, person, subject, "enquiry_answered", enquiry, enquiry.from_school)


def has_lead(school: School) -> bool:
    """Whether somebody at this school will hear of a message."""
    return Membership.objects.active().leads().of_school(school).exists()


def _write(key: str, person, subject: str, template: str, enquiry: Enquiry, school: School, **more) -> None:
    """One letter to a member of `school` about an enquiry."""
    context = {
        "path": enquiry.get_absolute_url(),
        "about": enquiry.about,
        "school": school,
        "other": told_by_letter(enquiry, school),
        **more,
    }
    notify(person, ENQUIRIES, key=key, subject=subject, template=template, context=context)


def _tell_office(school: School, day: date) -> None:
    """To the office: somebody waits for a word from your school. One letter for all that waits on a day."""
    address = office_of(school)
    write_letter(
        key=f"office of school {school.pk} told {day} at {address}",
        to=address,
        subject=f"A school would like to work with {school}",
        template="enquiry_office",
        context={"path": school.get_absolute_url(), "school": school},
    )


def _tell_moderators(enquiry: Enquiry, school: School) -> None:
    """Somebody must reach a school where nobody answers. One letter for an enquiry and moderator, however long."""
    context = {"path": reverse("admin:messaging_enquiry_change", args=[enquiry.pk]), "school": school}
    notify_moderators(
        key=f"enquiry {enquiry.pk} without lead", subject="An enquiry waits, and nobody at the school answers",
        template="enquiry_without_lead", context=context,
    )  # fmt: skip


def warn_before_forgetting(enquiry: Enquiry, goes_on: date) -> None:
    """To the people of both schools: nobody has written for years, and on that day the conversation goes.

    Must come, so nobody can turn it off. A school that never got the enquiry hears nothing of it.
    """
    for school in (enquiry.from_school, enquiry.to_school) if enquiry.is_sent else (enquiry.from_school,):
        for person in people_to_tell(enquiry, school):
            write_letter(
                key=f"enquiry {enquiry.pk} goes on {goes_on} to {person.pk}",
                to=person.email,
                subject="A conversation is about to be deleted",
                template="enquiry_forgotten",
                context={"path": enquiry.get_absolute_url(), "goes_on": goes_on},
            )
