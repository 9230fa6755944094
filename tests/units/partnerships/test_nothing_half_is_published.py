"""Every way to the public asks for every answer that is required (product.md, section 4), each by itself."""

import pytest
from django.core.exceptions import ValidationError

from partnerships import actions
from tests import factories, people

pytestmark = pytest.mark.django_db

WAYS = {
    "draft": (actions.send_for_publication, people.lead_of_st_marys),
    "waiting": (actions.approve_project, people.moderator),
    "unpublished": (actions.restore_project, people.moderator),
}
EMPTY = {
    "summary": {"summary": ""},
    "a summary that is too short": {"summary": "x" * 79},
    "category": {"category": None},
    "frequency": {"frequency": ""},
    "start": {"starts_on": None},
    "supervision": {"supervised_by": ""},
    "safeguarding leads": {"safeguarding_lead_agreed": False},
    "risk assessment": {"risk_assessment": ""},
}
TAKEN = {
    "host": lambda project: project.participations.filter(role="host").delete(),
    "partner": lambda project: project.participations.filter(role="partner").delete(),
    "a partner that has not said no": lambda project: project.participations.filter(role="partner").update(
        state="declined"
    ),
    "pupils": lambda project: project.stages.clear(),
    "consent for a picture": lambda project: factories.photo(of=project, state="hidden", consent_at=None),
    "words of a picture": lambda project: factories.photo(of=project, state="hidden", alt=""),
}


def whole(state: str, **fields):
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], state=state, **fields)


@pytest.mark.parametrize("state", WAYS)
def test_what_is_whole_goes_through(state):
    project = whole(state)
    act, by = WAYS[state]
    act(by=by(), project=project)
    project.refresh_from_db()
    assert project.state in ("public", "waiting")


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("lacking", EMPTY)
def test_an_answer_that_is_missing_stops_it(state, lacking):
    refused(whole(state, **EMPTY[lacking]), state)


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("lacking", TAKEN)
def test_somebody_or_something_that_is_missing_stops_it(state, lacking):
    project = whole(state)
    TAKEN[lacking](project)
    refused(project, state)


def refused(project, state: str) -> None:
    act, by = WAYS[state]
    with pytest.raises(ValidationError):
        act(by=by(), project=project)
    project.refresh_from_db()
    assert project.state == state
