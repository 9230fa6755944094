"""A draft is saved at any moment: what is understood is stored, what is not stays in its box until it is mended."""

from datetime import date

import pytest

from partnerships import actions
from partnerships.models import Project
from tests import factories, people
from tests.behaviour.test_keeping_a_draft import keep_page
from tests.behaviour.test_posting_a_project import NEW, answers, edit_page

pytestmark = pytest.mark.django_db

WRONG = {"starts_on": "soonish", "state_pupils": "lots and lots"}


@pytest.fixture
def draft() -> Project:
    return actions.start_draft(by=people.lead_of_st_marys(), school=people.st_marys(), title="Choir day")


def typed(version: int, **more) -> dict:
    return {"version": version, "title": "Choir day", "draft": "1", **more}


def test_everything_that_is_understood_is_stored_and_the_rest_is_kept_as_it_was_typed(sign_in):
    client = sign_in(people.contributor_at_st_marys())
    answer = client.post(NEW, answers(story="We sing.", year="2025", sessions="about 5", draft="1", **WRONG))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Saved, but for two answers" in body
    assert "Enter a month and a year, like 09/2024." in body
    project = Project.objects.get()
    assert (project.story, project.starts_on, project.years.get().sessions) == ("We sing.", None, 5)
    assert project.years.get().state_pupils is None
    assert [part.school for part in project.participations.all()] == [people.st_marys(), people.st_albans()]
    assert f'action="{edit_page(project)}"' in body

    later = client.get(edit_page(project))
    body = later.content.decode()
    assert later.status_code == 200
    assert "Saved, but for two answers" in body
    assert "We sing." in body
    for text in (*WRONG.values(), "Enter a month and a year, like 09/2024.", "Enter a whole number, such as 20."):
        assert text in body


def test_a_colleague_on_another_day_sees_both_too(sign_in, draft):
    sign_in(people.contributor_at_st_marys()).post(edit_page(draft), typed(1, story="We sing.", **WRONG))
    body = sign_in(people.lead_of_st_marys()).get(edit_page(draft)).content.decode()
    assert "We sing." in body
    assert "soonish" in body


def test_what_was_stored_before_stays_and_the_page_says_what_it_is(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(edit_page(draft), typed(1, starts_on="09/2024"))
    body = client.post(edit_page(draft), typed(2, starts_on="soonish", story="We sing.")).content.decode()
    assert "Saved, but for one answer" in body
    assert "Saved there now: 09/2024" in body
    draft.refresh_from_db()
    assert (draft.starts_on, draft.story) == (date(2024, 9, 1), "We sing.")


def test_mending_it_saves_it_and_says_nothing_more(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(edit_page(draft), typed(1, **WRONG))
    draft.refresh_from_db()
    answer = client.post(edit_page(draft), typed(draft.version, starts_on="09/2024", state_pupils=""))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.starts_on, draft.not_understood) == (date(2024, 9, 1), {})
    assert "Saved, but for" not in client.get(edit_page(draft)).content.decode()


def test_saving_twice_stores_it_once(sign_in):
    client, form = sign_in(people.lead_of_st_marys()), answers(draft="1", **WRONG)
    assert [client.post(NEW, form).status_code for _ in range(2)] == [422, 422]
    assert Project.objects.count() == 1


def test_the_page_that_saves_by_itself_keeps_them_too(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    said = client.post(keep_page(draft), typed(1, story="We sing.", **WRONG)).json()
    assert said["is_whole"] is False
    body = client.get(edit_page(draft)).content.decode()
    assert "We sing." in body
    assert "lots and lots" in body


def test_a_partner_that_is_not_found_is_kept_with_its_words(sign_in, draft):
    form = typed(1, story="We sing.", **{"partner-school_q": "Hogwarts", "partner-gains": "A hall to sing in."})
    client = sign_in(people.lead_of_st_marys())
    assert client.post(edit_page(draft), form).status_code == 422
    body = client.get(edit_page(draft)).content.decode()
    assert "Saved, but for one answer" in body
    assert 'value="Hogwarts"' in body
    assert "A hall to sing in." in body


def test_an_end_before_the_start_that_is_stored_is_refused_and_not_half_stored(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(edit_page(draft), typed(1, starts_on="01/2020", ends_on="06/2020"))
    answer = client.post(edit_page(draft), typed(2, starts_on="01/2021", ends_on="some day", story="We sing."))
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert (draft.starts_on, draft.ends_on, draft.story) == (date(2020, 1, 1), date(2020, 6, 1), "We sing.")


def test_a_title_that_was_emptied_keeps_the_old_one(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    assert client.post(edit_page(draft), typed(1, story="We sing.") | {"title": ""}).status_code == 422
    draft.refresh_from_db()
    assert (draft.title, draft.story) == ("Choir day", "We sing.")


def test_what_everybody_reads_is_saved_whole_or_not_at_all(sign_in):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    answer = sign_in(people.lead_of_st_marys()).post(edit_page(project), answers(version=1, story="Half.", **WRONG))
    assert answer.status_code == 422
    assert "Saved, but for" not in answer.content.decode()
    project.refresh_from_db()
    assert (project.story, project.not_understood) == ("", {})


def test_a_second_tab_overwrites_nothing_by_half(sign_in, draft):
    client = sign_in(people.lead_of_st_marys())
    client.post(edit_page(draft), typed(1, story="From the other tab."))
    body = client.post(edit_page(draft), typed(1, story="From this tab.", **WRONG)).content.decode()
    assert "Both texts, side by side" in body
    draft.refresh_from_db()
    assert (draft.story, draft.not_understood) == ("From the other tab.", {})


def test_nobody_else_is_shown_the_words(sign_in, client, draft):
    sign_in(people.contributor_at_st_marys()).post(edit_page(draft), typed(1, **WRONG))
    assert "soonish" in client.get(edit_page(draft)).content.decode()
    assert sign_in(people.lead_of_bootham()).get(edit_page(draft)).status_code == 404
    assert "soonish" not in sign_in(people.moderator()).get(draft.get_absolute_url()).content.decode()
