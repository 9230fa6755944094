"""The first lead of a school: a code goes to a mailbox of its office, and comes back by the person who asked.

An address at the school's own domain shows that somebody belongs to it, pupils included. The office's mailbox is read
by staff alone, and the office knows who works there. So both together make a first lead; either alone makes nobody.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import letters
from accounts.limits import hit
from accounts.models import CODE_LIFE, Membership, MembershipState, OfficeCode, Role, digest_of_code, new_office_code
from accounts.permissions import owns_address
from schools.domains import Evidence, evidence_of, office_addresses
from schools.models import SchoolProfile

from .memberships import end_by_itself, hold_membership, keep

MOST_TRIES = 5
MOST_LETTERS = 3  # a day to the mailboxes of one school, and by one person
DAY = 24 * 60 * 60
NOT_YOURS = "Only the person who asked may use this code."
NO_MORE_LETTERS = "We have written to this office often enough today. Try again tomorrow, or wait for a moderator."
NO_CODE = "There is no code that still holds. Send a new one to the office."
SPENT = "That was wrong five times, so this code is worth nothing any more. Send a new one to the office."
WRONG = "This is not the code that we sent to the office. Check each letter."


def why_no_office_code(membership: Membership) -> str:
    """The sentence that says why a code to the office is not the way in here; empty where it is."""
    school, email = membership.school, membership.user.email
    if membership.state != MembershipState.WAITING:
        return "This request has been answered."
    if not school.is_open:
        return f"{school} has no pupils today."
    if Membership.objects.active().leads().of_school(school).exists():
        return f"{school} has a lead already, who decides on your request."
    if not office_addresses(school):
        return "The register names no website that belongs to this school alone."
    if evidence_of(email, school) != Evidence.OWN or not owns_address(membership.user, email):
        return f"Your address does not show that you work at {school}."
    return ""


def send_office_code(*, by, membership: Membership, address: str) -> OfficeCode:
    """Send a code to one of the school's office mailboxes. While one to this mailbox holds, a second press sends none.

    Order: hold the school, code (older ones end), letter to the office with the name and role of who asks.
    Raises PermissionDenied but for the person who asked; ValidationError where this is not the way in (see
    `why_no_office_code`), for another address than an office's, and after MOST_LETTERS a day.
    """
    _must_be_theirs(by, membership)
    if address not in office_addresses(membership.school):
        raise ValidationError("Choose one of the addresses in the list.")
    if trouble := why_no_office_code(membership):
        raise ValidationError(trouble)
    if OfficeCode.objects.just_sent().filter(membership=membership, address=address).exists():
        return OfficeCode.objects.open().filter(membership=membership).latest("sent_at")
    if not (hit("office letters", f"school {membership.school_id}", MOST_LETTERS, DAY)
            and hit("office letters", f"person {by.pk}", MOST_LETTERS, DAY)):  # fmt: skip
        raise ValidationError(NO_MORE_LETTERS)
    return _send(membership, address)


@transaction.atomic
def _send(membership: Membership, address: str) -> OfficeCode:
    stored, code = hold_membership(membership), new_office_code()
    if trouble := why_no_office_code(stored):
        raise ValidationError(trouble)
    now = timezone.now()
    OfficeCode.objects.open().filter(membership=stored).update(expires_at=now)
    made = OfficeCode.objects.create(
        membership=stored, address=address, digest=digest_of_code(code), sent_at=now, expires_at=now + CODE_LIFE
    )
    letters.send_code_to_office(made, code)
    return made


def enter_office_code(*, by, membership: Membership, code: str) -> Membership:
    """The right code makes its person the first lead. Entering it again changes nothing.

    Order: count the try (outside the transaction, so that a refusal does not give it back), hold the school, state,
    code used, profile, letter to the person.
    Raises PermissionDenied but for the person who asked; ValidationError for a wrong code, after MOST_TRIES, without a
    code that holds, and where a lead has come meanwhile.
    """
    _must_be_theirs(by, membership)
    if membership.state == MembershipState.ACTIVE:
        return membership
    found = OfficeCode.objects.open().filter(membership=membership).order_by("-sent_at", "-pk").first()
    if found is None:
        raise ValidationError(NO_CODE)
    if not hit("office code", found.pk, MOST_TRIES, int(CODE_LIFE.total_seconds())):
        raise ValidationError(SPENT)
    if not constant_time_compare(found.digest, digest_of_code(code)):
        raise ValidationError(WRONG)
    return _let_in(found)


@transaction.atomic
def _let_in(code: OfficeCode) -> Membership:
    stored = hold_membership(code.membership)
    if stored.state == MembershipState.ACTIVE:
        return stored
    if trouble := why_no_office_code(stored):
        raise ValidationError(trouble)
    now = timezone.now()
    if not OfficeCode.objects.open().filter(pk=code.pk).update(used_at=now):
        raise ValidationError(NO_CODE)
    stored.state, stored.role, stored.decided_at = MembershipState.ACTIVE, Role.LEAD, now
    stored.reason = f"Typed the code that was sent to {code.address}."
    keep(stored, stored.user, "First lead, by the office’s code")
    SchoolProfile.objects.get_or_create(school=stored.school)
    letters.tell_of_approval(stored)
    return stored


@transaction.atomic
def disown_request(*, code: OfficeCode) -> Membership:
    """The office says that it does not know this person: the request ends. Twice is once.

    By whoever holds the office's link. Order: hold the school, code refused, membership, letters to the person and to
    the moderators. Raises ValidationError where the request was answered before.
    """
    stored = hold_membership(code.membership)
    if not OfficeCode.objects.filter(pk=code.pk, refused_at=None).exists():
        return stored
    if stored.state != MembershipState.WAITING:
        raise ValidationError("This request has been answered already. Write to us if that was wrong.")
    OfficeCode.objects.filter(pk=code.pk).update(refused_at=timezone.now())
    end_by_itself(stored, "The school’s office does not know this person.")
    letters.tell_of_refusal(stored)
    letters.tell_moderators_of_disowned(stored)
    return stored


def _must_be_theirs(by, membership: Membership) -> None:
    if by.pk != membership.user_id:
        raise PermissionDenied(NOT_YOURS)
