"""Two people decide in the same moment: one after the other, and the second sees what the first did."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from accounts.actions import ask_to_join_school, end_membership, enter_office_code, hand_over, send_office_code
from accounts.limits import hit
from accounts.models import Membership, Role
from schools_together.outbox.models import Letter
from tests import factories, people

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}").fullmatch

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list:
    """What each act gave, a refusal included, all started together on connections of their own."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=10)
            return act()
        except (PermissionDenied, ValidationError) as refusal:
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


def test_a_limit_lets_exactly_so_many_through_at_once():
    done = at_once(*[lambda: [hit("race", "key", 20, 60) for _ in range(10)]] * 8)
    assert sum(sum(one) for one in done) == 20


def test_of_two_right_codes_at_once_one_makes_a_lead():
    school = factories.school(website="https://www.hollybank.cambs.sch.uk")
    acts = []
    for name, box in (("dora", "office"), ("rita", "admin")):
        person = people.person(f"{name}@hollybank.cambs.sch.uk", name.title())
        place = ask_to_join_school(by=person, school=school)
        code = send_office_code(by=person, membership=place, address=f"{box}@hollybank.cambs.sch.uk")
        typed = next(word for word in Letter.objects.get(key=f"office code {code.pk}").text.split() if CODE(word))
        acts.append(lambda person=person, place=place, typed=typed: enter_office_code(
            by=person, membership=place, code=typed))  # fmt: skip
    done = at_once(*acts)
    assert sorted(type(one).__name__ for one in done) == ["Membership", "ValidationError"]
    assert Membership.objects.active().leads().of_school(school).count() == 1


def test_handing_over_to_somebody_who_leaves_at_once_is_never_silent():
    alice, bob = people.lead_of_st_marys(), people.contributor_at_st_marys()
    of_alice, of_bob = (Membership.objects.get(user=one) for one in (alice, bob))
    moderator = people.moderator()
    at_once(lambda: hand_over(by=alice, membership=of_bob), lambda: end_membership(membership=of_bob, by=bob))
    leads = Membership.objects.active().leads().of_school(people.st_marys()).count()
    assert leads == 1 or Letter.objects.filter(to=moderator.email, subject__endswith="has no lead any more").exists()
