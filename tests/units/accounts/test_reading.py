"""While one page is read, a person's places are asked for once; whoever writes asks anew."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Membership
from accounts.permissions import is_lead, is_member
from accounts.reading import remember_places
from tests import people

pytestmark = pytest.mark.django_db


def asked(method: str, what) -> list:
    """What was found while a request of this kind was answered."""
    found = []

    def answer(request):
        found.extend(what())
        return HttpResponse()

    remember_places(answer)(RequestFactory().generic(method, "/"))
    return found


def test_a_page_that_reads_asks_once(django_assert_num_queries):
    lead, marys, albans = people.lead_of_st_marys(), people.st_marys(), people.st_albans()
    with django_assert_num_queries(1):
        found = asked("GET", lambda: [is_lead(lead, marys), is_member(lead, marys), is_lead(lead, albans)])
    assert found == [True, True, False]


def test_each_person_is_asked_for(django_assert_num_queries):
    lead, other, marys = people.lead_of_st_marys(), people.lead_of_st_albans(), people.st_marys()
    with django_assert_num_queries(2):
        assert asked("HEAD", lambda: [is_lead(lead, marys), is_lead(other, marys)]) == [True, False]


def test_the_next_page_asks_anew():
    lead, marys = people.lead_of_st_marys(), people.st_marys()
    assert asked("GET", lambda: [is_lead(lead, marys)]) == [True]
    Membership.objects.update(state="waiting")
    assert asked("GET", lambda: [is_lead(lead, marys)]) == [False]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_writes_sees_at_once_that_a_place_has_ended(method):
    lead, marys = people.lead_of_st_marys(), people.st_marys()

    def end():
        before = is_lead(lead, marys)
        Membership.objects.update(state="waiting")
        return [before, is_lead(lead, marys)]

    assert asked(method, end) == [True, False]


def test_a_page_that_fails_leaves_nothing_behind(django_assert_num_queries):
    lead, marys = people.lead_of_st_marys(), people.st_marys()

    def fail():
        is_lead(lead, marys)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        asked("GET", fail)
    with django_assert_num_queries(2):
        assert is_lead(lead, marys) and is_member(lead, marys)
