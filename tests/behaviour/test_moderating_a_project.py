"""A volunteer moderator clears the queue in a coffee break, in the admin."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnerships import actions
from partnerships.models import Project
from schools.models import SchoolProfile
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:partnerships_project_changelist")


@pytest.fixture
def waiting() -> Project:
    people.lead_of_st_marys()
    return factories.project(
        host=people.st_marys(), waiting=[people.st_albans()], state="waiting", published_at=None, title="Choir day"
    )


def page_of(project: Project) -> str:
    return reverse("admin:partnerships_project_change", args=[project.pk])


def decide(client, project: Project, decision: str, **more):
    """What the browser sends: the decision, and what the moderator saw (hidden boxes)."""
    seen = client.get(page_of(project)).context["form"].initial
    return client.post(page_of(project), {"decision": decision, **seen, **more}, follow=True)


def test_what_waits_stands_first_with_its_age(sign_in, waiting):
    factories.project(host=people.bootham(), title="Public one")
    page = sign_in(people.moderator()).get(QUEUE)
    assert [project.title for project in page.context["cl"].result_list] == ["Choir day", "Public one"]


def test_approving_makes_it_public_and_the_school_trusted(sign_in, waiting):
    decide(sign_in(people.moderator()), waiting, "approve")
    waiting.refresh_from_db()
    assert waiting.is_public
    assert None not in (waiting.published_at, waiting.read_at)
    profile = SchoolProfile.objects.get(school=people.st_marys())
    assert (profile.trusted_on is not None, profile.trusted_by) == (True, people.moderator())
    latest = waiting.history.first()
    assert (latest.history_user, latest.history_change_reason) == (people.moderator(), "Approved")
    letter = Letter.objects.get(key__startswith=f"project_approved {waiting.pk}")
    assert letter.to == "lead@stmarys.example"
    assert waiting.summary not in letter.text


def test_asking_for_changes_needs_a_note_which_the_school_reads(sign_in, client, waiting):
    sign_in(people.moderator())
    page = decide(client, waiting, "changes")
    assert "Write to the school what to change." in page.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    decide(client, waiting, "changes", note="Please say what the pupils do.")
    waiting.refresh_from_db()
    assert waiting.state == "changes"
    sign_in(people.lead_of_st_marys())
    assert "Please say what the pupils do." in client.get(waiting.get_absolute_url()).content.decode()


def test_what_was_sent_back_is_read_again_even_from_a_trusted_school(waiting):
    SchoolProfile.objects.create(school=people.st_marys(), trusted_on="2026-01-01")
    actions.ask_for_changes(by=people.moderator(), project=waiting, note="Please say more.")
    actions.send_for_publication(by=people.lead_of_st_marys(), project=waiting)
    assert waiting.state == "waiting"


def test_taking_down_and_putting_back(sign_in, client):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Choir day")
    assert client.get(project.get_absolute_url()).status_code == 200
    sign_in(people.moderator())
    decide(client, project, "unpublish", note="A pupil is named.")
    client.logout()
    assert client.get(project.get_absolute_url()).status_code == 404
    sign_in(people.moderator())
    decide(client, project, "restore")
    client.logout()
    assert client.get(project.get_absolute_url()).status_code == 200


def test_reading_afterwards_is_noted(sign_in, client):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()])
    sign_in(people.moderator())
    assert len(client.get(f"{QUEUE}?read=no").context["cl"].result_list) == 1
    decide(client, project, "read")
    assert len(client.get(f"{QUEUE}?read=no").context["cl"].result_list) == 0


def test_of_two_moderators_the_second_is_told_who_decided(waiting):
    seen_by_second = Project.objects.get(pk=waiting.pk)
    actions.approve_project(by=people.moderator(), project=waiting)
    with pytest.raises(actions.AlreadyDecided) as told:
        actions.ask_for_changes(by=people.superuser(), project=seen_by_second, note="Too short.")
    assert told.value.messages == ["Already decided: Mo Moderator made it public."]
    assert Project.objects.get().state == "public"
    assert Letter.objects.filter(key__startswith="project_changes").count() == 0


def test_a_moderator_decides_on_what_she_has_read(sign_in, waiting):
    seen = Project.objects.get(pk=waiting.pk)
    actions.save_draft(by=people.lead_of_st_marys(), project=waiting, changes={"story": "New words."})
    with pytest.raises(actions.AlreadyDecided) as told:
        actions.approve_project(by=people.moderator(), project=seen)
    assert "The school has changed the text since you opened this page." in told.value.messages[0]
    client = sign_in(people.moderator())
    page = client.post(
        page_of(waiting), {"decision": "approve", "seen_state": "waiting", "seen": "0" * 64}, follow=True
    )
    assert "The school has changed the text since you opened this page." in page.content.decode()


def test_nobody_changes_the_words_of_a_school(sign_in, waiting):
    client = sign_in(people.moderator())
    before = waiting.summary
    decide(client, waiting, "approve", title="Mine now", summary="Other words", school=people.bootham().pk)
    waiting.refresh_from_db()
    assert waiting.is_public
    assert (waiting.title, waiting.summary, waiting.school) == ("Choir day", before, people.st_marys())


def test_what_is_incomplete_cannot_be_approved(waiting):
    Project.objects.update(frequency="")
    waiting.refresh_from_db()
    with pytest.raises(ValidationError) as told:
        actions.approve_project(by=people.moderator(), project=waiting)
    assert told.value.message_dict == {"frequency": ["Say how often it happens."]}


@pytest.mark.parametrize("person", [people.lead_of_st_marys, people.lead_of_bootham, people.newcomer])
def test_only_moderators_decide(sign_in, waiting, person):
    with pytest.raises(PermissionDenied):
        actions.approve_project(by=person(), project=waiting)
    with pytest.raises(PermissionDenied):
        actions.unpublish_project(by=person(), project=waiting, note="No.")
    assert sign_in(person()).get(page_of(waiting)).status_code in (302, 403)
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_reading_the_page_decides_nothing(sign_in, waiting):
    assert sign_in(people.moderator()).get(page_of(waiting)).status_code == 200
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_asks_as_little_for_three_as_for_one(sign_in, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), state="waiting", published_at=None)
    client = sign_in(people.moderator())
    with django_assert_num_queries(8):
        assert client.get(QUEUE).status_code == 200


def test_an_organisation_is_confirmed_by_a_moderator_and_a_school_never(sign_in):
    project = factories.project(host=people.st_marys(), waiting=[people.st_albans()])
    home = actions.name_partner(by=people.lead_of_st_marys(), project=project, organisation="Oak Care Home")
    school = project.participations.get(school=people.st_albans())
    sign_in(people.moderator()).post(
        reverse("admin:partnerships_participation_changelist"),
        {"action": "confirm_for_organisation", "_selected_action": [home.pk, school.pk]},
    )
    home.refresh_from_db()
    school.refresh_from_db()
    assert (home.state, school.state) == ("confirmed", "invited")


def test_a_posting_is_hidden_from_the_board_and_shown_again(sign_in, client):
    listing = factories.listing(by_school=people.st_marys(), title="A teacher of strings")
    assert "A teacher of strings" in client.get("/board/").content.decode()
    address = reverse("admin:partnerships_listing_changelist")
    sign_in(people.moderator()).post(address, {"action": "hide", "_selected_action": [listing.pk]})
    client.logout()
    assert "A teacher of strings" not in client.get("/board/").content.decode()
    assert client.get(listing.get_absolute_url()).status_code == 404
    sign_in(people.moderator()).post(address, {"action": "show", "_selected_action": [listing.pk]})
    client.logout()
    assert client.get(listing.get_absolute_url()).status_code == 200
