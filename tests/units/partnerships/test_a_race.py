"""Two moderators who decide at once, a partner that confirms while it is taken off, eight presses of one button."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partnerships import actions
from partnerships.models import Decision, Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 8
ROUNDS = 50


def at_once(*calls) -> list[str]:
    """All of them from threads of their own; returns the sentences of the refusals."""

    def once(call) -> str:
        try:
            call()
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [refusal for refusal in pool.map(once, calls) if refusal]


def test_of_two_moderators_opposite_decisions_one_holds_and_the_others_are_told():
    people.lead_of_st_marys()
    for _ in range(ROUNDS):
        project = factories.project(
            host=people.st_marys(), waiting=[people.st_albans()], state="waiting", published_at=None
        )
        Letter.objects.all().delete()
        mo, sam = people.moderator(), people.superuser()

        one, other = Project.objects.get(pk=project.pk), Project.objects.get(pk=project.pk)
        approve = partial(actions.approve_project, by=mo, project=one)
        send_back = partial(actions.ask_for_changes, by=sam, project=other, note="Say more.")
        refusals = at_once(*[approve, send_back] * 4)
        assert len(refusals) == CLIENTS - 1
        who = Decision.objects.get(project=project).by
        assert all(sentence.startswith(f"Already decided: {who}") for sentence in refusals)
        assert project.history.filter(history_change_reason__in=["Approved", "Changes asked for"]).count() == 1
        assert Letter.objects.count() == 1


def test_one_intent_pressed_eight_times_is_one_project():
    lead, school, token = people.lead_of_st_marys(), people.st_marys(), uuid4()
    calls = [lambda: actions.start_draft(by=lead, school=school, title="Choir day", token=token)] * CLIENTS
    assert at_once(*calls) == []
    assert (Project.objects.count(), Participation.objects.count()) == (1, 1)


def test_one_title_chosen_by_eight_at_once_gives_eight_addresses():
    lead, school = people.lead_of_st_marys(), people.st_marys()
    assert at_once(*[lambda: actions.start_draft(by=lead, school=school, title="Choir day")] * CLIENTS) == []
    assert len(set(Project.objects.values_list("slug", flat=True))) == CLIENTS


def test_confirming_while_being_taken_off_leaves_no_name_behind():
    lead, partner = people.lead_of_st_marys(), people.lead_of_st_albans()
    for _ in range(ROUNDS):
        project = factories.project(
            host=people.st_marys(), partners=[people.bootham()], waiting=[people.st_albans()], title="Choir day"
        )
        part = project.participations.get(school=people.st_albans())
        refusals = at_once(
            lambda part=part: actions.confirm_participation(by=partner, participation=part),
            lambda part=part: actions.remove_partner(by=lead, participation=part),
        )
        assert refusals in ([], ["Your school is no longer named in this project."])
        project.refresh_from_db()
        assert not project.participations.filter(school=people.st_albans()).exists()
        assert "alban" not in factories.found_by(project)
