"""One line holds words and a place; the place goes into its own box."""

import pytest
from django.http import QueryDict

from partnerships.placing import with_place_apart
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register():
    """Schools in Cambridge and York, and one whose name is a word that people type."""
    people.st_marys(), people.bootham()
    factories.school(name="Primary Choir School", town="Hull", region="yorkshire-and-the-humber")


def read(question: str) -> dict:
    return with_place_apart(QueryDict(question)).dict()


@pytest.mark.parametrize(
    "typed, words, place, miles",
    [
        ("swiming near BS1", "swiming", "BS1", "10"),
        ("swimming near BS1 4DJ", "swimming", "BS1 4DJ", "10"),
        ("choir in York", "choir", "York", "10"),
        ("netball CB2 1EN", "netball", "CB2 1EN", "10"),
        ("latin within 5 miles of York", "latin", "York", "5"),
        ("near York", "", "York", "10"),
        ("sixth form maths close to Cambridge", "sixth form maths", "Cambridge", "10"),
        ("drama, around york", "drama", "york", "10"),
    ],
)
def test_a_place_is_read_out_of_the_line(typed, words, place, miles):
    assert read(f"q={typed}&cost=free") == {"q": words, "near": place, "within": miles, "cost": "free"}


@pytest.mark.parametrize(
    "typed",
    [
        "maths in pairs",
        "choir in Primary Choir School",
        "reading",
        "near miss",
        "Year 5",
        "KS2",
        "in",
        "near",
        "",
        "PE",
    ],
)
def test_what_is_no_place_stays_in_the_words(typed):
    assert read(f"q={typed}") == {"q": typed}


def test_a_place_in_its_own_box_and_a_distance_are_left_alone():
    assert read("q=choir near York&near=Hull") == {"q": "choir near York", "near": "Hull"}
    assert read("q=choir near York&within=3") == {"q": "choir", "near": "York", "within": "3"}
