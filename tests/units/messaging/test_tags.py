"""What other apps' pages say about enquiries."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from messaging.actions import open_enquiry, write_message
from messaging.models import Enquiry, Message
from messaging.templatetags.messaging import answering_time, unread_enquiries
from tests import people

pytestmark = pytest.mark.django_db


def enquiry(number: int, replied_after: timedelta | None = None, answered_after: timedelta | None = None) -> Enquiry:
    opened_at = timezone.now() - timedelta(days=40)
    made = Enquiry.objects.create(
        from_school=people.st_albans(),
        to_school=people.st_marys(),
        subject="Hello",
        token=f"t{number}",
        opened_at=opened_at,
        answer="interested" if answered_after else "",
        answered_at=opened_at + answered_after if answered_after else None,
    )
    Message.objects.create(enquiry=made, school=people.st_albans(), text="?", token=f"q{number}", sent_at=opened_at)
    if replied_after:
        Message.objects.create(
            enquiry=made, school=people.st_marys(), text="!", token=f"a{number}", sent_at=opened_at + replied_after
        )
    return made


def test_two_answers_are_no_habit():
    enquiry(1, timedelta(days=1)), enquiry(2, timedelta(days=1)), enquiry(3)
    assert answering_time(people.st_marys()) == ""


def test_the_habit_is_the_median_of_first_words_and_answers(django_assert_num_queries):
    enquiry(1, timedelta(hours=3))
    enquiry(2, timedelta(days=30), timedelta(days=2))
    enquiry(3, None, timedelta(days=9))
    school = people.st_marys()
    with django_assert_num_queries(3):
        assert answering_time(school) == "Usually answers within 2 days"


@pytest.mark.parametrize(
    ("wait", "words"),
    [(timedelta(hours=2), "Usually answers within a day"), (timedelta(days=1), "Usually answers within a day")],
)
def test_quick_schools(wait, words):
    for number in range(3):
        enquiry(number, wait)
    assert answering_time(people.st_marys()) == words


def test_unread_counts_what_the_other_side_wrote_since_i_read(django_assert_num_queries):
    alice, amir = people.lead_of_st_marys(), people.lead_of_st_albans()
    made = open_enquiry(by=amir, from_school=people.st_albans(), about=people.st_marys(), text="?", token="t" * 16)
    assert (unread_enquiries(alice), unread_enquiries(amir)) == (1, 0)
    write_message(by=alice, enquiry=made, text="!", token="u" * 16)
    assert (unread_enquiries(alice), unread_enquiries(amir)) == (0, 1)
    assert unread_enquiries(people.contributor_at_st_marys()) == 1
    assert unread_enquiries(people.lead_of_bootham()) == 0
    with django_assert_num_queries(1):
        unread_enquiries(alice)
    assert unread_enquiries(AnonymousUser()) == 0
