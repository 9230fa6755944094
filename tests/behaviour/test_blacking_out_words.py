"""A moderator takes the name of a pupil out of an entry, and nothing that the site keeps about it holds the name."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Membership
from partnerships import actions
from partnerships.actions.redacting import blackened, own_texts, pattern_of
from partnerships.models import ApprovedVersion, Decision, Participation, Project
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
NAME = "Zara O'Canary"


@pytest.fixture
def project() -> Project:
    """Public, read by a moderator, and then changed: the name stands in every text, now and before."""
    lead = people.lead_of_st_marys()
    made = factories.project(
        host=people.st_marys(), waiting=[people.st_albans()], title="Bridge day", state="waiting", published_at=None
    )
    words = {name: f"With {NAME.upper()} of Year 5" for name in ("story", "aims", "who", "impact")}
    words["steps"] = [{"title": "First", "text": f"Ask {NAME}\nto draw."}]
    actions.save_draft(by=lead, project=made, changes={**words, "title": f"Bridge day of {NAME}"})
    part = made.participations.get(school=people.st_albans())
    actions.propose_part(by=lead, participation=part, gives=f"A prize for {NAME}.", gains="")
    factories.photo(of=made, alt=f"{NAME} at the bridge", caption=f"Well done, {NAME}!")
    factories.document(of=made, title=f"Letter of {NAME}")
    actions.approve_project(by=people.moderator(), project=Project.objects.get(pk=made.pk))
    return Project.objects.get(pk=made.pk)


def everything_about(project: Project) -> str:
    """All texts that are kept of it, as one: what is shown, what was before, what moderators read, letters, search."""
    rows = [
        *Project.objects.filter(pk=project.pk), *project.history.all(), *project.participations.all(),
        *Participation.history.filter(project_id=project.pk), *project.photos.all(), *project.documents.all(),
        *ApprovedVersion.objects.filter(project=project), *Letter.objects.all(),
    ]  # fmt: skip
    texts = [str(value) for row in rows for name, value in vars(row).items() if not name.startswith("_")]
    return "\n".join([*texts, factories.found_by(project)]).lower()


def black_out(client, project: Project, words: str = NAME):
    address = reverse("admin:partnerships_project_black_out", args=[project.pk])
    return client.post(address, {"words": words}, follow=True)


def test_the_name_is_nowhere_any_more(sign_in, client, project):
    assert everything_about(project).count("canary") > 15
    page = black_out(sign_in(people.moderator()), project).content.decode()
    assert "The words are blacked out, in earlier versions, too." in page
    assert "canary" not in everything_about(project)
    client.logout()
    shown = client.get(project.get_absolute_url()).content.decode()
    assert "With […] of Year 5" in shown
    assert "canary" not in shown.lower()
    for q, number in (("canary", 0), ("bridge", 1)):
        assert client.get("/projects/feed/", {"q": q}).content.decode().count("<entry>") == number
    stored = Project.objects.get(pk=project.pk)
    assert (stored.title, stored.steps[0]["text"]) == ("Bridge day of […]", "Ask […]\nto draw.")


def test_it_is_on_record_without_the_words_and_cannot_be_undone(sign_in, project):
    black_out(sign_in(people.moderator()), project)
    decision = Decision.objects.get(kind="black-out")
    assert decision.may_be_undone is False
    assert "canary" not in f"{decision.title} {decision.note} {decision.before} {decision.after}".lower()
    letter = Letter.objects.get(subject="A moderator has taken words out of “Bridge day of […]”")
    assert letter.to == "lead@stmarys.example"


def test_a_form_that_was_open_does_not_bring_the_words_back(project):
    actions.black_out_words(by=people.moderator(), project=Project.objects.get(pk=project.pk), words=NAME)
    with pytest.raises(actions.EditedMeanwhile):
        actions.save_draft(
            by=people.lead_of_st_marys(), project=project, changes={"story": f"With {NAME}"}, version=project.version
        )


def test_a_second_press_finds_nothing(sign_in, project):
    client = sign_in(people.moderator())
    black_out(client, project)
    page = black_out(client, project).content.decode()
    assert "These words stand nowhere in the entry. Copy them as they stand there." in page
    assert Decision.objects.filter(kind="black-out").count() == 1


@pytest.mark.parametrize("words", ["", " ", "a", ".*", "…", "e", "Zar", "O.Canary"])
def test_words_are_words_and_no_pattern(sign_in, project, words):
    before = everything_about(project)
    page = black_out(sign_in(people.moderator()), project, words).content.decode()
    assert re.search("two letters or more|stand nowhere in the entry", page)
    assert everything_about(project) == before


def test_reading_is_not_the_way(sign_in, project):
    address = reverse("admin:partnerships_project_black_out", args=[project.pk])
    assert sign_in(people.moderator()).get(address, {"words": NAME}).status_code == 405
    assert "canary" in everything_about(project)


@pytest.mark.parametrize("person", [people.lead_of_st_marys, people.lead_of_bootham, people.newcomer])
def test_nobody_but_moderators_blacks_out(sign_in, project, person):
    black_out(sign_in(person()), project)
    with pytest.raises(PermissionDenied):
        actions.black_out_words(by=person(), project=project, words=NAME)
    assert "canary" in everything_about(project)


def test_nor_a_moderator_in_the_own_school(sign_in, project):
    Membership.objects.create(user=people.moderator(), school=people.st_marys(), state="active", role="lead")
    client = sign_in(people.moderator())
    assert black_out(client, project).status_code == 403
    desk = client.get(reverse("admin:partnerships_project_change", args=[project.pk])).content.decode()
    assert "Black out these words" not in desk
    assert "canary" in everything_about(project)


def test_another_entry_keeps_its_words(project):
    other = factories.project(host=people.bootham(), story=f"{NAME} again")
    actions.black_out_words(by=people.moderator(), project=project, words=NAME)
    assert Project.objects.get(pk=other.pk).story == f"{NAME} again"


def test_two_letters_fit_where_there_was_no_room():
    project = factories.project(host=people.st_marys(), who="Bo " * 39 + "Bo")
    actions.black_out_words(by=people.moderator(), project=project, words="Bo")
    stored = Project.objects.get(pk=project.pk)
    assert "Bo" not in stored.who and len(stored.who) == 120


def test_every_text_of_a_project_is_looked_at():
    assert {"title", "summary", "story", "steps", "learned", "moderator_note", "not_understood"} <= set(own_texts())
    assert {"slug", "state", "cost"}.isdisjoint(own_texts())


def test_words_are_found_over_lines_and_in_html_but_not_inside_others():
    pattern = pattern_of("Ann O'Neil")
    assert blackened({"a": ["ann\n O'NEIL", "Joann O'Neil", "Ann O&#x27;Neil"]}, pattern) == {
        "a": ["[…]", "Joann O'Neil", "[…]"]
    }
    with pytest.raises(ValidationError):
        actions.black_out_words(
            by=people.moderator(), project=factories.project(host=people.st_marys()), words="Ann O'Neil"
        )
