"""Anybody tells the moderators of a concern; a moderator decides; a message is read only when it was reported."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from messaging.actions import close_report, open_enquiry, read_reported_message, report_concern
from messaging.models import Report, ReportReading
from tests import factories, people

pytestmark = pytest.mark.django_db
CHILD_AT_RISK = "Tell the school’s designated safeguarding lead, the police"


def typed(**changes):
    return {"reason": "wrong", "text": "The date is of last year.", "reply_to": "", "page": "/groups/", **changes}


@pytest.fixture
def message():
    people.lead_of_st_marys()
    enquiry = open_enquiry(
        by=people.lead_of_st_albans(),
        from_school=people.st_albans(),
        about=people.st_marys(),
        text="Canary of a rude message",
        token="rude-message-token-1",
    )
    return enquiry.messages.get()


def test_a_visitor_reports_a_page(client):
    page = client.get("/report/?page=/groups/").content.decode()
    assert CHILD_AT_RISK in page
    assert 'value="/groups/"' in page
    assert client.post("/report/", typed())["Location"] == "/report/thanks/"
    report = Report.objects.get()
    assert (report.page, report.reason, report.reporter) == ("/groups/", "wrong", None)
    assert "never learns who you are" in client.get("/report/thanks/").content.decode()


def test_a_second_press_adds_nothing(client):
    for _ in range(2):
        client.post("/report/", typed())
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Choose what it is about."),
        ({"reason": "junk"}, "Choose one of the reasons."),
        ({"text": ""}, "Tell us in a few words what is the matter."),
        ({"text": "a" * 2001}, "Use at most 2000 letters."),
        ({"reply_to": "me"}, "Enter an e-mail address, like name@school.sch.uk, or leave it empty."),
    ],
)
def test_wrong_input_comes_back_with_a_sentence(client, changes, sentence):
    page = client.post("/report/", typed(**changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "page",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "a\r\nb", "", "x" * 300],
)
def test_a_page_that_is_not_ours_is_the_site(client, page):
    client.post("/report/", typed(page=page))
    assert Report.objects.get().page == "/"
    assert client.get("/report/", {"page": page}).status_code == 200


def test_a_robot_is_thanked_and_forgotten(client):
    assert client.post("/report/", typed(nickname="Rob"))["Location"] == "/report/thanks/"
    assert Report.objects.count() == 0


def test_a_project_is_reported_by_its_own_address_only(client):
    project = factories.project(host=people.st_marys())
    path = f"/projects/{project.slug}/report/"
    assert CHILD_AT_RISK in client.get(path).content.decode()
    client.post(path, typed(page="/elsewhere/"))
    report = Report.objects.get()
    assert (report.project, report.page) == (project, f"/projects/{project.slug}/")
    hidden = factories.project(host=people.st_marys(), state="draft", published_at=None)
    assert client.get(f"/projects/{hidden.slug}/report/").status_code == 404


def test_a_message_is_reported_by_its_readers_and_the_reporter_stays_unknown(sign_in, message):
    path = f"/enquiries/{message.enquiry_id}/messages/{message.pk}/report/"
    client = sign_in(people.lead_of_st_marys())
    assert path in client.get(f"/enquiries/{message.enquiry_id}/").content.decode()
    client.post(path, typed(reason="conduct", text="Canary of the reporter"))
    report = Report.objects.get()
    assert (report.message, report.reporter) == (message, people.lead_of_st_marys())
    theirs = sign_in(people.lead_of_st_albans()).get(f"/enquiries/{message.enquiry_id}/").content.decode()
    assert "Canary of a rude message" in theirs
    assert "Canary of the reporter" not in theirs


def test_a_moderator_reads_a_reported_message_by_a_logged_button(sign_in, message):
    report = report_concern(page="/", reason="conduct", text="Rude", message=message)
    client = sign_in(people.moderator())
    page = client.get(f"/admin/messaging/report/{report.pk}/change/").content.decode()
    assert "Read the reported message (this is logged)" in page
    assert "Canary of a rude message" not in page
    assert client.get(f"/admin/messaging/report/{report.pk}/message/").status_code == 405
    assert ReportReading.objects.count() == 0
    shown = client.post(f"/admin/messaging/report/{report.pk}/message/").content.decode()
    assert "Canary of a rude message" in shown
    assert ReportReading.objects.get().moderator == people.moderator()


def test_a_message_that_nobody_reported_is_not_read(sign_in, message):
    report = report_concern(page=message.enquiry.get_absolute_url(), reason="other", text="Look")
    with pytest.raises(PermissionDenied, match="No message was reported"):
        read_reported_message(by=people.moderator(), report=report)
    client = sign_in(people.moderator())
    assert client.post(f"/admin/messaging/report/{report.pk}/message/").status_code == 403
    for path in ("/admin/messaging/", "/admin/messaging/enquiry/", "/admin/messaging/report/"):
        assert "Canary" not in client.get(path).content.decode()
    assert ReportReading.objects.count() == 0


def test_only_moderators_decide(message):
    report = report_concern(page="/", reason="conduct", text="Rude", message=message)
    for action in (read_reported_message, lambda **who: close_report(decision="Fine", **who)):
        with pytest.raises(PermissionDenied, match="Only moderators deal with reports."):
            action(by=people.lead_of_st_marys(), report=report)


def test_of_two_decisions_the_first_holds():
    report = report_concern(page="/", reason="spam", text="Advertising")
    with pytest.raises(ValidationError, match="Say what you have decided"):
        close_report(by=people.moderator(), report=report, decision=" ")
    close_report(by=people.moderator(), report=report, decision="Taken down")
    with pytest.raises(ValidationError, match="Mo Moderator has already decided: Taken down"):
        close_report(by=people.superuser(), report=report, decision="Let it stand")
    assert Report.objects.get().decision == "Taken down"


def test_the_queue_shows_open_reports_first_and_closes_them(sign_in):
    old = report_concern(page="/one/", reason="wrong", text="One")
    close_report(by=people.superuser(), report=old, decision="Put right")
    report = report_concern(page="/two/", reason="wrong", text="Two")
    client = sign_in(people.moderator())
    queue = client.get("/admin/messaging/report/").content.decode()
    assert queue.index("/two/") < queue.index("/one/")
    path = f"/admin/messaging/report/{report.pk}/change/"
    inline = {"readings-TOTAL_FORMS": "0", "readings-INITIAL_FORMS": "0"}
    inline |= {"records-TOTAL_FORMS": "0", "records-INITIAL_FORMS": "0"}
    assert "Say what you have decided and why." in client.post(path, {"decision": "", **inline}).content.decode()
    assert client.post(path, {"decision": "Put right", **inline}).status_code == 302
    report.refresh_from_db()
    assert (report.decision, report.closed_by) == ("Put right", people.moderator())
    assert client.post(path, {"decision": "Not so", **inline}).status_code == 403


def test_moderators_see_enquiries_only_where_no_lead_hears_of_them(sign_in, message):
    lost = open_enquiry(
        by=people.lead_of_st_albans(),
        from_school=people.st_albans(),
        about=people.bootham(),
        text="Canary to nobody",
        token="lost-enquiry-token-1",
    )
    client = sign_in(people.moderator())
    assert client.get(f"/admin/messaging/enquiry/{message.enquiry_id}/change/").status_code == 302
    page = client.get(f"/admin/messaging/enquiry/{lost.pk}/change/").content.decode()
    assert "Bootham School" in page
    assert "Canary" not in page
