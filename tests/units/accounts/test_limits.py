"""Limits count exactly, by whom they should, and begin anew."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from accounts.limits import NOWHERE, client_address, client_ip, forgive, hit, is_spent
from accounts.models import Tally
from accounts.nights import forget_old_tallies

pytestmark = pytest.mark.django_db


def test_so_many_and_no_more():
    assert [hit("tries", "a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
    assert is_spent("tries", "a", 3)


def test_keys_and_names_count_apart():
    assert hit("tries", "a", 1, 60)
    assert hit("tries", "b", 1, 60)
    assert hit("others", "a", 1, 60)
    assert not hit("tries", "a", 1, 60)


def test_it_begins_anew_when_the_time_is_over():
    hit("tries", "a", 1, 60)
    assert not hit("tries", "a", 1, 60)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert not is_spent("tries", "a", 1)
        assert hit("tries", "a", 1, 60)
        assert not hit("tries", "a", 1, 60)


def test_refused_tries_do_not_make_the_wait_longer():
    hit("tries", "a", 1, 60)
    with time_machine.travel(timezone.now() + timedelta(seconds=50), tick=False):
        assert not hit("tries", "a", 1, 60)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert hit("tries", "a", 1, 60)


def test_looking_counts_nothing_and_forgiving_forgets():
    assert not is_spent("tries", "a", 1)
    assert hit("tries", "a", 1, 60)
    forgive("tries", "a")
    assert hit("tries", "a", 1, 60)


def test_no_address_is_kept():
    hit("tries", "head@school.example", 1, 60)
    assert "school" not in str(Tally.objects.values().get())


def test_the_night_forgets_what_counts_no_more():
    hit("tries", "old", 1, 60)
    with time_machine.travel(timezone.now() + timedelta(seconds=120), tick=False):
        hit("tries", "new", 1, 60)
        assert [forget_old_tallies(None), forget_old_tallies(None)] == [1, 0]
    assert Tally.objects.count() == 1


def asked(remote: str, forwarded: str | None = None):
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "counted"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (1, "10.0.0.1", "1.1.1.1, 2.2.2.2, 198.51.100.9", "198.51.100.9"),
        (2, "10.0.0.1", "1.1.1.1, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "10.0.0.1", "198.51.100.9", "10.0.0.1"),
        (1, "10.0.0.1", None, NOWHERE),
        (1, "10.0.0.1", "junk", NOWHERE),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::/64"),
        (0, "", None, NOWHERE),
    ],
)
def test_whom_a_limit_counts(settings, proxies, remote, forwarded, counted):
    settings.TRUSTED_PROXY_COUNT = proxies
    assert client_ip(asked(remote, forwarded)) == counted


def test_sessions_are_listed_with_a_whole_address():
    assert client_address(asked("2001:db8:1:2:3:4:5:6")) == "2001:db8:1:2:3:4:5:6"
