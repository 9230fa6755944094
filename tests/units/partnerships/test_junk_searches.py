"""Whatever somebody sends to the search, it answers: never an error of ours."""

import pytest
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.forms.searching import SORTS, ProjectSearchForm
from partnerships.search import Criteria, search
from tests import factories

pytestmark = pytest.mark.django_db

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
# Any text at all, and text made of what has a meaning to somebody: query languages, places, our own words.
PIECES = [
    "choir", "swiming", "near", "in", "within", "5 miles of", "York", "BS1", "CB2 1EN", "NEAR(", "AND", "OR", "NOT",
    "*", '"', "'", "''", "(", ")", ":", "^", "-", "&", "|", "!", "<->", "\\", "%", "_", "\0", "\ud800", "é", "ŷ", "½",
    "İ", "ﬁ", "\u202e", "𝔘", "٣", "²", "\n", ";", "--", "#", "D&T", "sixth form", "post-16", "a" * 300,
]  # fmt: skip
texts = st.one_of(st.text(max_size=250), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
sorts = st.one_of(st.sampled_from([key for key, _ in SORTS]), st.text(max_size=20))
numbers = st.one_of(st.integers(), st.sampled_from([0, -1, 2**31, 2**63, -(2**64), 10**30]))
pages = st.one_of(
    numbers.map(str), st.text(max_size=12), st.sampled_from(["last", "1e9", "٣", "²", "nan", " 2 ", "\0"])
)


@pytest.fixture
def directory():
    """Three public projects near two places."""
    york = factories.school(town="York", easting=460000, northing=452000)
    for host, title in ((factories.school(), "Choir"), (york, "Swimming"), (york, "Latin in pairs")):
        factories.project(host=host, title=title)


def sent(text: str) -> str:
    """As a browser can send it: no halves of letters."""
    return text.encode(errors="ignore").decode()


@BOUNDED
@given(q=texts, sort=sorts, page=numbers, as_typed=st.booleans())
def test_any_words_are_answered_by_the_engine(directory, q, sort, page, as_typed):
    answer = search(Criteria(q=q, sort=sort, as_typed=as_typed), page=page)
    assert len(answer.ids) == min(answer.total, 20) <= 3


@BOUNDED
@given(q=texts, sort=sorts, near=texts)
def test_any_question_gives_criteria(directory, q, sort, near):
    asked = QueryDict(mutable=True)
    asked.update({"q": q, "sort": sort, "near": near})
    assert search(ProjectSearchForm(asked).criteria()).total <= 3


@BOUNDED
@given(q=texts, sort=sorts, page=pages)
def test_any_question_gets_a_page(directory, q, sort, page):
    cache.clear()  # so that a limit on visits does not answer instead
    found = Client().get("/projects/", {"q": sent(q), "sort": sent(sort), "page": sent(page)})
    assert found.status_code in (200, 301, 302, 404)
    assert found.status_code != 404 or page.strip() not in ("", "1")


@pytest.mark.parametrize("typed", ["sixth form", "design and technology", "D&T", "nursing home"])
def test_a_known_phrase_that_no_project_holds_finds_nothing(client, typed):
    assert search(Criteria(q=typed)).total == 0
    assert client.get("/projects/", {"q": typed}).status_code == 200
