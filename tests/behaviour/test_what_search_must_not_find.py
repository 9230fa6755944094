"""A word that nobody may read finds nothing, and what is taken down is gone with the next question."""

import pytest

from partnerships import actions
from partnerships.search import Criteria, search
from tests import factories, people

pytestmark = pytest.mark.django_db


def total(words: str) -> int:
    return search(Criteria(q=words, as_typed=True)).total


@pytest.fixture
def project():
    return factories.project(
        host=people.st_marys(), partners=[people.bootham()], waiting=[people.st_albans()], title="Quokka morning"
    )


@pytest.mark.parametrize("state", ["draft", "waiting", "changes", "unpublished", "archived"])
def test_words_of_what_is_not_public_find_nothing(state):
    factories.project(host=people.st_marys(), title="Numbat morning")
    assert total("numbat") == 1
    factories.project(host=people.st_marys(), title="Quokka morning", state=state)
    assert total("quokka") == 0
    assert search(Criteria(q="quoka")).correction is None


def test_a_school_that_has_not_confirmed_is_not_found_through_it(project):
    assert total("quokka bootham") == 1
    assert total("quokka alban") == 0


def test_what_a_moderator_takes_down_is_gone_with_the_next_question(project):
    assert total("quokka") == 1
    actions.unpublish_project(by=people.moderator(), project=project, note="Please look at it again.")
    answer = search(Criteria(q="quokka", as_typed=True))
    assert (answer.total, answer.ids, answer.counts["category"].get("stem", 0)) == (0, [], 0)
    assert search(Criteria()).total == 0


def test_what_its_school_takes_back_is_gone_with_the_next_question(project):
    assert total("quokka") == 1
    actions.withdraw_project(by=people.lead_of_st_marys(), project=project)
    assert total("quokka") == 0


def test_a_school_that_leaves_is_not_found_any_more(project):
    assert total("quokka bootham") == 1
    part = project.participations.get(school=people.bootham())
    actions.leave_project(by=people.lead_of_bootham(), participation=part)
    assert (total("quokka bootham"), total("quokka")) == (0, 1)
