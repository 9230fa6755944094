"""Alerts: asked for, confirmed, kept, ended; and what is found for them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnerships import alert_letters
from partnerships.alerts import new_matches, words_of
from partnerships.models import Alert, AlertMatch, Rhythm
from schools.models import School

MOST_FOR_AN_ADDRESS = 30
TOO_MANY = f"{MOST_FOR_AN_ADDRESS} alerts go to this address already. End one of them first."


@transaction.atomic
def ask_for_alert(*, by, email: str, question: str, school: School | None = None, rhythm: str) -> Alert:
    """Keep what somebody wants to hear of. Asking twice is asking once; the last rhythm counts.

    `by` is the person, whose own address needs no confirming; None for a visitor, who gets a letter with a button.
    Raises ValidationError where too many alerts go to the address.
    """
    email = by.email if by else email.strip().lower()
    mine = Alert.objects.select_for_update().filter(email=email)
    alert = mine.filter(query=question, school=school).first()
    if alert is None and mine.count() >= MOST_FOR_AN_ADDRESS:
        raise ValidationError(TOO_MANY)
    if alert is None:
        words = words_of(question, school)
        alert = Alert.objects.create(
            user=by, email=email, query=question, school=school, words=words, rhythm=Rhythm(rhythm)
        )
    if by:
        alert.user, alert.rhythm = by, Rhythm(rhythm)
        alert.save(update_fields=["user", "rhythm"])
        return confirm_alert(alert=alert)
    if alert.confirmed_at is None:
        alert_letters.ask_to_confirm(alert)
    return alert


@transaction.atomic
def confirm_alert(*, alert: Alert) -> Alert:
    """From now on. Twice is once."""
    if alert.confirmed_at is None:
        alert.confirmed_at, today = timezone.now(), timezone.localdate()
        alert.wanted_on = alert.looked_on = today
        alert.save(update_fields=["confirmed_at", "wanted_on", "looked_on"])
    return alert


def keep_alert(*, alert: Alert) -> None:
    """Still wanted, for another year."""
    alert.wanted_on, alert.asked_again_on = timezone.localdate(), None
    alert.save(update_fields=["wanted_on", "asked_again_on"])


def end_alert(*, pk: int) -> None:
    """Delete it with all that it remembers. Twice is once."""
    Alert.objects.filter(pk=pk).delete()


@transaction.atomic
def tell_alert(*, pk: int, today: date) -> int:
    """One letter with what is new, or none; returns how many projects. A second call on one day finds nothing to do.

    Order: hold the alert, matches (a constraint lets each through once), letter, the day.
    """
    alert = Alert.objects.on().select_for_update(of=("self",)).filter(pk=pk, looked_on__lt=today).first()
    if alert is None or (alert.user and not alert.user.is_active):
        return 0
    found = new_matches(alert)
    AlertMatch.objects.bulk_create([AlertMatch(alert=alert, project=one, found_on=today) for one in found])
    if found:
        alert_letters.tell(alert, found, today)
    alert.looked_on = today
    alert.save(update_fields=["looked_on"])
    return len(found)
