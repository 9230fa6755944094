"""A message is reported in two clicks; moderators decide, undo and are on record; nobody learns who reported."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from messaging.actions import (
    close_report,
    end_freeze,
    freeze_school,
    open_enquiry,
    report_concern,
    undo_decision,
    write_message,
)
from messaging.models import Freeze, Message, Report, ReportRecord
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
REPORTER = "Reporter Canary"
OVERDUE = "1 concern has waited for two days"


@pytest.fixture
def message():
    people.moderator()
    people.lead_of_st_marys()
    enquiry = open_enquiry(
        by=people.lead_of_st_albans(), from_school=people.st_albans(), about=people.st_marys(), text="A rude word",
        token="an-intent-to-report-1",
    )  # fmt: skip
    return enquiry.messages.get()


def reporters(count: int) -> list:
    people_there = [people.lead_of_st_marys(), people.contributor_at_st_marys()]
    names = [f"{number}@stmarys.example" for number in range(count)]
    more = [people.member(name, "More", people.st_marys(), "contributor") for name in names]
    return [*people_there, *more][:count]


def decide(client, report, outcome, decision="Because it hurts."):
    inlines = {f"{name}-{kind}_FORMS": "0" for name in ("readings", "records") for kind in ("TOTAL", "INITIAL")}
    path = f"/admin/messaging/report/{report.pk}/change/"
    return client.post(path, {"outcome": outcome, "decision": decision, **inlines})


def test_two_clicks_from_the_conversation_to_a_report(sign_in, message):
    client = sign_in(people.contributor_at_st_marys())
    path = f"/enquiries/{message.enquiry_id}/messages/{message.pk}/report/"
    assert f'href="{path}"' in client.get(f"/enquiries/{message.enquiry_id}/").content.decode()
    form = client.get(path).content.decode()
    assert '<button class="btn btn-outline-primary" name="reason" value="conduct" type="submit">' in form
    for _ in range(2):
        assert client.post(path, {"reason": "conduct"})["Location"] == "/report/thanks/"
    assert Report.objects.get().message == message


@pytest.mark.parametrize("reason", ["", "junk"])
def test_a_report_without_a_reason_comes_back(sign_in, message, reason):
    path = f"/enquiries/{message.enquiry_id}/messages/{message.pk}/report/"
    assert sign_in(people.lead_of_st_marys()).post(path, {"reason": reason}).status_code == 422
    assert Report.objects.count() == 0


def test_messages_of_others_are_not_found_by_their_number(sign_in, message):
    other = factories.enquiry(from_school=people.bootham(), to_school=factories.school()).messages.get()
    client = sign_in(people.lead_of_st_marys())
    here, there = message.enquiry_id, other.enquiry_id
    for enquiry, number in ((here, other.pk), (there, other.pk), (there, message.pk)):
        assert client.get(f"/enquiries/{enquiry}/messages/{number}/report/").status_code == 404


def test_nobody_learns_who_reported(sign_in, message):
    reporter = people.member("reporter@stmarys.example", REPORTER, people.st_marys(), "contributor")
    report = report_concern(by=reporter, page="/", reason="conduct", text="Words of the canary", message=message)
    close_report(by=people.moderator(), report=report, decision="Hidden", outcome="hide")
    client = sign_in(people.lead_of_st_albans())
    for page in (f"/enquiries/{message.enquiry_id}/", "/enquiries/", "/my-school/", "/report/thanks/"):
        shown = client.get(page).content.decode()
        assert [mark for mark in (REPORTER, "Words of the canary", "reporter@") if mark in shown] == []
    for letter in Letter.objects.filter(to="lead@stalbans.example"):
        assert "anary" not in letter.text + letter.html + letter.subject


def test_a_child_at_risk_is_told_to_every_moderator_at_once_with_the_numbers(sign_in, client, message):
    client.post("/report/", {"reason": "child", "text": "I worry", "page": "/"})
    letter = Letter.objects.get(subject="Urgent: a concern about a child")
    assert (letter.to, "I worry" in letter.text) == ("moderator@sample.example", False)
    report_concern(page="/older/", reason="spam", text="x")
    Report.objects.filter(page="/older/").update(reported_at=timezone.now() - timedelta(days=9))
    desk = sign_in(people.moderator())
    queue = desk.get("/admin/messaging/report/").content.decode()
    assert queue.index("A child may be at risk</a>") < queue.index("/older/")
    page = desk.get(f"/admin/messaging/report/{Report.objects.get(reason='child').pk}/change/").content.decode()
    assert "0808 800 5000" in page


@pytest.mark.parametrize("path", ["/report/", "/report/thanks/", "/safeguarding/"])
def test_the_real_places_are_named_wherever_a_concern_is_written(client, path):
    page = client.get(path).content.decode()
    assert [words for words in ("999", "0808 800 5000", "safeguarding lead", "LADO") if words not in page] == []


def test_a_message_that_three_members_report_is_hidden_until_decided(sign_in, message):
    for person in reporters(2):
        report_concern(by=person, page="/", reason="conduct", message=message)
    report_concern(by=people.newcomer(), page="/", reason="conduct", message=message)  # of no school: not counted
    message.refresh_from_db()
    assert message.hidden_at is None
    third = report_concern(by=reporters(3)[2], page="/", reason="spam", message=message)
    page = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{message.enquiry_id}/").content.decode()
    assert "A rude word" not in page
    assert "This message is hidden." in page
    assert ReportRecord.objects.get().deed == "Hidden by itself"
    close_report(by=people.moderator(), report=third, decision="It is all right", outcome="none")
    assert "A rude word" in sign_in(people.lead_of_st_marys()).get(f"/enquiries/{message.enquiry_id}/").content.decode()


def test_a_decision_hides_stops_and_is_taken_back_within_thirty_days(sign_in, message):
    report = report_concern(by=people.lead_of_st_marys(), page="/", reason="conduct", message=message)
    client = sign_in(people.moderator())
    assert decide(client, report, "freeze").status_code == 302
    assert Freeze.objects.open().get().school == people.st_albans()
    message.refresh_from_db()
    assert message.hidden_at is not None
    assert client.post(f"/admin/messaging/report/{report.pk}/undo/", {"why": "Wrong school"}).status_code == 302
    message.refresh_from_db()
    report.refresh_from_db()
    assert (message.hidden_at, report.is_open, Freeze.objects.open().count()) == (None, True, 0)
    assert [record.deed for record in ReportRecord.objects.filter(moderator=people.moderator()).order_by("pk")] == [
        f"Stopped school {people.st_albans().pk} from writing",
        "Decided",
        f"Let school {people.st_albans().pk} write again",
        "Took the decision back",
    ]


def test_an_old_decision_and_an_open_report_are_not_taken_back(message):
    report = report_concern(page="/", reason="conduct", text="x", message=message)
    with pytest.raises(ValidationError, match="last thirty days"):
        undo_decision(by=people.moderator(), report=report, why="x")
    close_report(by=people.moderator(), report=report, decision="Hidden", outcome="hide")
    with pytest.raises(ValidationError, match="Say why you take"):
        undo_decision(by=people.moderator(), report=report, why=" ")
    Report.objects.update(closed_at=timezone.now() - timedelta(days=31))
    with pytest.raises(ValidationError, match="last thirty days"):
        undo_decision(by=people.moderator(), report=report, why="Late")
    message.refresh_from_db()
    assert message.hidden_at is not None


def test_a_reported_project_is_taken_off_and_put_back(sign_in, client):
    people.moderator()
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    report = report_concern(page="/", reason="wrong", text="x", project=project)
    assert decide(sign_in(people.moderator()), report, "unpublish").status_code == 302
    project.refresh_from_db()
    assert project.state == "unpublished"
    report.refresh_from_db()
    undo_decision(by=people.moderator(), report=report, why="It was right")
    project.refresh_from_db()
    assert project.state == "public"


def test_a_decision_that_does_not_fit_comes_back(sign_in):
    report = report_concern(page="/", reason="wrong", text="x")
    page = decide(sign_in(people.moderator()), report, "hide")
    assert "No message was reported, so there is none to hide." in page.content.decode()
    report.refresh_from_db()
    assert (report.is_open, ReportRecord.objects.count()) == (True, 0)


def test_nobody_decides_in_the_own_case(message):
    report = report_concern(by=people.superuser(), page="/", reason="conduct", message=message)
    judge = people.lead_of_st_albans()
    judge.is_staff = True
    judge.save()
    for person in (judge, people.superuser()):
        with pytest.raises(PermissionDenied, match="Another moderator decides"):
            close_report(by=person, report=report, decision="Fine", outcome="none")
    assert close_report(by=people.moderator(), report=report, decision="Fine", outcome="none").outcome == "none"


def test_the_record_is_never_changed_or_deleted(message):
    report = report_concern(page="/", reason="conduct", text="x", message=message)
    close_report(by=people.moderator(), report=report, decision="Fine", outcome="none")
    record = ReportRecord.objects.get()
    for change in (record.save, record.delete, ReportRecord.objects.all().delete):
        with pytest.raises(TypeError, match="never"):
            change()
    with pytest.raises(TypeError, match="never"):
        ReportRecord.objects.update(why="Other words")


def test_moderators_hear_once_a_day_of_what_is_overdue(message):
    report_concern(page="/", reason="conduct", text="x")
    call_command("nightly")
    assert not Letter.objects.filter(subject=OVERDUE).exists()
    Report.objects.update(reported_at=timezone.now() - timedelta(days=3))
    for _ in range(2):
        call_command("nightly")
    assert Letter.objects.filter(subject=OVERDUE).count() == 1


def test_a_stopped_school_stands_still_on_both_sides_and_is_told_why(sign_in, message):
    freeze = freeze_school(by=people.moderator(), school=people.st_albans(), reason="Rude words again")
    assert freeze_school(by=people.moderator(), school=people.st_albans(), reason="Again") == freeze
    told = Letter.objects.get(subject="Your school cannot write for now")
    assert (told.to, "Rude words again" in told.text) == ("lead@stalbans.example", True)
    ours = sign_in(people.lead_of_st_albans()).get(f"/enquiries/{message.enquiry_id}/").content.decode()
    assert "A moderator has stopped your school from writing" in ours
    theirs = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{message.enquiry_id}/").content.decode()
    assert "This conversation stands still" in theirs
    for person in (people.lead_of_st_albans(), people.lead_of_st_marys()):
        with pytest.raises(ValidationError):
            write_message(by=person, enquiry=message.enquiry, text="Hello?", token=f"frozen-{person.pk}-1234")
    assert Message.objects.count() == 1
    end_freeze(by=people.moderator(), freeze=freeze)
    assert write_message(by=people.lead_of_st_marys(), enquiry=message.enquiry, text="Hello", token="thawed-12345").pk


@pytest.mark.parametrize("person", [people.newcomer, people.lead_of_st_marys])
def test_only_moderators_stop_decide_and_undo(message, person):
    report = report_concern(page="/", reason="conduct", text="x", message=message)
    with pytest.raises(PermissionDenied):
        close_report(by=person(), report=report, decision="x", outcome="none")
    with pytest.raises(PermissionDenied):
        undo_decision(by=person(), report=report, why="x")
    with pytest.raises(PermissionDenied):
        freeze_school(by=person(), school=people.st_albans(), reason="x")
