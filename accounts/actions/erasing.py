"""Erasing an account, and doing it again after a backup was restored."""

from collections.abc import Iterator
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import ledger, letters
from accounts.erasing import erase
from accounts.keeping import person_of
from accounts.models import Membership, User
from schools.models import School

from .memberships import hold

MODERATORS_STAY = "You are a moderator. Ask a superuser to take that away first; then you can erase your account."


@transaction.atomic
def erase_account(*, user: User, by: User) -> None:
    """Take a person out of every table. Twice is once: the second time there is nobody left.

    Order: hold the schools they lead, letters to moderators where one loses its last lead, ledger, all rows, one last
    letter to the person, which the night forgets.
    Raises PermissionDenied for anybody but the person and superusers; ValidationError for a moderator.
    """
    if by.pk != user.pk and not by.is_superuser:
        raise PermissionDenied("Only the person may erase an account.")
    stored = User.objects.select_for_update().filter(pk=user.pk).first()
    if stored is None:
        return
    if stored.is_staff:
        raise ValidationError(MODERATORS_STAY)
    _take_out(stored)
    letters.say_farewell(stored.email)


@transaction.atomic
def forget_unverified(*, user: User) -> None:
    """An account whose address nobody has shown to be theirs. No ledger, no letter: it may be somebody else's."""
    erase(person_of(user))


def erase_again(erasures: dict[str, datetime]) -> Iterator[int]:
    """The number of each person whom a backup brought back, once they are erased again. Twice does no harm.

    Whoever signed up anew after the erasure stays. Letters and moderators' notes were written the first time.
    """
    for user in User.objects.filter(is_staff=False).order_by("pk").iterator(chunk_size=500):
        erased_at = [erasures.get(ledger.digest_of(address)) for address in person_of(user).addresses]
        if any(instant and user.joined_at < instant for instant in erased_at):
            pk = user.pk
            with transaction.atomic():
                erase(person_of(user))
            yield pk


def _take_out(user: User) -> None:
    led = Membership.objects.active().leads().of_user(user).order_by("school_id").values_list("school_id", flat=True)
    schools = [hold(school) for school in School.objects.filter(pk__in=list(led)).order_by("pk")]
    person = person_of(user)
    ledger.note(person.addresses)
    erase(person)
    for school in schools:
        if not Membership.objects.active().leads().of_school(school).exists():
            letters.tell_moderators_nobody_leads(school, timezone.localdate())
