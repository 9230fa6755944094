"""Eight at once write, send, answer and agree: each ends in one defined state, and nothing is half done."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from partnerships import actions
from partnerships.links import LinkGone
from partnerships.models import COMMITMENTS, AgreementCard, Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people
from tests.units.partnerships.test_a_race import CLIENTS, ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def copies(model, pk: int) -> list:
    """The row as eight people have it on their screens."""
    return [model.objects.get(pk=pk) for _ in range(CLIENTS)]


def test_of_eight_saves_from_one_version_one_is_kept_and_seven_are_told():
    lead = people.lead_of_st_marys()
    draft = actions.start_draft(by=lead, school=people.st_marys(), title="Choir day")
    calls = [
        partial(actions.save_draft, by=lead, project=one, changes={"story": f"Text {number}."}, version=1)
        for number, one in enumerate(copies(Project, draft.pk))
    ]
    refusals = at_once(*calls)
    assert refusals == ["Somebody at your school has saved this project since you opened this page."] * (CLIENTS - 1)
    draft.refresh_from_db()
    assert (draft.version, draft.story.startswith("Text ")) == (2, True)


def test_eight_presses_on_send_are_one_project_and_one_letter():
    lead, _ = people.lead_of_st_marys(), people.lead_of_st_albans()
    draft = factories.project(host=people.st_marys(), waiting=[people.st_albans()], state="draft", published_at=None)
    assert (
        at_once(*[partial(actions.send_for_publication, by=lead, project=one) for one in copies(Project, draft.pk)])
        == []
    )
    draft.refresh_from_db()
    assert draft.state == "waiting"
    assert draft.history.filter(history_change_reason="Sent for publication").count() == 1
    assert Letter.objects.filter(to="lead@stalbans.example").count() == 1


def test_what_is_approved_is_what_was_read():
    lead, mo = people.lead_of_st_marys(), people.moderator()
    for _ in range(ROUNDS):
        project = factories.project(
            host=people.st_marys(), waiting=[people.st_albans()], state="waiting", published_at=None, story="Read."
        )
        seen = copies(Project, project.pk)
        edits = [
            partial(actions.save_draft, by=lead, project=one, changes={"story": "Unread."}, version=1)
            for one in seen[:4]
        ]
        approvals = [partial(actions.approve_project, by=mo, project=one) for one in seen[4:]]
        at_once(*[call for pair in zip(edits, approvals, strict=True) for call in pair])
        project.refresh_from_db()
        if project.state == "public" and project.story == "Unread.":
            assert project.read_at is None  # approved first, then changed by its school: it is read again
        elif project.state == "public":
            assert (project.story, project.version) == ("Read.", 1)
        else:
            assert (project.state, project.story, project.version) == ("waiting", "Unread.", 2)


def test_confirming_and_leaving_at_once_end_in_one_state_with_a_name_that_fits_it():
    partner = people.lead_of_st_albans()
    people.lead_of_st_marys()
    for _ in range(ROUNDS):
        project = factories.project(host=people.st_marys(), partners=[people.bootham()], waiting=[people.st_albans()])
        pk = project.participations.get(school=people.st_albans()).pk
        seen = copies(Participation, pk)
        calls = [partial(actions.confirm_participation, by=partner, participation=one) for one in seen[:4]]
        calls += [partial(actions.leave_project, by=partner, participation=one) for one in seen[4:]]
        at_once(*calls)
        part = Participation.objects.get(pk=pk)
        project.refresh_from_db()
        assert part.state in ("confirmed", "left")
        assert ("alban" in factories.found_by(project)) == part.is_confirmed
        assert part.history.filter(history_change_reason="Confirmed").count() == 1
        assert part.history.filter(history_change_reason="Left").count() == (part.state == "left")


def test_a_link_pressed_while_it_is_taken_back_answers_or_does_not():
    lead = people.lead_of_st_marys()
    for number in range(ROUNDS):
        Participation.objects.update(link_sent_at=timezone.now() - timedelta(days=2))  # a school writes to 20 a day
        office = factories.school(name="Hillside", website=f"https://hillside{number}.example")
        project = factories.project(host=people.st_marys(), partners=[people.bootham()], waiting=[office])
        part = project.participations.get(school=office)
        actions.ask_by_link(by=lead, participation=part, address=f"office@hillside{number}.example")
        seen = copies(Participation, part.pk)
        calls = [partial(pressed, one) for one in seen[:6]]
        calls += [partial(actions.withdraw_link, by=lead, participation=one) for one in seen[6:]]
        at_once(*calls)
        part.refresh_from_db()
        project.refresh_from_db()
        assert (part.state, part.link_key) in (("confirmed", ""), ("invited", ""))
        assert ("hillsid" in factories.found_by(project)) == part.is_confirmed
        assert part.history.filter(history_change_reason="Confirmed").count() == part.is_confirmed


def pressed(part: Participation) -> None:
    try:
        actions.answer_by_link(participation=part, state="confirmed", role="Head, or deputy head")
    except LinkGone:
        return


def test_a_change_while_both_agree_leaves_no_agreement_to_words_that_were_not_read():
    marys, albans = people.lead_of_st_marys(), people.lead_of_st_albans()
    for _ in range(ROUNDS):
        project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
        part = project.participations.get(school=people.st_albans())
        words = dict.fromkeys(COMMITMENTS, "Agreed.") | {"review_on": factories.date(2027, 9, 1)}
        card = actions.save_card(by=marys, participation=part, changes=words, version=0)
        seen = copies(AgreementCard, card.pk)
        calls = [partial(actions.agree_card, by=marys, card=one, school=people.st_marys()) for one in seen[:4]]
        calls += [partial(actions.agree_card, by=albans, card=one, school=people.st_albans()) for one in seen[4:7]]
        calls += [partial(actions.save_card, by=albans, participation=part, changes={"money": "You pay."}, version=1)]
        at_once(*calls)
        card.refresh_from_db()
        assert (card.version, card.money) == (2, "You pay.")
        assert (card.posting_agreed_at, card.named_agreed_at) == (None, None)


def test_one_form_pressed_eight_times_saves_one_draft_by_itself():
    lead, token = people.lead_of_st_marys(), uuid4()

    def press():
        draft = actions.start_draft(by=lead, school=people.st_marys(), title="Choir day", token=token)
        actions.save_draft(by=lead, project=draft, changes={"story": "Once."}, by_itself=True)

    assert at_once(*[press] * CLIENTS) == []
    assert [project.story for project in Project.objects.all()] == ["Once."]
