"""Two workers never hold the same letter, and a dead worker's letters come round again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from schools_together.outbox.leasing import give_back, lease, lease_is_nearly_over, still_ours
from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters():
    return [post_letter(key=f"greeting {n}", to="lead@example.org", subject="Hello", text="Hello") for n in (1, 2, 3)]


def test_a_leased_letter_is_not_leased_again(letters):
    mine, yours = lease(Letter, 2, 300), lease(Letter, 2, 300)
    assert [letter.key for letter in mine] == ["greeting 1", "greeting 2"]
    assert [letter.key for letter in yours] == ["greeting 3"]
    assert lease(Letter, 2, 300) == []


def test_a_lease_that_ended_can_be_taken_over(letters):
    [mine] = lease(Letter, 1, -1)
    yours = lease(Letter, 3, 300)
    assert mine in yours
    assert not still_ours(mine).exists()
    assert still_ours(yours[0]).exists()


def test_letters_given_back_keep_their_place(letters):
    mine = lease(Letter, 3, 300)
    give_back(mine[1:])
    assert [letter.key for letter in lease(Letter, 3, 300)] == ["greeting 2", "greeting 3"]
    assert Letter.objects.get(pk=letters[1].pk).attempts == 0


def test_an_idle_look_takes_no_lock(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert lease(Letter, 20, 300) == []


def test_a_lease_is_nearly_over_in_its_last_two_fifths(letters):
    [mine] = lease(Letter, 1, 100)
    assert lease_is_nearly_over(mine, 100, timezone.now() + timedelta(seconds=50)) is False
    assert lease_is_nearly_over(mine, 100, timezone.now() + timedelta(seconds=70)) is True
