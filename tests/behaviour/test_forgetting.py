"""What is kept no longer than the settings say: done by night, twice without harm, also when the clocks change."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from messaging.actions import open_enquiry, write_message
from messaging.models import Enquiry, Report
from partnerships.models import Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db


def night() -> None:
    """The nightly command, and what it gives the worker to do."""
    call_command("nightly", stdout=StringIO())
    call_command("worker", once=True)


def ago(days: float):
    return timezone.now() - timedelta(days=days)


def test_accounts_that_were_never_confirmed_go_after_a_week():
    for number, days in enumerate((6.9, 7.1)):
        user = User.objects.create_user(f"typed{number}@example.org", joined_at=ago(days))
        user.emailaddress_set.create(email=user.email, verified=False, primary=True)
    kept = people.newcomer()
    User.objects.filter(pk=kept.pk).update(joined_at=ago(900))
    for _ in range(2):
        night()
        assert set(User.objects.values_list("email", flat=True)) == {"typed0@example.org", kept.email}


def test_invitations_go_when_they_are_over(settings):
    settings.INVITATIONS_KEPT_DAYS = 90
    school = people.st_marys()
    for email, days in (("old@x.example", 91), ("new@x.example", 89)):
        Invitation.objects.create(school=school, email=email, expires_at=ago(days))
    Invitation.objects.create(school=school, email="used@x.example", accepted_at=ago(91), expires_at=ago(-5))
    for _ in range(2):
        night()
        assert [one.email for one in Invitation.objects.all()] == ["new@x.example"]


def test_ended_places_go_and_the_history_keeps_no_words():
    user, school = people.newcomer(), people.st_marys()
    places = [
        Membership.objects.create(
            user=user, school=school, state="ended", ended_at=ago(days), job_title=f"Bursar {days}", reason="Moved on"
        )
        for days in (731, 729)
    ]
    for _ in range(2):
        night()
        assert list(Membership.objects.filter(user=user)) == [places[1]]
    old = Membership.history.filter(id=places[0].pk)
    assert old.count() == 2
    assert {(one.job_title, one.reason) for one in old} == {("", "")}
    assert Membership.history.filter(id=places[1].pk, job_title="Bursar 729").exists()


def test_who_changed_what_is_forgotten_and_the_change_is_not():
    project = factories.project(host=people.st_marys(), title="Chemistry")
    project._history_user = people.lead_of_st_marys()
    project.save()
    for days, known in ((1094, True), (1096, False)):
        Project.history.filter(history_user__isnull=False).update(history_date=ago(days))
        night()
        assert Project.history.filter(history_user__isnull=False).exists() is known
    assert Project.history.filter(title="Chemistry").exists()


def test_closed_concerns_lose_who_reported_and_what_they_wrote():
    made = {"page": "/projects/", "reason": "wrong", "text": "canary", "reply_to": "a@x.example"}
    old = Report.objects.create(**made, closed_at=ago(731), decision="Put right", reporter=people.newcomer())
    new = Report.objects.create(**made, closed_at=ago(729), decision="Put right")
    waiting = Report.objects.create(**made, reported_at=ago(2000))
    for _ in range(2):
        night()
    for report in (old, new, waiting):
        report.refresh_from_db()
    assert (old.reporter, old.reply_to, old.decision, "canary" in old.text) == (None, "", "Put right", False)
    assert new.text == waiting.text == "canary"


@pytest.fixture
def silent(time_machine):
    """A conversation in which nobody has written for almost three years."""
    time_machine.move_to("2026-11-25 03:00+00:00", tick=False)
    marys = people.st_marys()
    people.lead_of_st_marys()
    amir = people.lead_of_st_albans()
    enquiry = open_enquiry(by=amir, about=marys, from_school=people.st_albans(), text="Hello", token="silent-token-1-1")
    Letter.objects.all().delete()
    Enquiry.objects.update(last_message_at=ago(1095 - 29))
    return enquiry


def test_a_silent_conversation_goes_a_month_after_both_schools_were_warned(silent, time_machine):
    for _ in range(2):
        night()
    letters = Letter.objects.filter(subject="A conversation is about to be deleted")
    assert {letter.to for letter in letters} == {"lead@stmarys.example", "lead@stalbans.example"}
    assert letters.count() == 2
    assert "25 December 2026" in letters[0].text
    assert "Hello" not in letters[0].text
    time_machine.shift(timedelta(days=29))
    night()
    assert Enquiry.objects.filter(pk=silent.pk).exists()
    time_machine.shift(timedelta(days=2))
    night()
    assert not Enquiry.objects.filter(pk=silent.pk).exists()


def test_who_writes_in_it_keeps_it(silent, time_machine):
    night()
    write_message(by=people.lead_of_st_marys(), enquiry=silent, text="Still here", token="silent-token-2-2")
    time_machine.shift(timedelta(days=40))
    night()
    assert Enquiry.objects.filter(pk=silent.pk).exists()


def test_a_night_that_was_missed_still_warns_first(silent, time_machine):
    time_machine.shift(timedelta(days=400))
    night()
    assert Enquiry.objects.filter(pk=silent.pk).exists()
    time_machine.shift(timedelta(days=31))
    night()
    assert not Enquiry.objects.filter(pk=silent.pk).exists()


def test_what_a_moderator_must_still_look_at_stays(silent, time_machine):
    Report.objects.create(page="/x/", reason="conduct", text="See", message=silent.messages.get())
    night()
    time_machine.shift(timedelta(days=31))
    night()
    assert Enquiry.objects.filter(pk=silent.pk).exists()


@pytest.mark.parametrize(
    "instant", ["2026-10-25 00:30+00:00", "2026-10-25 01:30+00:00", "2027-03-28 00:30+00:00", "2027-03-28 01:30+00:00"]
)
def test_the_nights_of_the_clock_change_forget_the_same(instant, time_machine):
    time_machine.move_to(instant, tick=False)
    for number, days in enumerate((6.99, 7.01)):
        user = User.objects.create_user(f"typed{number}@example.org", joined_at=ago(days))
        user.emailaddress_set.create(email=user.email, verified=False, primary=True)
    night()
    assert [user.email for user in User.objects.all()] == ["typed0@example.org"]


def test_the_privacy_page_says_how_long(client, settings):
    settings.MEMBERSHIPS_KEPT_DAYS = 365
    page = client.get("/privacy/").content.decode()
    assert "<dt>Places at schools that have ended</dt><dd>1 year</dd>" in page
    assert "<dt>An account whose address was never confirmed</dt><dd>7 days</dd>" in page
