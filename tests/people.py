"""The cast: the same few people in every test. A visitor has no name.

St Mary's (independent) and St Alban's (state) run a project together; Bootham is a third school that has nothing to
do with it. Each function makes its person once and returns the same one afterwards.
"""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Membership, MembershipState, Role, User
from schools.models import School

from . import factories

PASSWORD = "Partnership-2026"


def st_marys() -> School:
    return factories.school_once(urn=900001, name="St Mary’s School", sector="independent", phase="all-through")


def st_albans() -> School:
    return factories.school_once(
        urn=900002,
        name="St Alban’s Catholic Primary School",
        sector="state",
        phase="primary",
        easting=545500,
        northing=257600,
    )


def bootham() -> School:
    return factories.school_once(
        urn=900003,
        name="Bootham School",
        sector="independent",
        phase="secondary",
        town="York",
        postcode="YO30 7BU",
        region="yorkshire-and-the-humber",
        easting=459900,
        northing=452500,
    )


def person(email: str, name: str, **fields) -> User:
    """Somebody with a verified address and the sample password."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name, **fields)
        user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def member(email: str, name: str, school: School, role: str) -> User:
    """Somebody with an active place at a school."""
    user = person(email, name)
    Membership.objects.get_or_create(user=user, school=school, role=role, state=MembershipState.ACTIVE)
    return user


def lead_of_st_marys() -> User:
    return member("lead@stmarys.example", "Alice Lead", st_marys(), Role.LEAD)


def contributor_at_st_marys() -> User:
    return member("teacher@stmarys.example", "Bob Teacher", st_marys(), Role.CONTRIBUTOR)


def lead_of_st_albans() -> User:
    return member("lead@stalbans.example", "Amir Lead", st_albans(), Role.LEAD)


def lead_of_bootham() -> User:
    """Charlie, who must see nothing of what the other two schools keep between them."""
    return member("lead@bootham.example", "Charlie Lead", bootham(), Role.LEAD)


def settle() -> None:
    """Everybody who is there has been there for a month: no limits for newcomers and new schools."""
    month_ago = timezone.now() - timedelta(days=30)
    User.objects.update(joined_at=month_ago)
    Membership.objects.update(asked_at=month_ago)


def newcomer() -> User:
    """Signed up, no school."""
    return person("newcomer@sample.example", "Nora Newcomer")


def moderator() -> User:
    return person("moderator@sample.example", "Mo Moderator", is_staff=True)


def superuser() -> User:
    return person("admin@sample.example", "Sam Super", is_staff=True, is_superuser=True)
