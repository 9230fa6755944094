"""Erasing an account: said beforehand, gone from everywhere, others keep what is theirs, no restore undoes it."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.actions import approve_membership, ask_to_join_school, erase_account, invite_colleague
from accounts.models import Erasure, Invitation, Membership, User
from messaging.actions import answer_enquiry, open_enquiry, write_message
from messaging.models import Message
from partnerships.models import Idea, Project
from schools_together.outbox.models import Letter
from tests import factories, people
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db
CANARY = "canarybird"
ADDRESS, OLD_ADDRESS = f"{CANARY}@stmarys.example", f"old.{CANARY}@stmarys.example"


@pytest.fixture
def ledger(settings, tmp_path) -> Path:
    settings.ERASURE_LEDGER = str(tmp_path / "keeping" / "erasures.txt")
    return Path(settings.ERASURE_LEDGER)


@pytest.fixture
def canary(client, ledger):
    """Somebody who has done a bit of everything, with a name and an address that one can look for."""
    people.moderator(), people.lead_of_st_albans()
    lead = people.lead_of_st_marys()
    user = people.person(ADDRESS, f"Carla {CANARY.title()}")
    user.emailaddress_set.create(email=OLD_ADDRESS, verified=False, primary=False)
    invite_colleague(by=people.lead_of_bootham(), school=people.bootham(), email=OLD_ADDRESS)
    place = ask_to_join_school(by=user, school=people.st_marys(), role="lead", job_title=f"Head {CANARY}")
    approve_membership(membership=place, by=lead)
    project = factories.project(host=people.st_marys(), title="Chemistry", created_by=user)
    project.title = "Chemistry in a real lab"
    project._history_user = user
    project.save()
    Idea.objects.create(user=user, project=project, note=f"Note {CANARY}")
    albans = {"by": people.lead_of_st_albans(), "from_school": people.st_albans()}
    enquiry = open_enquiry(about=project, text="May we come?", token="erase-token-one-1", **albans)
    write_message(by=user, enquiry=enquiry, text="Please do come.", token="erase-token-two-2")
    answer_enquiry(by=user, enquiry=enquiry, answer="interested", reason="")
    LogEntry.objects.log_actions(people.moderator().pk, User.objects.filter(pk=user.pk), CHANGE, change_message=ADDRESS)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/my-school/")
    return user


def found_in_the_tables(words: str) -> list[str]:
    """Every field of every table that holds these words, whatever their case."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found += [f"{model._meta.label}.{name}" for name, value in row.items() if words in str(value).lower()]
    return found


def press_the_button(client):
    """Erase, with the password that is asked for in between."""
    asked = client.post("/accounts/yours/erase/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    return client.post(asked.url, {"password": PASSWORD})


def test_what_goes_and_what_stays_is_said_beforehand(client, canary):
    page = client.get("/accounts/yours/erase/").content.decode()
    assert "Projects you saved" in page
    assert "under “former staff member”" in page
    assert "You are the only lead" not in page
    assert User.objects.filter(pk=canary.pk).exists()


def test_nothing_is_left_of_name_and_address(client, canary, settings, django_capture_on_commit_callbacks, caplog):
    assert len(found_in_the_tables(CANARY)) > 8
    with django_capture_on_commit_callbacks(execute=True):
        assert press_the_button(client).url == "/"
    assert "Your account is erased." in client.get("/").content.decode()
    call_command("worker", once=True)
    call_command("nightly", stdout=StringIO())
    assert found_in_the_tables(CANARY) == []
    assert CANARY not in caplog.text.lower()
    assert [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if CANARY in path.name.lower()] == []
    assert CANARY not in Path(settings.ERASURE_LEDGER).read_text()


def test_what_belongs_to_others_stays_without_the_name(client, canary, sign_in):
    press_the_button(client)
    project = Project.objects.get(title="Chemistry in a real lab")
    assert (project.school, project.created_by) == (people.st_marys(), None)
    message = Message.objects.get(text="Please do come.")
    assert message.author is None
    page = sign_in(people.lead_of_st_albans()).get(f"/enquiries/{message.enquiry_id}/").content.decode()
    assert "Please do come." in page
    assert "ormer staff member" in page
    assert not Idea.objects.exists()
    assert not Invitation.objects.exists()


def test_what_was_changed_stays_in_the_history_by_a_number_that_leads_nowhere(client, canary):
    press_the_button(client)
    last = Project.history.filter(title="Chemistry in a real lab").order_by("pk").first()
    assert last.history_user is None
    assert f"by person {canary.pk}, erased" in last.history_change_reason
    places = Membership.history.filter(user_id=canary.pk)
    assert places.count() >= 2
    assert {(place.job_title, place.reason) for place in places} == {("", "")}


def test_every_session_dies(client, canary):
    client.logout()
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert UserSession.objects.filter(user=canary).count() == 1
    old = client.cookies["sessionid"].value
    press_the_button(client)
    assert not Session.objects.filter(session_key=old).exists()
    client.cookies["sessionid"] = old
    assert client.get("/my-school/").url.startswith("/accounts/login/")


def test_one_last_letter_says_that_it_is_done_and_is_forgotten_by_night(client, canary):
    press_the_button(client)
    letter = Letter.objects.get(to=ADDRESS)
    assert letter.subject == "Your account has been erased"
    call_command("worker", once=True)
    call_command("nightly", stdout=StringIO())
    letter.refresh_from_db()
    assert (letter.to, letter.text) == ("", "")


def test_moderators_hear_when_a_school_loses_its_last_lead(client, canary):
    people.lead_of_st_marys().memberships.all().delete()
    assert "You are the only lead" in client.get("/accounts/yours/erase/").content.decode()
    press_the_button(client)
    letter = Letter.objects.get(to="moderator@sample.example", subject="St Mary’s School has no lead any more")
    assert CANARY not in letter.text.lower()


def test_erasing_twice_is_erasing_once(canary):
    erase_account(user=canary, by=canary)
    letters = Letter.objects.count()
    canary.pk = canary.pk or 10**6
    erase_account(user=canary, by=canary)
    assert Letter.objects.count() == letters


def test_looking_at_the_page_erases_nobody(client, canary):
    client.get("/accounts/yours/erase/")
    client.head("/accounts/yours/erase/")
    assert User.objects.filter(pk=canary.pk).exists()


def test_without_the_password_nothing_happens(client, canary):
    asked = client.post("/accounts/yours/erase/")
    client.post(asked.url, {"password": "wrong password"})
    assert User.objects.filter(pk=canary.pk).exists()


def test_nobody_erases_somebody_else(canary):
    with pytest.raises(Exception, match="Only the person may erase an account."):
        erase_account(user=canary, by=people.lead_of_st_marys())


def test_a_moderator_must_step_down_first(sign_in):
    client = sign_in(people.moderator())
    assert "Ask a superuser to take that away first" in client.get("/accounts/yours/erase/").content.decode()
    press_the_button(client)
    assert User.objects.filter(email="moderator@sample.example").exists()


def test_what_a_former_moderator_decided_is_still_told(ledger):
    moderator = people.moderator()
    LogEntry.objects.log_actions(moderator.pk, User.objects.filter(pk=people.newcomer().pk), CHANGE)
    User.objects.filter(pk=moderator.pk).update(is_staff=False)
    moderator.refresh_from_db()
    erase_account(user=moderator, by=moderator)
    entry = LogEntry.objects.get()
    assert (entry.user.name, entry.user.is_active) == ("Former moderator", False)


def erase_again(*arguments) -> str:
    told = StringIO()
    call_command("erase_again", *arguments, stdout=told)
    return told.getvalue()


@pytest.fixture
def restored(canary, ledger, django_capture_on_commit_callbacks):
    """Erased, then a backup of before was restored: person back, table of erasures empty, the file still there."""
    joined = timezone.now() - timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=canary, by=canary)
    Erasure.objects.all().delete()
    Letter.objects.all().delete()
    user = people.person(ADDRESS, f"Carla {CANARY.title()}")
    User.objects.filter(pk=user.pk).update(joined_at=joined)
    return user


def test_a_restored_backup_is_erased_again_and_twice_does_no_harm(restored):
    assert "Erased again: 1" in erase_again()
    assert found_in_the_tables(CANARY) == []
    assert "Erased again: 0." in erase_again()


def test_the_ledger_may_lie_elsewhere(restored, ledger, tmp_path):
    elsewhere = ledger.rename(tmp_path / "from-the-other-disk.txt")
    assert "Erased again: 0." in erase_again()
    assert "Erased again: 1" in erase_again("--ledger", str(elsewhere))


def test_a_ledger_that_cannot_be_read_says_which_line(restored, ledger):
    ledger.write_text("2026-11-25T10:00:00+00:00 abc\nnonsense\n")
    with pytest.raises(CommandError, match="Line 2 of the ledger"):
        erase_again()


def test_who_signs_up_anew_after_erasing_stays(canary, ledger, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=canary, by=canary)
    people.person(ADDRESS, "Carla again")
    assert "Erased again: 0." in erase_again()
    assert User.objects.filter(email=ADDRESS).exists()


def test_the_ledger_can_be_read_by_nobody(canary, ledger, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=canary, by=canary)
    lines = ledger.read_text().splitlines()
    assert len(lines) == 2
    assert all(re.fullmatch(r"[\d:.T+-]+ [0-9a-f]{64}", line) for line in lines)
