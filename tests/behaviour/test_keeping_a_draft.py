"""Nothing is lost, and nothing is sent by accident: a draft is saved at any moment, and by itself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships import actions
from partnerships.models import Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people
from tests.behaviour.test_posting_a_project import NEW, answers, edit_page

pytestmark = pytest.mark.django_db

KEEP_NEW = reverse("partnerships:project_keep", args=["new"])


def keep_page(project: Project) -> str:
    return reverse("partnerships:project_keep", args=[project.slug])


@pytest.fixture
def draft() -> Project:
    return actions.start_draft(by=people.lead_of_st_marys(), school=people.st_marys(), title="Choir day")


def test_enter_in_a_box_presses_the_button_that_keeps_the_draft(sign_in):
    page = sign_in(people.lead_of_st_marys()).get("/projects/new/").content.decode()
    form = page[page.index('action="/projects/new/"') :]
    assert form.index('name="draft"') < form.index('name="send"')


def test_the_first_save_by_itself_begins_the_draft_and_says_where_it_is(sign_in):
    client, form = sign_in(people.contributor_at_st_marys()), answers(title="Reading mentors", summary="Short.")
    said = [client.post(KEEP_NEW, form).json() for _ in range(2)][0]
    project = Project.objects.get()
    assert (project.title, project.summary, project.state) == ("Reading mentors", "Short.", "draft")
    assert said["page"] == edit_page(project)
    assert said["version"] == 2
    assert ["id_summary", "Your summary has 6 letters. Write at least 80, so others can tell what happens."] in said[
        "needed"
    ]
    assert Participation.objects.count() == 1


def test_what_is_not_understood_waits_and_the_rest_is_saved(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    form = {"version": 1, "title": "Choir day", "story": "We sing.", "state_pupils": "lots"}
    form |= {"starts_on": "soon", "year": "2025", "sessions": "about 5"}
    said = client.post(keep_page(draft), form).json()
    draft.refresh_from_db()
    assert (draft.story, draft.starts_on, said["is_whole"]) == ("We sing.", None, False)
    assert (draft.years.get().sessions, draft.years.get().sessions_basis) == (5, "estimated")


def test_without_a_title_nothing_is_begun_and_the_page_says_so(sign_in):
    answer = sign_in(people.lead_of_st_marys()).post(KEEP_NEW, answers(title=""))
    assert (answer.status_code, answer.json()["sentence"]) == (
        422,
        "Give the project a title. Then we save what you write.",
    )
    assert Project.objects.count() == 0


def test_saving_by_itself_makes_no_history_and_pressing_the_button_does(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    before = draft.history.count()
    for version, story in enumerate(["We", "We sing", "We sing together."], start=1):
        client.post(keep_page(draft), {"version": version, "title": "Choir day", "story": story})
    assert draft.history.count() == before
    client.post(edit_page(draft), {"version": 4, "title": "Choir day", "story": "We sing together."})
    assert draft.history.count() == before + 1


def test_a_second_tab_is_told_and_its_text_overwrites_nothing(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(keep_page(draft), {"version": 1, "title": "Choir day", "story": "From the other tab."})
    answer = client.post(keep_page(draft), {"version": 1, "title": "Choir day", "story": "From this tab."})
    assert answer.status_code == 409
    assert answer.json()["is_conflict"] is True
    assert "has saved this project since you opened this page" in answer.json()["sentence"]
    draft.refresh_from_db()
    assert draft.story == "From the other tab."
    page = client.post(edit_page(draft), {"version": 1, "title": "Choir day", "story": "From this tab."})
    body = page.content.decode()
    assert "Both texts, side by side" in body
    assert body.index("From the other tab.") < body.index("From this tab.")


@pytest.mark.parametrize("state", ["waiting", "public"])
def test_what_is_being_read_or_public_is_saved_by_a_button_alone(sign_in, state):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], state=state)
    client = sign_in(people.lead_of_st_marys())
    answer = client.post(keep_page(project), answers(version=1, story="Half a sen"))
    assert answer.status_code == 409
    assert answer.json()["sentence"] == "This project has been sent. Press Save to keep your changes."
    assert "keep-draft.js" not in client.get(edit_page(project)).content.decode()
    project.refresh_from_db()
    assert project.story == ""


def test_nobody_else_saves_it(sign_in, client, draft):
    form = {"version": 1, "title": "Stolen", "story": "x"}
    assert client.post(keep_page(draft), form).status_code == 302
    assert sign_in(people.lead_of_bootham()).post(keep_page(draft), form).status_code == 404
    assert sign_in(people.newcomer()).post(KEEP_NEW, form).status_code == 403
    draft.refresh_from_db()
    assert draft.title == "Choir day"


def test_reading_keeps_nothing(sign_in, draft):
    assert sign_in(people.lead_of_st_marys()).get(keep_page(draft)).status_code == 405


def test_a_session_that_ended_loses_nothing(sign_in, client, draft):
    lead = people.lead_of_st_marys()
    form = {"version": 1, "title": "Choir day", "story": "Typed for an hour.", "draft": "1", "writer": lead.pk}
    answer = client.post(edit_page(draft), form)
    assert answer.status_code == 302
    sentence = "You have been signed out. Sign in, and what you wrote is back in the form."
    assert sentence in client.get(answer.url).content.decode()
    sign_in(lead)
    body = client.get(edit_page(draft)).content.decode()
    assert "What you wrote is back" in body
    assert "Typed for an hour." in body
    assert "Typed for an hour." not in client.get(f"{edit_page(draft)}?stored=1").content.decode()
    client.post(edit_page(draft), form)
    draft.refresh_from_db()
    assert draft.story == "Typed for an hour."
    assert "What you wrote is back" not in client.get(edit_page(draft)).content.decode()


def test_a_colleague_at_the_same_computer_is_not_shown_it(sign_in, client, draft):
    form = {"version": 1, "title": "Choir day", "story": "Typed for an hour.", "writer": people.lead_of_st_marys().pk}
    client.post(edit_page(draft), form)
    sign_in(people.contributor_at_st_marys())
    assert "Typed for an hour." not in client.get(edit_page(draft)).content.decode()


def test_the_page_for_a_stale_token_gives_the_text_back(draft):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.lead_of_st_marys(), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post(edit_page(draft), {"version": 1, "title": "Choir day", "story": "Typed for an hour."})
    assert answer.status_code == 403
    assert "Typed for an hour." in answer.content.decode()


def test_a_contributor_hands_over_and_the_leads_are_told_once(sign_in, draft):
    client = sign_in(people.contributor_at_st_marys())
    form = {"version": 1, "title": "Choir day", "hand_over": "1"}
    page = client.post(edit_page(draft), form, follow=True)
    assert "Your school’s leads are told that it waits for them." in page.content.decode()
    client.post(edit_page(draft), {**form, "version": 2})
    letter = Letter.objects.get(subject="A draft waits for you: “Choir day”")
    assert letter.to == "lead@stmarys.example"
    draft.refresh_from_db()
    assert draft.handed_over_at is not None
    lead = sign_in(people.lead_of_st_marys())
    assert "Handed over to the leads of your school" in lead.get(draft.get_absolute_url()).content.decode()


def test_where_no_lead_is_registered_the_page_says_whom_to_ask(sign_in):
    school = factories.school(name="Lonely School")
    teacher = people.member("teacher@lonely.example", "Lou", school, "contributor")
    draft = actions.start_draft(by=teacher, school=school, title="Choir day")
    page = sign_in(teacher).post(edit_page(draft), {"version": 1, "title": "Choir day", "hand_over": "1"}, follow=True)
    assert "Lonely School has no lead here yet. Ask your head to join." in page.content.decode()


def test_a_new_form_knows_the_register_and_the_last_project(sign_in):
    client = sign_in(people.lead_of_st_albans())
    people.st_albans().__class__.objects.filter(pk=people.st_albans().pk).update(low_age=4, high_age=11)
    body = client.get(NEW).content.decode()
    assert "We have filled in some answers from the register: change what is not right." in body
    assert body.count("checked") >= 2
    last = factories.project(host=people.st_albans(), partners=[people.bootham()], transport="By coach.", story="Ours.",
                             created_at=timezone.now())  # fmt: skip
    body = client.get(NEW).content.decode()
    assert "from the register and your last project" in body
    assert "By coach." in body
    assert "Ours." not in body
    assert last.title not in body
    assert "The same partner as before?" in body


def test_the_partner_of_last_time_is_picked_by_one_click(sign_in):
    factories.project(host=people.st_marys(), partners=[people.bootham()])
    form = answers(**{"partner-school": "", "partner-again": people.bootham().pk})
    sign_in(people.lead_of_st_marys()).post(NEW, form)
    draft = Project.objects.get(state="draft")
    assert [part.school for part in draft.participations.filter(role="partner")] == [people.bootham()]


def test_the_role_can_be_changed_until_it_is_public(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(edit_page(draft), {"version": 1, "title": "Choir day", "our_role": "partner"})
    assert draft.participations.get().role == "partner"
