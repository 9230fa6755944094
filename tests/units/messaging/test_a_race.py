"""Many presses of one button at the same instant, and many enquiries at the edge of the day's limit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from messaging.actions import open_enquiry
from messaging.holding import MOST_A_DAY
from messaging.models import Enquiry, Message
from schools_together.outbox.models import Letter
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8


def press(tokens: list[str]) -> list[str]:
    """Open one enquiry for each token from eight threads at once; returns the refusals."""
    lead, from_school, about = people.lead_of_st_albans(), people.st_albans(), people.st_marys()
    people.lead_of_st_marys()

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


@pytest.fixture(autouse=True)
def _a_database_that_threads_share():
    if "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("Threads do not share a database in memory; the PostgreSQL pass runs this.")


def test_one_intent_pressed_eight_times_at_once_is_one_enquiry():
    assert press(["the-same-intent-1234"] * CLIENTS) == []
    assert (Enquiry.objects.count(), Message.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_exactly_the_limit_of_a_day_gets_through():
    refusals = press([f"one-of-many-intents-{number}" for number in range(MOST_A_DAY + 8)])
    assert len(refusals) == 8
    assert Enquiry.objects.count() == Letter.objects.count() == MOST_A_DAY
