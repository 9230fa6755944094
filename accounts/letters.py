"""What people are told by e-mail about places at schools: that something waits or was decided, and where.

Called inside the transaction of the reason. A letter never names the person it is about.
"""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from schools.models import School
from schools_together.outbox.letters import write_letter

from .models import Invitation, Membership, OfficeCode, User
from .notices import has_told, name_kind, notify, notify_moderators

REQUESTS = name_kind("requests", "Requests to join", "Somebody asks to join a school that you lead.")
REMINDERS = name_kind("reminders", "Reminders about my school", "Rarely: that you are its only lead, for example.")


def tell_leads_of_request(membership: Membership) -> None:
    """To the leads of the school: somebody asks to join."""
    path = f"{reverse('accounts:colleague_list')}?school={membership.school_id}"
    leads = Membership.objects.active().leads().of_school(membership.school).select_related("user")
    for place in leads.order_by("pk"):
        notify(
            place.user, REQUESTS, key=f"membership {membership.pk} asked to {place.user_id}",
            subject=f"Somebody asks to join {membership.school}", template="membership_asked",
            context={"path": path, "school": membership.school},
        )  # fmt: skip


def tell_of_approval(membership: Membership) -> None:
    """To the person: you are in."""
    subject = f"You can now act for {membership.school}"
    _tell_person(membership, "membership_approved", subject, f"{reverse('my_school')}?school={membership.school_id}")


def tell_of_role(membership: Membership) -> None:
    """To the person: what you may do at your school has changed."""
    subject = f"You are {membership.get_role_display().lower()} of {membership.school} now"
    changes = membership.history.count()  # so that a later change back is told too
    path = f"{reverse('my_school')}?school={membership.school_id}"
    template = "membership_lead" if membership.is_lead else "membership_contributor"
    _write(f"{template} {membership.pk} change {changes}", membership.user, subject, template, path, membership)


def tell_of_refusal(membership: Membership) -> None:
    """To the person: not now. The reason is for the history, not for the letter."""
    _tell_person(membership, "membership_refused", f"Your request to join {membership.school}", reverse("my_school"))


def tell_of_end(membership: Membership) -> None:
    """To the person: a lead or a moderator has ended your place."""
    _tell_person(membership, "membership_ended", f"Your place at {membership.school} has ended", reverse("my_school"))


def tell_moderators_no_lead(membership: Membership) -> None:
    """To the moderators: a school has lost its last lead."""
    subject = f"{membership.school} has no lead any more"
    _tell_moderators(membership, "was the last lead", subject, "school_without_lead")


def tell_moderators_who_waits(count: int, oldest: Membership, today: date) -> None:
    """To the moderators, once a day: how many requests wait for them."""
    path = f"{reverse('admin:accounts_membership_changelist')}?state__exact=waiting"
    context = {"path": path, "count": count, "days": (timezone.now() - oldest.asked_at).days}
    subject = f"{count} request{'' if count == 1 else 's'} to join a school"
    notify_moderators(key=f"requests waiting {today}", subject=subject, template="requests_waiting", context=context)


def ask_for_second_contact(membership: Membership) -> bool:
    """To a lead without another: who can stand in for you? True where it had not been asked before."""
    key = f"second contact {membership.pk}"
    if has_told(key):
        return False
    subject = f"Who can stand in for you at {membership.school}?"
    context = {"path": reverse("accounts:colleague_list"), "school": membership.school}
    notify(membership.user, REMINDERS, key=key, subject=subject, template="second_contact", context=context)
    return has_told(key)


def tell_moderators_nobody_leads(school: School, today: date) -> None:
    """To the moderators: the last lead of a school has erased the account, so there is no place to show."""
    context = {"path": reverse("admin:schools_school_change", args=[school.pk]), "school": school}
    notify_moderators(
        key=f"school {school.pk} led by nobody since {today}", subject=f"{school} has no lead any more",
        template="school_led_by_nobody", context=context,
    )  # fmt: skip


FAREWELL = "farewell"  # how the keys of these letters begin; the night forgets them once they are sent


def say_farewell(address: str) -> None:
    """To whoever has erased their account: it is done."""
    subject = "Your account has been erased"
    write_letter(key=f"{FAREWELL} {get_random_string(16)}", to=address, subject=subject, template="farewell")


def send_invitation(invitation: Invitation) -> None:
    """To the invited address: the page where to accept. Opening it changes nothing."""
    write_letter(
        key=f"invitation {invitation.pk}",
        to=invitation.email,
        subject=f"Join your colleagues of {invitation.school}",
        template="invitation",
        context={"path": reverse("accounts:invitation", args=[invitation.token]), "school": invitation.school},
    )


def send_code_to_office(code: OfficeCode, signs: str) -> None:
    """To the school's office: who asks to be its first lead, the code to pass on, where to say “we know nobody”.

    The one letter that names a person, and it goes to nobody but the office of the school that they name.
    """
    place = code.membership
    write_letter(
        key=f"office code {code.pk}",
        to=code.address,
        subject=f"A code for {place.school}",
        template="office_code",
        context={
            "path": reverse("accounts:office_request", args=[code.token]),
            "place": place,
            "code": signs,
            "expires_on": timezone.localdate(code.expires_at),
        },
    )


def tell_moderators_of_disowned(membership: Membership) -> None:
    """To the moderators: a school's office does not know somebody who asked to act for it."""
    _tell_moderators(membership, "was disowned", f"{membership.school} does not know who asked", "membership_disowned")


def _tell_person(membership: Membership, template: str, subject: str, path: str) -> None:
    key = f"{template} {membership.pk}"
    _write(key, membership.user, subject, template, path, membership)


def _tell_moderators(membership: Membership, what: str, subject: str, template: str) -> None:
    path = reverse("admin:accounts_membership_change", args=[membership.pk])
    key, context = f"membership {membership.pk} {what}", {"path": path, "school": membership.school}
    notify_moderators(key=key, subject=subject, template=template, context=context)


def _write(key: str, to: User, subject: str, template: str, path: str, membership: Membership) -> None:
    context = {"path": path, "school": membership.school}
    write_letter(key=key, to=to.email, subject=subject, template=template, context=context)
