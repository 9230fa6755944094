"""A pupil's name got into an entry: a moderator takes it out of everything that is kept."""

import json

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import InternalError
from django.urls import reverse

from accounts.models import DigestLine, Role
from messaging.models import Report
from partnerships import actions
from partnerships.models import AgreementCard, ApprovedVersion, Decision, Project, SearchWord, TakeDown
from partnerships.search import refresh_search_text
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
NAME = "Zephyrine O’Toole"
TYPED = "zephyrine  o'toole"
PARTS = ("zephyrine", "otoole", "toole")


def page_of(project: Project) -> str:
    return reverse("admin:partnerships_project_redact", args=[project.pk])


@pytest.fixture
def project() -> Project:
    """Public and read, with the name in every corner of it."""
    lead, partner = people.lead_of_st_marys(), people.st_albans()
    project = factories.project(
        host=people.st_marys(), partners=[partner], title=f"Chess with {NAME}", slug="chess-with-zephyrine-otoole",
        story=f"{NAME}’s club meets. Zephyrine\nO'Toole wins.", steps=[{"title": "title", "text": f"Ask {NAME}."}],
        not_understood={"story": [f"by {NAME}"]},
    )  # fmt: skip
    part = project.participations.get(school=partner)
    part.gains, part.decline_reason = f"{NAME} learns.", f"Ask {NAME}."
    part.save()
    card = AgreementCard.objects.create(participation=part, brings=f"Boards for {NAME}.")
    card.brings = "Boards."
    card.save()
    photo = factories.photo(of=project, alt=f"{NAME} at a board", caption=NAME)
    TakeDown.objects.create(photo=photo, reason="child", words=f"I am the mother of {NAME}.")
    actions.save_draft(by=lead, project=project, changes={"summary": f"{NAME} plays with pupils of two schools. " * 3})
    ApprovedVersion.objects.create(project=project, content={f"Takes part: {NAME}": f"{NAME} plays."})
    actions.ask_for_changes(by=people.moderator(), project=project, note=f"Who is {NAME}?")
    Report.objects.create(project=project, page=project.get_absolute_url(), reason="other", text=f"It names {NAME}.")
    DigestLine.objects.create(user=lead, kind="x", key="line", subject=f"About {NAME}", path=project.get_absolute_url())
    return project


def everything_kept() -> str:
    """Every row of every table, in small letters. Search keeps stems, an address keeps no apostrophes."""
    rows = [
        (model.__name__, row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
    ]
    return json.dumps(rows, default=str, ensure_ascii=False).lower()


def take_out(client, project, **typed):
    return client.post(page_of(project), {"words": TYPED, "why": "A pupil was named.", **typed}, follow=True)


def test_the_name_is_nowhere_afterwards(sign_in, project, client):
    assert all(part in everything_kept() for part in ("zephyrine", "toole"))
    assert Letter.objects.filter(text__contains=NAME).exists()
    old = project.get_absolute_url()
    page = take_out(sign_in(people.moderator()), project)
    assert "Taken out in " in page.content.decode() and page.redirect_chain
    left = [row for row in json.loads(everything_kept()) if any(part in str(row) for part in PARTS)]
    assert left == []
    project.refresh_from_db()
    assert project.title == "Chess with [removed]" and project.story == "[removed]’s club meets. [removed] wins."
    assert project.steps == [{"title": "title", "text": "Ask [removed]."}]
    assert project.slug == "chess-with-removed"
    assert client.get(old).status_code == 404
    assert client.get(project.get_absolute_url()).status_code == 200
    assert ApprovedVersion.objects.get().content == {"Takes part: [removed]": "[removed] plays."}
    assert not Letter.objects.filter(text__contains=old).exists()


def test_the_word_is_found_no_more(sign_in, project, client):
    actions.save_draft(by=people.lead_of_st_marys(), project=project, changes={"need": f"As {NAME} says."})
    shown = factories.project(host=people.bootham(), story=f"{NAME} sings.")
    actions.save_draft(by=people.lead_of_st_marys(), project=project, changes={"need": ""})
    refresh_search_text(shown)
    assert SearchWord.objects.filter(word="zephyrine").exists()
    assert "zephyrin" in factories.found_by(shown)
    take_out(sign_in(people.moderator()), shown)
    assert "zephyrin" not in factories.found_by(shown)
    assert not SearchWord.objects.filter(word="zephyrine").exists()
    client.logout()
    found = b"".join(client.get("/projects/export.json", {"q": "zephyrine", "exact": "1"}).streaming_content)
    assert shown.title.encode() not in found


def test_it_is_written_down_who_did_it_and_why_and_cannot_be_undone(sign_in, project):
    before = Decision.objects.get()
    take_out(sign_in(people.moderator()), project)
    done, kept = Decision.objects.all()
    assert (done.kind, done.by, done.note) == ("redact", people.moderator(), "A pupil was named.")
    assert done.after["places"] > 8 and not done.may_be_undone
    assert (kept.pk, kept.kind, kept.at, kept.by, kept.seen) == (
        before.pk, before.kind, before.at, before.by, before.seen,
    )  # fmt: skip
    assert kept.note == "Who is [removed]?" and kept.after["note"] == "Who is [removed]?"
    assert kept.before == before.before


def test_the_leads_are_told_without_the_words(sign_in, project):
    take_out(sign_in(people.moderator()), project)
    letter = Letter.objects.get(subject__startswith="A moderator has taken words out of")
    assert letter.to == people.lead_of_st_marys().email
    assert "/projects/chess-with-removed/" in letter.text and "Please read it again" in letter.text


def test_whoever_has_the_form_open_is_told(sign_in, project):
    lead, version = people.lead_of_st_marys(), project.version
    take_out(sign_in(people.moderator()), project)
    with pytest.raises(actions.EditedMeanwhile):
        actions.save_draft(by=lead, project=project, changes={"summary": f"{NAME} again"}, version=version)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": ""}, "Enter the words to take out."),
        ({"words": "-- ."}, "Enter at least 2 letters."),
        ({"words": "a"}, "Enter at least 2 letters."),
        ({"words": "Zephyrin"}, "These words stand nowhere"),
        ({"words": "Zephyrine.*Toole"}, "These words stand nowhere"),
        ({"words": "Zephyrina"}, "These words stand nowhere in what we keep of this project."),
        ({"why": ""}, "Say why, like “A pupil was named”."),
        ({"why": f"It names {NAME}"}, "Say why without the words themselves"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(sign_in, project, typed, sentence):
    kept = everything_kept()
    answer = take_out(sign_in(people.moderator()), project, **typed)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Project.objects.get(pk=project.pk).title == project.title
    assert Decision.objects.count() == 1 and len(everything_kept()) >= len(kept)


def test_part_of_a_word_stays(sign_in, project):
    actions.save_draft(by=people.lead_of_st_marys(), project=project, changes={"need": "Chessmen and a chess-board."})
    take_out(sign_in(people.moderator()), project, words="chess")
    assert Project.objects.get(pk=project.pk).need == "Chessmen and a [removed]-board."


def test_a_second_time_there_is_nothing_left(sign_in, project):
    client = sign_in(people.moderator())
    take_out(client, project)
    again = take_out(client, project)
    assert again.status_code == 422 and "These words stand nowhere" in again.content.decode()
    assert Decision.objects.filter(kind="redact").count() == 1


def test_opening_the_page_changes_nothing(sign_in, project):
    client, kept = sign_in(people.moderator()), Project.objects.get(pk=project.pk).version
    assert "Take them out for good" in client.get(page_of(project)).content.decode()
    assert Project.objects.get(pk=project.pk).version == kept
    assert (
        page_of(project) in client.get(reverse("admin:partnerships_project_change", args=[project.pk])).content.decode()
    )


def test_a_moderator_of_one_of_the_schools_leaves_it_to_others(sign_in, project):
    own = people.moderator()
    people.member(own.email, own.name, people.st_albans(), Role.LEAD)
    assert take_out(sign_in(own), project).status_code == 403
    assert Project.objects.get(pk=project.pk).title == project.title


@pytest.mark.parametrize("person", [people.lead_of_st_marys, people.lead_of_bootham, people.newcomer])
def test_nobody_but_moderators_takes_words_out(sign_in, project, person):
    take_out(sign_in(person()), project)
    with pytest.raises(PermissionDenied):
        actions.redact_project(by=person(), project=project, words=TYPED, why="Because.")
    assert Project.objects.get(pk=project.pk).title == project.title


def test_another_entry_keeps_its_words(sign_in, project):
    other = factories.project(host=people.bootham(), story=f"{NAME} again")
    take_out(sign_in(people.moderator()), project)
    assert Project.objects.get(pk=other.pk).story == f"{NAME} again"


def test_the_mark_fits_where_there_was_no_room(sign_in):
    full = factories.project(host=people.st_marys(), who="Bo " * 39 + "Bo")
    take_out(sign_in(people.moderator()), full, words="Bo")
    assert "Bo" not in Project.objects.get(pk=full.pk).who


def test_who_follows_is_pointed_out(sign_in, project):
    factories.project(host=people.bootham(), followed_from=project)
    page = take_out(sign_in(people.moderator()), project).content.decode()
    assert "One other entry began from this one: look at it, too." in page


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such guard; there the models refuse.")
@pytest.mark.parametrize("change", ["by_id = 0", "kind = 'read'", "at = now()", 'before = \'{"state": "public"}\''])
def test_postgresql_lets_nothing_but_words_through(project, change):
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL schools_together.redaction = 'on'")
        cursor.execute(f"UPDATE partnerships_decision SET {change}")
