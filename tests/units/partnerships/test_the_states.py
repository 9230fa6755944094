"""Whatever people do in whatever order: no name without that school's word, and nothing public that is not whole."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from partnerships import actions, figures
from partnerships.links import LinkGone, part_by, path_of
from partnerships.models import (
    PARTICIPATION_MOVES,
    PROJECT_MOVES,
    Participation,
    ParticipationState,
    Project,
    ProjectState,
    Stage,
)
from partnerships.publishable import missing_to_publish
from partnerships.telling import gains_of, plate_of
from tests import factories, people

NAME = "Zanzibar Canary School"  # the partner whose name must wait
SUMMARY = "Pupils of two schools sing together in the chapel on five winter evenings, and bring their families."
EVERYWHERE = [
    "/", "/projects/?q=choir", "/projects/?q=zanzibar", "/projects/feed/", "/projects/export.csv",
    "/projects/export.json", "/projects/map/", "/numbers/", "/sitemap.xml",
]  # fmt: skip
WORDS = ["a", "ring 01223 123456", "Our Year 5 pupil Tom"]
DECISIONS = ["approve_project", "restore_project", "read_project"]
REFUSALS = (ValidationError, PermissionDenied, LinkGone)
WHOLE = {"summary": SUMMARY, "frequency": "annual", "supervised_by": "both", "safeguarding_lead_agreed": True,
         "risk_assessment": "done"}  # fmt: skip


def tried(action, **words) -> bool:
    """Whether the action was allowed; what it refuses, it refuses with a sentence."""
    try:
        action(**words)
    except REFUSALS as refusal:
        assert str(refusal)
        return False
    return True


class Partnership(RuleBasedStateMachine):
    """One project of St Mary's, one partner with a lead here or none, a moderator, and everything they may press."""

    def __init__(self):
        super().__init__()
        cache.clear()
        self.lead, self.teacher, self.mo = (
            people.lead_of_st_marys(),
            people.contributor_at_st_marys(),
            people.moderator(),
        )
        self.partner = factories.school(name=NAME, website="https://canary.example")
        self.partner_lead = people.member("lead@canary.example", "Cara", self.partner, "lead")
        self.partner_lead_comes_or_goes_now(False)
        self.project = actions.start_draft(by=self.lead, school=people.st_marys(), title="Choir evenings")
        self.links: list[str] = []
        self.word = False  # what the partner has said last: the only thing that may show its name

    def partner_lead_comes_or_goes_now(self, is_here: bool) -> None:
        state, ended_at = ("active", None) if is_here else ("ended", timezone.now())
        self.partner_lead.memberships.update(state=state, ended_at=ended_at)

    def fresh(self) -> Project:
        return Project.objects.get(pk=self.project.pk)

    def part(self) -> Participation | None:
        parts = Participation.objects.select_related("project__school", "school")
        return parts.filter(project=self.project, school=self.partner).first()

    def keep_link(self) -> None:
        part = self.part()
        if part and part.link_key:
            self.links.append(path_of(part).strip("/").partition("/")[2])

    @initialize(far=st.sampled_from(["public", "waiting", "begun"]))
    def begin(self, far):
        if far == "begun":
            return
        self.write(by_lead=True, whole=True, word="a")
        self.name(role="partner")
        self.send(by="lead")
        assert self.fresh().state == "waiting"
        if far == "public":
            self.approve()
            assert self.fresh().is_public

    @rule(by_lead=st.booleans(), whole=st.booleans(), word=st.sampled_from(WORDS))
    def write(self, by_lead, whole, word):
        changes = WHOLE if whole else {"summary": "Short."}
        more = {"category": factories.category(), "stages": list(Stage.objects.filter(slug="ks2"))} if whole else {}
        started = {"starts_on": date(2025, 9, 1)} if whole else {}
        tried(actions.save_draft, by=self.lead if by_lead else self.teacher, project=self.fresh(),
              changes={**changes, **more, **started, "story": word})  # fmt: skip

    @rule(role=st.sampled_from(["partner", "host", None]))
    def name(self, role):
        before = self.part()
        if tried(actions.name_partner, by=self.teacher, project=self.fresh(), school=self.partner, role=role):
            self.word = self.word if before and before.is_confirmed else False
        self.keep_link()

    @rule()
    def take_off(self):
        if (part := self.part()) and tried(actions.remove_partner, by=self.lead, participation=part):
            self.word = False

    @rule(by=st.sampled_from(["lead", "teacher"]))
    def send(self, by):
        tried(actions.send_for_publication, by=getattr(self, by), project=self.fresh())
        self.keep_link()

    @rule()
    def approve(self):
        tried(actions.approve_project, by=self.mo, project=self.fresh())
        self.keep_link()

    @rule(what=st.sampled_from(DECISIONS), by=st.sampled_from(["mo", "lead"]))
    def moderate(self, what, by):
        tried(getattr(actions, what), by=getattr(self, by), project=self.fresh())
        self.keep_link()

    @rule(what=st.sampled_from(["ask_for_changes", "unpublish_project"]))
    def refuse(self, what):
        tried(getattr(actions, what), by=self.mo, project=self.fresh(), note="Please look again.")

    @rule()
    def take_back(self):
        tried(actions.withdraw_project, by=self.lead, project=self.fresh())

    @rule(is_here=st.booleans())
    def partner_lead_comes_or_goes(self, is_here):
        self.partner_lead_comes_or_goes_now(is_here)

    @rule(what=st.sampled_from(["confirm", "decline", "leave"]), by=st.sampled_from(["partner_lead", "lead", "mo"]))
    def answer(self, what, by):
        verb = {"confirm": "confirm_participation", "decline": "decline_participation", "leave": "leave_project"}[what]
        if (part := self.part()) and tried(getattr(actions, verb), by=getattr(self, by), participation=part):
            assert by == "partner_lead"
            self.word = what == "confirm"

    @rule(address=st.sampled_from(["office@canary.example", "office@stmarys.example"]))
    def ask_by_link(self, address):
        if (part := self.part()) and tried(actions.ask_by_link, by=self.lead, participation=part, address=address):
            assert address == "office@canary.example"
        self.keep_link()

    @rule()
    def take_link_back(self):
        if part := self.part():
            tried(actions.withdraw_link, by=self.lead, participation=part)

    @rule(which=st.integers(0, 30), state=st.sampled_from(["confirmed", "declined", "left"]))
    def press_in_link(self, which, state):
        if not self.links:
            return
        try:
            part = part_by(self.links[which % len(self.links)])
        except LinkGone:
            return
        assert path_of(self.part()) == f"/confirm/{self.links[which % len(self.links)]}/"
        if tried(actions.answer_by_link, participation=part, state=state, role="Head, or deputy head"):
            self.word = state == "confirmed"

    @invariant()
    def the_name_is_shown_only_while_that_school_stands_behind_it(self):
        project, part = self.fresh(), self.part()
        shown = [side.name for side in (plate_of(project)["host"], *plate_of(project)["partners"])]
        found = [*shown, *(gain.name for gain in gains_of(project)), project.byline]
        assert any(NAME in words for words in found) == self.word
        assert ("zanzibar" in factories.found_by(project)) == (self.word and project.is_public)
        assert (part is not None and part.is_confirmed) == self.word

    @invariant()
    def what_is_public_is_whole(self):
        project = self.fresh()
        if project.is_readable:
            assert missing_to_publish(project) == []
            assert project.published_at is not None

    @invariant()
    def only_drawn_states_are_reached(self):
        assert self.fresh().state in ProjectState.values
        assert self.part() is None or self.part().state in ParticipationState.values

    @invariant()
    def figures_count_it_only_while_it_stands_behind_what_is_public(self):
        counted = figures.confirmed_participations().filter(school=self.partner).exists()
        assert counted == (self.word and self.fresh().is_public)


def read(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace").replace("“zanzibar”", "")


class Rolled(Partnership):
    """Every run begins with the same database and leaves nothing behind."""

    def __init__(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        super().__init__()

    def teardown(self):
        """At the end of some runs a visitor looks everywhere."""
        cache.clear()
        addresses = [self.project.get_absolute_url(), *EVERYWHERE] if self.fresh().is_readable else []
        answers = [(address, Client().get(address)) for address in addresses[:: 1 if self.word else 2]]
        shown = [address for address, answer in answers if answer.status_code == 200 and NAME in read(answer)]
        assert (self.project.get_absolute_url() in shown) == (self.word and self.fresh().is_readable)
        assert not shown or self.word
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_order_of_presses_shows_a_name_without_consent_or_publishes_what_is_not_whole():
    for person in (people.lead_of_st_marys, people.contributor_at_st_marys, people.moderator):
        person()
    # Every step asks the database: making a failing story shorter would take minutes.
    thorough = settings(
        max_examples=25,
        stateful_step_count=20,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(Rolled, settings=thorough)


def test_every_state_can_be_left_and_reached():
    for moves in (PROJECT_MOVES, PARTICIPATION_MOVES):
        reached = {state for aims in moves.values() for state in aims}
        assert all(moves[state] for state in moves)
        assert set(moves) - reached <= {next(iter(moves))}
