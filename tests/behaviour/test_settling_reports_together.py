"""One decision of a moderator settles every open report about the same that she had before her."""

import pytest
from django.urls import reverse

from messaging.actions import close_report, open_enquiry, report_concern, undo_decision
from messaging.models import Report, ReportRecord
from partnerships import actions as partnerships
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def teacher(number: int):
    """Of Bootham or of another school, in turn; nobody else's colleague."""
    school = people.bootham() if number % 2 else factories.school_once(urn=900009, name="Hillside School")
    return people.member(f"teacher{number}@schools.example", f"Teacher {number}", school, "contributor")


def reported(project: Project, *numbers: int, reason: str = "wrong") -> list[Report]:
    return [
        report_concern(by=teacher(number), page=project.get_absolute_url(), reason=reason, project=project)
        for number in numbers
    ]


def state_of(project: Project) -> str:
    return Project.objects.get(pk=project.pk).state


def page_of(report: Report) -> str:
    return reverse("admin:messaging_report_change", args=[report.pk])


def decide(client, report: Report, **typed):
    """A moderator sends what the page of the report holds."""
    page = client.get(page_of(report))
    management = {
        f"{form.formset.prefix}-{name}": form.formset.management_form[name].value()
        for form in page.context["inline_admin_formsets"]
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    seen = {"read_until": page.context["read_until"]}
    return client.post(page_of(report), {**management, **seen, "decision": "It is right.", "outcome": "none", **typed})


def test_after_nothing_needs_doing_one_more_report_hides_nothing(sign_in, project):
    first, *others = reported(project, 1, 2, 3)
    assert state_of(project) == "unpublished"
    client = sign_in(people.moderator())
    page = client.get(page_of(first)).content.decode()
    assert page.count("Your decision settles this one, too.") == 2
    assert decide(client, first).status_code == 302
    assert (state_of(project), Report.objects.open().count()) == ("public", 0)
    assert [other.decision for other in Report.objects.exclude(pk=first.pk)] == ["It is right."] * 2
    deeds = ReportRecord.objects.filter(report__in=others).values_list("deed", flat=True)
    assert list(deeds) == ["Hidden by itself", "Settled with another report", "Settled with another report"][::-1]
    reported(project, 4)
    assert state_of(project) == "public"
    reported(project, 5, 6)
    assert state_of(project) == "unpublished", "three new ones are three"


def test_what_came_while_she_read_stays_open(sign_in, project):
    first, second = reported(project, 1, 2)
    client = sign_in(people.moderator())
    read_until = client.get(page_of(first)).context["read_until"]
    (late,) = reported(project, 3)
    decide(client, first, read_until=read_until)
    assert list(Report.objects.open()) == [late]
    assert Report.objects.get(pk=second.pk).closed_by == people.moderator()


@pytest.mark.parametrize("junk", ["", "x", "-1", "9" * 40, "٣"])
def test_a_page_that_says_nothing_sensible_settles_no_later_one(sign_in, project, junk):
    first, second = reported(project, 1, 2)
    assert decide(sign_in(people.moderator()), first, read_until=junk).status_code == 302
    assert list(Report.objects.open()) == [second]


def test_a_child_at_risk_is_never_settled_by_the_way(sign_in, project):
    (mild,), (grave,) = reported(project, 1), reported(project, 2, reason="child")
    client = sign_in(people.moderator())
    assert "This one is decided by itself." in client.get(page_of(mild)).content.decode()
    decide(client, mild)
    assert list(Report.objects.open()) == [grave]
    reported(project, 1)
    decide(client, grave)
    assert not Report.objects.open().exists()


def test_what_she_reported_herself_and_other_things_stay(project):
    moderator = people.moderator()
    (report,) = reported(project, 1)
    own = report_concern(by=moderator, page=project.get_absolute_url(), reason="wrong", project=project)
    other = reported(factories.project(host=people.st_marys()), 2)
    page = [report_concern(page="/projects/", reason="wrong", text=text) for text in ("One", "Two")]
    close_report(by=moderator, report=report, decision="It is right.", outcome="none")
    close_report(by=moderator, report=page[0], decision="Mended.", outcome="told")
    assert set(Report.objects.open()) == {own, *other, page[1]}


def test_those_about_one_message_go_together(project):
    enquiry = open_enquiry(
        by=people.lead_of_st_albans(), from_school=people.st_albans(), about=people.st_marys(), text="Rude words",
        token="rude-message-token-1",
    )  # fmt: skip
    message = enquiry.messages.get()
    one, two = (
        report_concern(by=person, page="/enquiries/", reason="conduct", message=message)
        for person in (people.lead_of_st_marys(), people.contributor_at_st_marys())
    )
    close_report(by=people.moderator(), report=one, decision="Rude.", outcome="hide")
    assert Report.objects.get(pk=two.pk).outcome == "hide"


def test_taking_the_decision_back_opens_all_of_them_again(sign_in, project):
    first, second = reported(project, 1, 2)
    moderator = people.moderator()
    close_report(by=moderator, report=first, decision="Wrong dates.", outcome="unpublish")
    assert "settled 1 other report about the same" in sign_in(moderator).get(page_of(second)).content.decode()
    undo_decision(by=moderator, report=Report.objects.get(pk=second.pk), why="They were right after all.")
    assert set(Report.objects.open()) == {first, second}
    assert state_of(project) == "public"


def test_what_was_reported_before_a_moderator_read_the_page_hides_it_no_more(project):
    reported(project, 1, 2)
    partnerships.read_project(by=people.moderator(), project=Project.objects.get(pk=project.pk))
    reported(project, 3)
    assert state_of(project) == "public"
    assert Report.objects.open().count() == 3, "they wait all the same"
