"""What a teacher types meets what a school wrote."""

import pytest

from partnerships.models import Synonym
from partnerships.search.words import fold, groups_of, needle, stem

pytestmark = pytest.mark.django_db


def test_long_text_is_folded_to_its_end():
    text = fold("Chemistry " * 400 + "Zebra’s Café")
    assert text.endswith(" zebras cafe ")
    assert text.startswith(" chemistry ")


@pytest.mark.parametrize(("word", "kept"), [("choirs", "choir"), ("maths", "math"), ("class", "class"), ("pes", "pes")])
def test_a_plural_loses_its_s(word, kept):
    assert stem(word) == kept


def test_short_words_are_looked_up_whole_and_long_ones_by_their_beginning():
    assert needle("pe") == " pe "
    assert needle("choirs") == " choir"
    assert needle("sixth form") == " sixth form"


def test_a_phrase_of_the_synonyms_is_one_group():
    Synonym.objects.all().delete()
    Synonym.objects.create(term="sixth form", means="KS5, post-16")
    assert groups_of("sixth form choir") == [[" sixth form", " ks5 ", " post 16 "], [" choir"]]
    assert groups_of("ks5") == [[" ks5 ", " sixth form"]]


def test_a_synonym_that_holds_one_way_does_not_hold_the_other():
    Synonym.objects.all().delete()
    Synonym.objects.create(term="Oxbridge", means="university", both_ways=False)
    assert groups_of("oxbridge") == [[" oxbridge", " university"]]
    assert groups_of("university") == [[" university"]]


@pytest.mark.parametrize(
    ("typed", "number"), [("", 0), ("%%% ((", 0), ("the and of", 0), ("a " * 500, 0), ("word " * 500, 8)]
)
def test_junk_is_bounded(typed, number):
    assert len(groups_of(typed)) == number


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("MFL", " modern foreign language"),
        ("D&T", " design and technology"),
        ("RE", " religious education"),
        ("SEN", " send"),
        ("INSET", " cpd "),
        ("sixth form", " ks5 "),
        ("Year 11", " ks4 "),
        ("reception", " early year"),
        ("Oxbridge", " university"),
        ("maths", " mathematic"),
        ("ISSP", " partnership group"),
    ],
)
def test_the_words_that_teachers_abbreviate(typed, finds):
    """The list of product needs, section 3; the rows come with the taxonomy."""
    needles = {one for group in groups_of(typed) for one in group}
    assert any(finds.strip().startswith(one.strip()) or one.strip().startswith(finds.strip()) for one in needles)
