"""Which school an enquiry goes to, and how a letter describes a school without naming it."""

import pytest

from messaging.actions import school_behind
from messaging.names import describe
from tests import factories, people

pytestmark = pytest.mark.django_db


def test_a_project_is_asked_about_at_its_host():
    people.lead_of_st_marys()
    assert school_behind(factories.project(host=people.st_marys())) == people.st_marys()


def test_a_host_without_a_lead_gives_way_to_the_posting_school_that_has_one():
    people.lead_of_bootham()
    project = factories.project(host=people.st_marys())
    project.school = people.bootham()
    assert school_behind(project) == people.bootham()


def test_without_any_lead_it_is_the_host():
    project = factories.project(host=people.st_marys())
    project.school = people.bootham()
    assert school_behind(project) == people.st_marys()


def test_an_unconfirmed_host_is_not_given_away():
    project = factories.project(host=people.st_marys())
    project.participations.update(state="invited", school=people.bootham())
    assert school_behind(project) == people.st_marys()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"easting": 545375, "northing": 263715}, "A state primary 4 miles from you"),
        ({"easting": 545375, "northing": 258915, "sector": "independent"}, "An independent primary 1 mile from you"),
        ({"easting": 545375, "northing": 257315}, "A state primary close to you"),
        ({"easting": None, "northing": None, "phase": "unknown"}, "A state school"),
    ],
)
def test_a_school_is_described_by_kind_and_distance(facts, words):
    assert describe(factories.school(**facts), factories.school(easting=545375, northing=257315)) == words
