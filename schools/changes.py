"""What follows when facts of the register change: other apps say here what they have to do then.

An app to our right registers a function in its `jobs.py`, which is found when the site starts:

    @when_schools_change
    def ask_to_compare(schools: list[int]) -> None: ...
"""

from collections.abc import Callable

from .models import SchoolEdition

_followers: list[Callable[[list[int]], None]] = []


def when_schools_change(function: Callable[[list[int]], None]) -> Callable:
    """Registers what takes the ids of changed schools, in the transaction that changes them."""
    if function not in _followers:
        _followers.append(function)
    return function


def tell_of_changes(schools: list[int]) -> None:
    """Called by whoever wrote schools in bulk, at the end of the transaction. New ones need not be told of."""
    SchoolEdition.renew("facts")
    for follower in _followers if schools else ():
        follower(schools)
