"""What a teacher types meets what a school wrote."""

import pytest

from partnerships.models import Synonym
from partnerships.search.words import groups_of, stem, thesaurus, token_of, tokens_of, words_of

pytestmark = pytest.mark.django_db


def tokens(typed: str) -> list[list[str]]:
    return [list(group.tokens) for group in groups_of(typed, thesaurus())]


@pytest.mark.parametrize(
    "text, words",
    [
        ("St. Mary’s School", ["st", "marys", "school"]),
        ("Saint Alban", ["st", "alban"]),
        ("Ysgol Tŷ Dân-y-Coed, Ynys Môn", ["ysgol", "ty", "dan", "y", "coed", "ynys", "mon"]),
        ("Café 7½", ["cafe", "71", "2"]),
        ("'; DROP TABLE -- \x00", ["drop", "table"]),
    ],
)
def test_words_are_folded(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    "one, other",
    [
        ("choirs", "choir"), ("swimming", "swim"), ("swims", "swim"), ("running", "run"), ("coaches", "coaching"),
        ("organised", "organizes"), ("colour", "colors"), ("behaviour", "behavior"), ("theatre", "theater"),
        ("programme", "programs"), ("centre", "centers"), ("maths", "math"), ("analyse", "analyzed"),
        ("practise", "practice"), ("enrolment", "enrollment"), ("debating", "debates"), ("volunteers", "volunteering"),
    ],
)  # fmt: skip
def test_forms_and_spellings_of_a_word_are_one(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("one, other", [("sport", "spore"), ("latin", "later"), ("music", "muse"), ("year", "yearn")])
def test_different_words_stay_different(one, other):
    assert stem(one) != stem(other)


def test_a_phrase_of_the_synonyms_is_one_group():
    Synonym.objects.all().delete()
    Synonym.objects.create(term="sixth form", means="KS5, post-16")
    assert tokens("sixth form choir") == [["sixthform", "ks5", "post16"], ["choir"]]
    assert tokens("ks5") == [["ks5", "sixthform", "post16"]]
    assert "sixthform" in tokens_of(["Our sixth-formers: the sixth form helps"], thesaurus())


def test_a_synonym_that_holds_one_way_does_not_hold_the_other():
    Synonym.objects.all().delete()
    Synonym.objects.create(term="Oxbridge", means="university", both_ways=False)
    assert tokens("oxbridge") == [["oxbridg", "universiti"]]
    assert tokens("university") == [["universiti"]]


def test_a_word_joined_by_a_hyphen_is_found_in_one_and_in_two():
    assert {"after", "afterschool"} <= tokens_of(["After-school club"], thesaurus())


@pytest.mark.parametrize(
    ("typed", "number"), [("", 0), ("%%% ((", 0), ("the and of", 0), ("a " * 500, 0), ("word " * 500, 8)]
)
def test_junk_is_bounded(typed, number):
    assert len(tokens(typed)) == number


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("PE", "physical education"),
        ("MFL", "modern foreign languages"),
        ("D&T", "design and technology"),
        ("RE", "religious education"),
        ("PSHE", "personal development"),
        ("SEN", "send"),
        ("EAL", "English as an additional language"),
        ("INSET", "cpd"),
        ("CCF", "cadets"),
        ("EPQ", "extended project"),
        ("sixth form", "KS5"),
        ("Year 11", "KS4"),
        ("Y11", "KS4"),
        ("reception", "early years"),
        ("nursery", "early years"),
        ("Oxbridge", "university"),
        ("UCAS", "university"),
        ("uni", "university"),
        ("maths", "mathematics"),
        ("ISSP", "partnership group"),
    ],
)
def test_the_words_that_teachers_abbreviate(typed, finds):
    """The list of product needs, section 3; the rows come with the taxonomy."""
    assert token_of(finds) in {token for group in tokens(typed) for token in group}
