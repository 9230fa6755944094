"""What slows a first message down: limits that refuse, and signs for which a moderator reads it first (guard.md C2).

Ask inside the transaction that has locked the school and the writer: then every count is exact.
"""

import hashlib
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from accounts.models import Membership
from schools.domains import domain_of
from schools.models import School
from schools_together.ui.flags import flags_in

from .models import Enquiry

MOST_A_DAY = 20
MOST_A_DAY_WHEN_NEW = 10
NEW_SCHOOL = timedelta(days=7)
MOST_AN_HOUR_FOR_NEWCOMERS = 5
NEWCOMER = timedelta(days=1)
MOST_LINKS_FOR_NEWCOMERS = 2
SAME_WORDS_TO = 3  # schools
SAME_WORDS_WITHIN = timedelta(days=30)

TOO_MANY = (
    "Your school has begun {} enquiries in the last 24 hours, which is as many as we pass on{}. Send this one tomorrow."
)
TOO_FAST = (
    f"You have begun {MOST_AN_HOUR_FOR_NEWCOMERS} enquiries within an hour, which is as many as we pass on from a new "
    "account. Send this one in an hour."
)
TOO_MANY_LINKS = (
    f"A new account may send at most {MOST_LINKS_FOR_NEWCOMERS} links to other sites. Take some out, and send them "
    "once you are talking."
)
SAME_WORDS = "The same words went to two other schools. A moderator reads this one first."
LINKS = "It comes from a new account and holds a link. A moderator reads it first."


def why_not_begin(by, school: School, text: str) -> str:
    """The sentence that refuses one more enquiry just now, or nothing."""
    most = MOST_A_DAY_WHEN_NEW if is_new(school) else MOST_A_DAY
    if begun_since(timedelta(days=1), from_school=school) >= most:
        return TOO_MANY.format(most, " from a school that is new here" if most != MOST_A_DAY else "")
    if is_newcomer(by):
        if begun_since(timedelta(hours=1), opened_by=by) >= MOST_AN_HOUR_FOR_NEWCOMERS:
            return TOO_FAST
        if len(links_in(text, school)) > MOST_LINKS_FOR_NEWCOMERS:
            return TOO_MANY_LINKS
    return ""


def why_hold(by, school: School, to_school: School, about, text: str) -> str:
    """The sentence that says why a moderator reads it first, or nothing."""
    same = Enquiry.objects.filter(
        words_digest=digest_of(text, to_school, about),
        from_school=school,
        opened_at__gt=timezone.now() - SAME_WORDS_WITHIN,
    )
    others = same.exclude(to_school=to_school).values("to_school").distinct().count()
    if others >= SAME_WORDS_TO - 1:
        return SAME_WORDS
    return LINKS if is_newcomer(by) and links_in(text, school) else ""


def digest_of(text: str, to_school: School, about) -> str:
    """The same for the same words, whatever the case, the spaces, and the names of the school and thing asked about."""
    for name in {str(to_school), str(about)}:
        text = text.replace(name, "")
    return hashlib.sha256("".join(letter for letter in text.casefold() if letter.isalnum()).encode()).hexdigest()


def links_in(text: str, school: School) -> list[str]:
    """Links to other sites than the school's own."""
    own = domain_of(school)
    return [flag.words for flag in flags_in(text) if flag.kind == "link" and not (own and own in flag.words.lower())]


def begun_since(age: timedelta, **whose) -> int:
    """How many enquiries a school or a person has begun lately."""
    return Enquiry.objects.filter(opened_at__gt=timezone.now() - age, **whose).count()


def is_newcomer(user) -> bool:
    """Whether the account is younger than a day."""
    return timezone.now() - user.joined_at < NEWCOMER


def is_new(school: School) -> bool:
    """Whether its first member of today came within the last week."""
    first = Membership.objects.active().of_school(school).aggregate(first=Min("asked_at"))["first"]
    return first is None or timezone.now() - first < NEW_SCHOOL
