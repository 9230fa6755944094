"""A school is picked by typing and choosing; every trouble has its own sentence."""

from datetime import date

import pytest

from schools.models import School, SchoolLink
from schools.picking import SchoolPickForm
from tests import factories, people

pytestmark = pytest.mark.django_db


def picked(**data) -> SchoolPickForm:
    form = SchoolPickForm(data)
    form.is_valid()
    return form


def test_the_chosen_school_is_the_answer():
    form = picked(school_q="anything", school=str(people.bootham().pk))
    assert form.errors == {}
    assert form.cleaned_data["school"] == people.bootham()


def test_words_bring_a_list_to_choose_from_and_choose_nobody():
    bootham = people.bootham()
    form = picked(school_q="bootham york")
    assert form.candidates == [bootham]
    assert form.errors == {"school": ["Choose your school from the list."]}
    assert form.cleaned_data.get("school") is None
    assert "Bootham School, York, Cambridgeshire. Independent secondary" in str(form["school"])
    assert "None of these" in str(form["school"])
    assert form["school"].label == "Which school do you mean?"


def test_at_most_ten_are_shown_and_the_page_says_how_to_find_the_others():
    for _ in range(11):
        factories.school(name="St Mary’s")
    form = picked(school_q="st marys")
    assert len(form.candidates) == 10
    assert form.errors["school"] == ["Choose your school from the list. Is it not here? Add its town or postcode."]


@pytest.mark.parametrize("words", ["", "   "])
def test_nothing_typed(words):
    form = picked(school_q=words)
    assert form.errors == {"school_q": ["Type the name, town or postcode of your school."]}


def test_words_that_fit_no_school():
    form = picked(school_q="hogwarts")
    assert form.errors["school_q"] == [
        "We know no school by these words. Check the spelling, or type its postcode alone."
    ]


@pytest.mark.parametrize(
    "key", ["0", "999999", "-1", "1.5", "x", "٣", "9" * 12, "9" * 40, "1 or 1=1", "1e3", "\u200b1"]
)
def test_an_id_that_is_no_school(key):
    form = picked(school_q="x", school=key)
    assert form.errors == {"school_q": ["Choose your school from the list."]}
    assert form.cleaned_data["school"] is None


@pytest.mark.parametrize("words", ["\x00", "a\x00b"])
def test_null_bytes_are_refused_with_a_sentence(words):
    assert picked(school_q=words).errors["school_q"] == ["Null characters are not allowed."]


@pytest.mark.parametrize("by_words", [True, False])
def test_a_closed_school_is_refused_and_its_successor_offered(by_words):
    closed = factories.school(name="Old Grammar", status="closed", closed_on=date(2024, 8, 31))
    successor = factories.school(name="New Academy")
    SchoolLink.objects.create(predecessor=closed, successor=successor, kind="Successor")
    form = picked(school_q="old grammar") if by_words else picked(school_q="x", school=str(closed.pk))
    assert form.errors == {"school": ["Old Grammar closed on 31 August 2024. Choose the school that came after it."]}
    assert form.candidates == [successor]
    assert picked(school=str(successor.pk)).cleaned_data["school"] == successor


def test_a_closed_school_without_successor():
    factories.school(name="Old Grammar", status="closed")
    form = picked(school_q="old grammar")
    assert form.errors == {"school_q": ["Old Grammar closed. The register names no school that came after it."]}


def test_a_school_that_has_not_opened_yet():
    factories.school(name="Tomorrow Academy", status="proposed")
    form = picked(school_q="tomorrow")
    assert form.errors == {"school_q": ["Tomorrow Academy has not opened yet."]}


def test_a_chosen_school_comes_back_where_it_can_be_seen():
    """Else its hidden id would win over the words that somebody types afterwards."""
    school = people.bootham()
    form = picked(school_q="x", school=str(school.pk))
    assert form.candidates == [school]
    assert f'value="{school.pk}"' in str(form["school"])
    assert "checked" in str(form["school"])


def test_the_list_asks_the_register_once(django_assert_num_queries):
    for _ in range(3):
        factories.school(name="Three Oaks")
    with django_assert_num_queries(1):
        str(picked(school_q="three oaks")["school"])
    assert School.objects.count() == 3
