"""Two people decide in the same moment: one after the other, and the second sees what the first did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.actions import ask_to_join_school, end_membership
from accounts.models import Membership, Role
from tests import people

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="The tests' SQLite lives in one connection; writers queue there anyway."
    ),
]


def at_once(*acts) -> list:
    """What each act gave, a refusal included, all started together on connections of their own."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=10)
            return act()
        except PermissionDenied as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_leads_who_remove_each_other_leave_one_lead():
    alice = people.lead_of_st_marys()
    sue = people.member("second@stmarys.example", "Sue Second", people.st_marys(), Role.LEAD)
    of_alice, of_sue = (Membership.objects.get(user=one) for one in (alice, sue))
    done = at_once(
        lambda: end_membership(membership=of_sue, by=alice), lambda: end_membership(membership=of_alice, by=sue)
    )
    assert sorted(type(one).__name__ for one in done) == ["Membership", "PermissionDenied"]
    assert Membership.objects.active().leads().of_school(people.st_marys()).count() == 1


def test_asking_twice_at_once_is_asking_once():
    person, school = people.newcomer(), people.st_marys()
    done = at_once(*[lambda: ask_to_join_school(by=person, school=school)] * 4)
    assert len({place.pk for place in done}) == 1
    assert Membership.objects.of_user(person).count() == 1
