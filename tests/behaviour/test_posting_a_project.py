"""A head posts what the school already does, in less time than it takes to drink a coffee."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships import actions
from partnerships.models import Participation, Project, Stage
from partnerships.models.projects import SUMMARY_MIN
from schools.models import SchoolProfile
from tests import factories, people

pytestmark = pytest.mark.django_db

NEW = reverse("partnerships:project_new")


def answers(**more) -> dict:
    """A form that may be sent, in the name of St Mary's with St Alban's."""
    return {
        "token": str(uuid4()),
        "posting_school": people.st_marys().pk,
        "title": "Chemistry in a real lab",
        "summary": "A class from a city primary spends five afternoons doing real chemistry in our laboratory.",
        "category": factories.category().pk,
        "stages": [Stage.objects.get(slug="ks2").pk],
        "frequency": "annual",
        "starts_on": "09/2024",
        "supervised_by": "both",
        "safeguarding_lead_agreed": "on",
        "risk_assessment": "done",
        "partner-school": people.st_albans().pk,
        **more,
    }


def edit_page(project: Project) -> str:
    return reverse("partnerships:project_edit", args=[project.slug])


def trusted(school) -> None:
    SchoolProfile.objects.create(school=school, trusted_on=timezone.localdate())


def test_a_title_is_enough_for_a_draft_that_only_the_school_sees(sign_in, client):
    answer = sign_in(people.contributor_at_st_marys()).post(NEW, {"title": "Reading mentors", "draft": "1",
                                                                  "posting_school": people.st_marys().pk})  # fmt: skip
    project = Project.objects.get()
    assert (project.state, project.title, project.school) == ("draft", "Reading mentors", people.st_marys())
    assert answer.url == project.get_absolute_url()
    host = project.participations.get()
    assert (host.school, host.role, host.state) == (people.st_marys(), "host", "confirmed")
    client.logout()
    assert client.get(project.get_absolute_url()).status_code == 404


def test_without_a_title_the_page_comes_back_with_everything_typed(sign_in):
    page = sign_in(people.lead_of_st_marys()).post(NEW, answers(title="", story="Goggles on, then red cabbage."))
    body = page.content.decode()
    assert "Give the project a title." in body
    assert "<title>Error: " in body
    assert "Goggles on, then red cabbage." in body
    assert 'value="09/2024"' in body
    assert Project.objects.count() == 0


def test_the_first_project_of_a_school_waits_for_a_moderator(sign_in):
    page = sign_in(people.lead_of_st_marys()).post(NEW, answers(send="1"), follow=True)
    assert Project.objects.get().state == "waiting"
    assert "A moderator reads it first" in page.content.decode()


def test_a_trusted_school_is_public_at_once_and_the_partner_waits_to_be_named(sign_in, client):
    trusted(people.st_marys())
    sign_in(people.lead_of_st_marys()).post(NEW, answers(send="1"))
    project = Project.objects.get()
    assert (project.state, project.read_at) == ("public", None)
    assert project.starts_on == date(2024, 9, 1)
    assert project.last_confirmed_on == timezone.localdate()
    client.logout()
    body = client.get(project.get_absolute_url()).content.decode()
    assert "1 partner, waiting to confirm" in body
    assert "St Alban" not in body


def test_what_is_missing_is_told_at_the_fields_and_the_draft_is_kept(sign_in):
    page = sign_in(people.lead_of_st_marys()).post(
        NEW, {"posting_school": people.st_marys().pk, "title": "Reading mentors", "summary": "Too short.", "send": "1"}
    )
    body = page.content.decode()
    for sentence in [
        f"Your summary has 10 letters. Write at least {SUMMARY_MIN}",
        "Choose the category that fits best.",
        "Choose your partner school from the list.",
        "Say which pupils take part.",
        "Say how often it happens.",
        "Enter the month and year when it started, like 09/2024.",
        "Say who supervises the pupils.",
        "Ask the safeguarding leads of the schools first, then tick this box.",
        "Say how it stands with the risk assessment.",
    ]:
        assert sentence in body
    project = Project.objects.get()
    assert (project.state, project.summary) == ("draft", "Too short.")
    assert f'action="{edit_page(project)}"' in body


def test_what_is_wrong_and_what_is_missing_are_told_together(sign_in):
    form = answers(send="1", state_pupils="lots", summary="Short.", stages=[], **{"partner-school": ""})
    page = sign_in(people.lead_of_st_marys()).post(NEW, form)
    body = page.content.decode()
    assert "Please check 4 things" in body
    for sentence in [
        "Enter a whole number",
        "Your summary has 6 letters",
        "Say which pupils",
        "Choose your partner school",
    ]:
        assert sentence in body
    project = Project.objects.get()
    assert (project.state, project.summary) == ("draft", "Short.")


def test_a_contributor_has_no_button_to_send_and_is_told_why(sign_in):
    client = sign_in(people.contributor_at_st_marys())
    assert 'name="send"' not in client.get(NEW).content.decode()
    answer = client.post(NEW, answers(send="1"))
    assert answer.status_code == 403
    assert "Only a lead of your school may send a project for publication." in answer.content.decode()
    assert Project.objects.get().state == "draft"


def test_without_a_school_one_is_asked_to_join_first(sign_in):
    answer = sign_in(people.newcomer()).get(NEW)
    assert answer.status_code == 403
    assert "You need a place at a school before you can post a project." in answer.content.decode()


def test_pressing_twice_is_pressing_once(sign_in):
    client, form = sign_in(people.lead_of_st_marys()), answers(send="1")
    client.post(NEW, form)
    client.post(NEW, form)
    assert Project.objects.count() == 1
    assert Participation.objects.count() == 2


def test_nobody_posts_for_another_school(sign_in):
    page = sign_in(people.lead_of_bootham()).post(NEW, answers())
    assert "Choose your school." in page.content.decode()
    assert Project.objects.count() == 0


def test_fields_that_are_not_on_the_page_change_nothing(sign_in):
    form = answers(state="public", is_sample="1", slug="mine", published_at="2020-01-01", school=people.bootham().pk)
    sign_in(people.lead_of_st_marys()).post(NEW, form)
    project = Project.objects.get()
    assert (project.state, project.is_sample, project.published_at) == ("draft", False, None)
    assert (project.school, project.slug) == (people.st_marys(), "chemistry-in-a-real-lab")


def test_a_guess_is_kept_as_a_guess(sign_in):
    form = answers(year="2025", state_pupils="about 20", sessions="5", staff_hours="1,200")
    sign_in(people.lead_of_st_marys()).post(NEW, form)
    year = Project.objects.get().years.get()
    assert (year.year, year.state_pupils, year.state_pupils_basis) == (2025, 20, "estimated")
    assert (year.sessions, year.sessions_basis, year.staff_hours) == (5, "counted", 1200)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("state_pupils", "lots", "Enter a whole number, such as 20. Write “about 20” if it is a guess."),
        ("starts_on", "13/2024", "Enter a month and a year, like 09/2024."),
        ("starts_on", "9999-12-31", "Enter a month and a year, like 09/2024."),
        ("open_within_miles", "far", "Enter a whole number up to 500, such as 10."),
        ("summary", "x" * 301, "Your summary has 301 letters. Use at most 300."),
        ("ends_on", "01/2020", "The end must not be before the start."),
    ],
)
def test_a_wrong_answer_is_shown_again_with_what_to_do(sign_in, field, typed, sentence):
    body = sign_in(people.lead_of_st_marys()).post(NEW, answers(**{field: typed})).content.decode()
    assert sentence in body
    assert typed in body
    assert Project.objects.get().not_understood == {field: [typed]}


def test_a_partner_is_picked_without_a_script_by_typing_and_choosing(sign_in):
    client, form = sign_in(people.lead_of_st_marys()), answers(**{"partner-school": "", "partner-school_q": "alban"})
    people.st_albans()
    page = client.post(NEW, form)
    assert "Choose your partner school from the list." in page.content.decode()
    assert (
        f'type="radio" class="form-check-input is-invalid" name="partner-school" value="{people.st_albans().pk}"'
        in (page.content.decode())
    )
    client.post(NEW, form | {"partner-school": people.st_albans().pk})
    assert Project.objects.get().participations.get(role="partner").school == people.st_albans()


def test_a_second_tab_is_told_and_both_texts_are_kept(sign_in):
    client, lead = sign_in(people.lead_of_st_marys()), people.lead_of_st_marys()
    project = actions.start_draft(by=lead, school=people.st_marys(), title="Choir day")
    actions.save_draft(by=lead, project=project, changes={"story": "Saved by the other tab."})
    page = client.post(edit_page(project), answers(version=1, story="Typed in this tab."))
    body = page.content.decode()
    assert "Somebody at your school has saved this project since you opened this page." in body
    assert "Saved by the other tab." in body
    assert "Typed in this tab." in body
    project.refresh_from_db()
    assert project.story == "Saved by the other tab."
    client.post(edit_page(project), answers(version=project.version, story="Typed in this tab."))
    project.refresh_from_db()
    assert project.story == "Typed in this tab."


def test_a_public_project_stays_fit_to_be_public_and_is_for_leads_to_change(sign_in):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    assert sign_in(people.contributor_at_st_marys()).get(edit_page(project)).status_code == 403
    page = sign_in(people.lead_of_st_marys()).post(edit_page(project), answers(version=1, summary="Short."))
    assert "Your summary has 6 letters." in page.content.decode()
    project.refresh_from_db()
    assert project.summary != "Short."


@pytest.mark.parametrize("verb", ["send", "take-back", "still-right"])
def test_only_pressing_a_button_changes_something(sign_in, verb):
    project = factories.project(host=people.st_marys())
    assert sign_in(people.lead_of_st_marys()).get(f"/projects/{project.slug}/{verb}/").status_code == 405


def test_a_lead_takes_back_and_says_that_it_is_still_right(sign_in, client):
    project = factories.project(host=people.st_marys(), last_confirmed_on=date(2025, 1, 1))
    assert sign_in(people.contributor_at_st_marys()).post(f"/projects/{project.slug}/take-back/").status_code == 403
    sign_in(people.lead_of_st_marys())
    client.post(f"/projects/{project.slug}/still-right/")
    client.post(f"/projects/{project.slug}/take-back/")
    project.refresh_from_db()
    assert (project.last_confirmed_on, project.state) == (timezone.localdate(), "unpublished")
    client.logout()
    assert client.get(project.get_absolute_url()).status_code == 404
