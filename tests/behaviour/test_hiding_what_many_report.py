"""A project that three members of two other schools have reported is hidden until a moderator has looked."""

import pytest

from messaging.actions import close_report, report_concern
from messaging.models import Report, ReportRecord
from partnerships.models import Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def teacher(name: str, school):
    return people.member(f"{name}@schools.example", name.title(), school, "contributor")


def reports(project: Project, *who) -> str:
    """Each of them reports it; how it stands then."""
    for person in who:
        report_concern(by=person, page=project.get_absolute_url(), reason="wrong", project=project)
    return Project.objects.get(pk=project.pk).state


def three(one, other) -> list:
    return [teacher("ann", one), teacher("bea", one), teacher("cas", other)]


def test_three_of_two_schools_hide_it_and_its_leads_are_told(client, project):
    who = three(people.bootham(), factories.school())
    assert reports(project, *who[:2]) == "public"
    assert client.get(project.get_absolute_url()).status_code == 200
    assert reports(project, who[2]) == "unpublished"
    assert client.get(project.get_absolute_url()).status_code == 404
    letter = Letter.objects.get(to="lead@stmarys.example")
    assert "is hidden until a moderator has looked" in letter.subject
    assert "Ann" not in letter.text
    assert ReportRecord.objects.get().deed == "Hidden by itself"


def test_one_person_three_times_one_staff_room_and_visitors_do_not(project):
    bootham = people.bootham()
    assert reports(project, *[teacher("ann", bootham)] * 3, None, None, None) == "public"
    assert reports(project, teacher("bea", bootham), teacher("cas", bootham), teacher("dee", bootham)) == "public"


def test_its_own_schools_do_not_count(project):
    assert reports(project, *three(people.st_albans(), people.bootham())) == "public"


@pytest.mark.parametrize(("outcome", "state"), [("none", "public"), ("told", "public"), ("unpublish", "unpublished")])
def test_a_moderator_decides_and_it_is_back_or_stays_away(project, outcome, state):
    reports(project, *three(people.bootham(), factories.school()))
    report = Report.objects.earliest("pk")
    close_report(by=people.moderator(), report=report, decision="I have read it.", outcome=outcome)
    stored = Project.objects.get(pk=project.pk)
    assert stored.state == state
    assert stored.moderator_note == ("I have read it." if state == "unpublished" else "")
