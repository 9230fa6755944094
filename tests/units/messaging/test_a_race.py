"""Many presses of one button at the same instant, and many enquiries at the edge of the day's limit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from messaging.actions import open_enquiry, release_enquiry, say_what_came
from messaging.holding import MOST_A_DAY
from messaging.models import Enquiry, Message
from partnerships.models import Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def press(tokens: list[str], settled: bool = True) -> list[str]:
    """Open one enquiry for each token from eight threads at once; returns the refusals."""
    lead, from_school, about = people.lead_of_st_albans(), people.st_albans(), people.st_marys()
    people.lead_of_st_marys()
    if settled:
        people.settle()
        lead.refresh_from_db()

    def once(token: str) -> str:
        try:
            open_enquiry(by=lead, from_school=from_school, about=about, text="Hello", token=token)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [refusal for refusal in pool.map(once, tokens) if refusal]


def test_one_intent_pressed_eight_times_at_once_is_one_enquiry():
    assert press(["the-same-intent-1234"] * CLIENTS) == []
    assert (Enquiry.objects.count(), Message.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_exactly_the_limit_of_a_day_gets_through():
    refusals = press([f"one-of-many-intents-{number}" for number in range(MOST_A_DAY + 8)])
    assert len(refusals) == 8
    assert Enquiry.objects.count() == Letter.objects.count() == MOST_A_DAY


def test_a_new_account_gets_exactly_its_five_through():
    people.lead_of_st_albans()
    refusals = press([f"newcomers-many-intents-{number}" for number in range(16)], settled=False)
    assert len(refusals) == 11
    assert Enquiry.objects.count() == 5


def test_the_same_words_at_once_to_many_schools_are_held_from_the_third_on():
    people.lead_of_st_albans()
    people.settle()
    lead, from_school = people.lead_of_st_albans(), people.st_albans()
    schools = [factories.school() for _ in range(CLIENTS)]

    def once(number: int) -> None:
        try:
            open_enquiry(
                by=lead, from_school=from_school, about=schools[number], text="Our plans", token=f"same-{number}-1234"
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(once, range(CLIENTS)))
    assert Enquiry.objects.filter(standing="sent").count() == 2
    assert Enquiry.objects.held().count() == CLIENTS - 2


def test_of_many_moderators_at_once_one_decides():
    school = people.st_albans()
    held = factories.enquiry(from_school=school, to_school=people.st_marys(), standing="held", held_because="Links.")
    people.lead_of_st_marys()
    judges = [people.person(f"m{number}@sample.example", "Mo", is_staff=True) for number in range(CLIENTS)]

    def once(judge) -> str:
        try:
            release_enquiry(by=judge, enquiry=held)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(CLIENTS) as pool:
        said = list(pool.map(once, judges))
    assert sorted(said)[0] == ""
    assert [one for one in said if one] == ["Another moderator has already decided. Open it again to see how."] * 7
    assert Letter.objects.count() == 1


def test_agreed_pressed_by_many_at_once_begins_one_draft():
    people.lead_of_st_marys()
    enquiry = factories.enquiry(from_school=people.st_albans(), to_school=people.st_marys())
    Enquiry.objects.update(asked_said_at=enquiry.opened_at)
    writers = [people.lead_of_st_marys(), people.lead_of_st_albans()] * 4

    def once(person) -> None:
        try:
            say_what_came(by=person, enquiry=enquiry, outcome="agreed")
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(once, writers))
    assert Project.objects.count() == 1
