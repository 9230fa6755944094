"""The home page: what moderators put there, then what was checked last; never more than asked for."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from messaging.actions import freeze_school
from partnerships.featuring import on_the_home_page
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def projects() -> dict[str, Project]:
    """Four, checked on the 1st to the 4th; the first and the second are featured, the second since longer."""
    made = {}
    for day, title in enumerate(("First", "Second", "Third", "Fourth"), 1):
        made[title] = factories.project(host=people.st_marys(), title=title, last_confirmed_on=date(2026, 11, day))
    now = timezone.now()
    Project.objects.filter(title="First").update(featured_at=now)
    Project.objects.filter(title="Second").update(featured_at=now - timedelta(days=1))
    return made


@pytest.mark.parametrize("most", [1, 2, 3, 4, 9])
def test_featured_ones_come_first_then_the_last_checked(projects, most):
    expected = ["First", "Second", "Fourth", "Third"][:most]
    assert [project.title for project in on_the_home_page(most)] == expected


def test_what_is_not_public_has_no_place_there(projects):
    Project.objects.filter(title="First").update(state="archived")
    Project.objects.filter(title="Fourth").update(state="draft")
    assert [project.title for project in on_the_home_page(4)] == ["Second", "Third"]


def test_a_school_that_is_stopped_has_none(projects):
    freeze_school(by=people.moderator(), school=people.st_marys(), reason="Asked to.")
    assert list(on_the_home_page(4)) == []
