"""The desk in the admin: what waits in order of age and risk, the words that changed, and decisions that stay."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Role
from messaging.models import Enquiry
from partnerships import actions
from partnerships.models import Decision, Idea, Project, ReplyTemplate, YearFigures
from partnerships.moderation import queue_for
from schools.models import SchoolProfile
from tests import factories, people

pytestmark = pytest.mark.django_db

DESK = reverse("admin:partnerships_project_desk")


def page_of(project: Project) -> str:
    return reverse("admin:partnerships_project_change", args=[project.pk])


def waiting(title: str = "Choir day", **fields) -> Project:
    defaults = {"state": "waiting", "published_at": None, "sent_at": timezone.now()}
    return factories.project(
        host=people.st_marys(), partners=[people.st_albans()], title=title, **{**defaults, **fields}
    )


def public(title: str = "Bridge day", **fields) -> Project:
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title=title, **fields)


def decide(client, project: Project, decision: str, **more):
    seen = client.get(page_of(project)).context["form"].initial
    return client.post(page_of(project), {"decision": decision, **seen, **more}, follow=True)


def titles_of_queue(moderator) -> list[str]:
    return [line.project.title for line in queue_for(moderator)[0]]


def test_the_queue_is_in_order_of_risk_and_age(sign_in):
    now = timezone.now()
    public("Unread")
    public("Read", read_at=now)
    waiting("Young", sent_at=now)
    waiting("Old", sent_at=now - timedelta(days=3))
    waiting("Young, names a pupil", sent_at=now, story="Our Year 5 pupil Tom won.")
    held = public("Somebody asked", read_at=now)
    actions.hold_photo(photo=factories.photo(of=held), reason="me")
    factories.photo(of=public("New picture", read_at=now), state="hidden")
    moderator = people.moderator()
    assert titles_of_queue(moderator)[:4] == ["Somebody asked", "Young, names a pupil", "Old", "Young"]
    assert sorted(titles_of_queue(moderator)[4:]) == ["New picture", "Unread"]
    page = sign_in(moderator).get(DESK, follow=True)
    assert page.context["project"] == held
    assert "names a pupil?" in page.content.decode()


def test_thirty_are_cleared_without_leaving_the_page(sign_in, client):
    for number in range(30):
        waiting(f"Number {number}", sent_at=timezone.now() + timedelta(minutes=number))
    sign_in(people.moderator())
    page = client.get(DESK, follow=True)
    for number in range(30):
        assert page.context["project"].title == f"Number {number}"
        page = decide(client, page.context["project"], "approve")
    assert "Nothing waits. Thank you." in page.content.decode()
    assert Project.objects.public().count() == 30


def test_the_words_that_changed_stand_side_by_side(sign_in, client):
    project = waiting(story="The pupils build a bridge of wood.")
    sign_in(people.moderator())
    decide(client, project, "approve")
    project.refresh_from_db()
    changes = {"story": "The pupils build a bridge of steel."}
    actions.save_draft(by=people.lead_of_st_marys(), project=project, changes=changes)
    actions.name_partner(by=people.lead_of_st_marys(), project=project, organisation="Oak Care Home", gives="Tea")
    factories.photo(of=project, alt="A bridge", state="hidden")
    page = client.get(page_of(project))
    assert [change.name for change in page.context["changes"]][0] == "What happens"
    names = {change.name for change in page.context["changes"]}
    assert "Takes part: Oak Care Home" in names and any(name.startswith("Picture ") for name in names)
    html = page.content.decode()
    assert "bridge of <del>wood</del>." in html and "bridge of <ins>steel</ins>." in html


def test_a_picture_that_came_meanwhile_was_not_read(sign_in, client):
    project = waiting()
    sign_in(people.moderator())
    seen = client.get(page_of(project)).context["form"].initial
    factories.photo(of=project, state="hidden")
    page = client.post(page_of(project), {"decision": "approve", **seen}, follow=True)
    assert "The school has changed the text since you opened this page." in page.content.decode()
    project.refresh_from_db()
    assert project.state == "waiting"


def test_pictures_are_decided_in_the_same_place(sign_in, client, django_capture_on_commit_callbacks):
    project = waiting()
    good, bad, later = (factories.photo(of=project, state="hidden") for _ in range(3))
    sign_in(people.moderator())
    words = {f"photo_{good.key}": "show", f"photo_{bad.key}": "remove", f"photo_{later.key}": "leave"}
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, project, "approve", **words)
    states = [type(one).objects.get(pk=one.pk).state for one in (good, bad, later)]
    assert states == ["public", "removed", "hidden"]
    assert sorted(Decision.objects.values_list("kind", flat=True)) == ["approve", "remove-photo", "show-photo"]
    client.logout()
    assert client.get(good.src).status_code == 200
    assert client.get(bad.src).status_code == 404


def test_a_refused_decision_shows_no_picture(sign_in, client):
    project = waiting(frequency="")
    photo = factories.photo(of=project, state="hidden")
    page = decide(sign_in(people.moderator()), project, "approve", **{f"photo_{photo.key}": "show"})
    assert page.status_code == 422
    assert "Say how often it happens." in page.content.decode()
    photo.refresh_from_db()
    assert photo.state == "hidden"


def test_what_goes_back_to_its_school_takes_its_pictures_with_it(sign_in):
    project = waiting()
    photo = factories.photo(of=project, state="hidden")
    decide(sign_in(people.moderator()), project, "changes", note="Say more.", **{f"photo_{photo.key}": "show"})
    photo.refresh_from_db()
    assert photo.state == "hidden"


def test_a_ready_reply_carries_the_names(sign_in, client):
    project = waiting()
    reply = ReplyTemplate.objects.create(name="Ours", text="Dear {school}, {project} {school.pk}")
    sign_in(people.moderator())
    page = client.post(page_of(project), {"fill": "1", "reply": reply.pk})
    assert page.context["form"]["note"].value() == "Dear St Mary’s School, Choir day {school.pk}"
    decide(client, project, "changes", reply=reply.pk)
    project.refresh_from_db()
    assert (project.state, project.moderator_note) == ("changes", "Dear St Mary’s School, Choir day {school.pk}")


@pytest.mark.parametrize("school", [people.st_marys, people.st_albans])
def test_nobody_moderates_their_own_school(sign_in, client, school):
    moderator, project = people.moderator(), waiting()
    assert titles_of_queue(moderator) == ["Choir day"]
    Membership.objects.create(user=moderator, school=school(), role=Role.CONTRIBUTOR, state="active")
    assert titles_of_queue(moderator) == []
    page = sign_in(moderator).get(page_of(project))
    assert "another moderator decides about it" in page.content.decode()
    assert client.post(page_of(project), {"decision": "approve", "seen_state": "waiting"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.approve_project(by=moderator, project=project)
    project.refresh_from_db()
    assert project.state == "waiting"


def test_a_decision_is_written_down_and_never_changed(sign_in, client):
    project = waiting()
    decide(sign_in(people.moderator()), project, "unpublish")  # not possible from here: nothing is written
    assert Decision.objects.count() == 0
    decide(client, project, "changes", note="Say more.")
    decision = Decision.objects.get()
    assert (decision.kind, decision.by, decision.note) == ("changes", people.moderator(), "Say more.")
    assert (decision.before["state"], decision.after["state"]) == ("waiting", "changes")
    assert len(decision.seen) == 64
    for attempt in (
        decision.save, decision.delete, Decision.objects.all().delete, lambda: Decision.objects.update(note="Nothing.")
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            attempt()
    address = reverse("admin:partnerships_decision_change", args=[decision.pk])
    sign_in(people.superuser())
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "Nothing."}).status_code == 403


def test_postgresql_itself_refuses_to_change_a_decision():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite drops triggers when it rebuilds a table; there the models refuse.")
    actions.ask_for_changes(by=people.moderator(), project=waiting(), note="Say more.")
    for statement in ("UPDATE partnerships_decision SET note = ''", "DELETE FROM partnerships_decision"):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Decision.objects.get().note == "Say more."


def test_what_an_erased_moderator_decided_stays(sign_in, client):
    project = waiting()
    gone = people.person("gone@sample.example", "Gone Moderator", is_staff=True)
    actions.ask_for_changes(by=gone, project=project, note="Say more.")
    gone.delete()
    page = sign_in(people.moderator()).get(page_of(project)).content.decode()
    assert "a former moderator" in page
    assert client.get(reverse("admin:partnerships_decision_changelist")).status_code == 200


def undo(client, project: Project):
    return client.post(
        reverse("admin:partnerships_project_undo", args=[project.pk, project.decisions.first().pk]), follow=True
    )


UNDONE = [
    ("waiting", "approve"), ("waiting", "changes"), ("public", "unpublish"), ("public", "changes"),
    ("unpublished", "restore"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "decision"), UNDONE)
def test_a_decision_is_undone_once(sign_in, client, state, decision):
    project = waiting() if state == "waiting" else public(state=state)
    sign_in(people.moderator())
    decide(client, project, decision, note="A mistake.")
    project.refresh_from_db()
    assert project.state != state
    assert "Undone: it stands as it stood before." in undo(client, project).content.decode()
    project.refresh_from_db()
    assert project.state == state
    assert not SchoolProfile.objects.filter(trusted_on__isnull=False).exists()
    first = project.decisions.last()
    with pytest.raises(ValidationError, match="cannot be undone any more"):
        actions.undo_decision(by=people.moderator(), decision=first)


def test_undoing_is_by_button_within_a_month_and_only_as_long_as_nothing_else_happened(sign_in, client):
    project = public()
    sign_in(people.moderator())
    decide(client, project, "unpublish", note="A mistake.")
    decision = project.decisions.get()
    assert client.get(reverse("admin:partnerships_project_undo", args=[project.pk, decision.pk])).status_code == 405
    project.refresh_from_db()
    actions.send_for_publication(by=people.lead_of_st_marys(), project=project)
    assert "Something else has been done with it since." in undo(client, project).content.decode()
    decision.at = timezone.now() - timedelta(days=31)
    assert not decision.may_be_undone


def test_merged_doubles_are_one_entry_and_can_be_parted_again(sign_in, client):
    kept, double = public("Bridge day"), public("Day of bridges")
    reader = people.newcomer()
    idea = Idea.objects.create(user=reader, project=double)
    enquiry = Enquiry.objects.create(
        from_school=people.bootham(), to_school=people.st_marys(), project=double, subject="Yes?", token="one"
    )
    YearFigures.objects.create(project=double, year=2024, state_pupils=20)
    YearFigures.objects.create(project=double, year=2025, state_pupils=30)
    YearFigures.objects.create(project=kept, year=2025, state_pupils=31)
    follower = public("Like it", followed_from=double)
    sign_in(people.moderator())
    decide(client, double, "merge", into=f"https://schools-together.example{kept.get_absolute_url()}")

    client.logout()
    answer = client.get(double.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    for row in (idea, enquiry):
        row.refresh_from_db()
        assert row.project == kept
    follower.refresh_from_db()
    assert follower.followed_from == kept
    assert list(kept.years.values_list("year", "state_pupils")) == [(2025, 31), (2024, 20)]

    sign_in(people.moderator())
    undo(client, double)
    client.logout()
    assert client.get(double.get_absolute_url()).status_code == 200
    for row in (idea, enquiry):
        row.refresh_from_db()
        assert row.project == double
    assert (kept.years.count(), double.years.count()) == (1, 2)


def test_merging_needs_another_entry_that_all_may_read(sign_in, client):
    double, hidden = public("Day of bridges"), waiting("Hidden one")
    sign_in(people.moderator())
    for address in ("", double.get_absolute_url(), hidden.get_absolute_url(), "/schools/", "nonsense/:://"):
        page = decide(client, double, "merge", into=address)
        assert page.status_code == 422
        assert "We know no other public entry at this address." in page.content.decode() or not address
    double.refresh_from_db()
    assert double.is_public


def test_an_entry_on_the_home_page(sign_in, client):
    project = public("Feature me", last_confirmed_on="2020-01-01")
    public("Newer"), public("Newest")
    address = reverse("admin:partnerships_project_feature", args=[project.pk])
    sign_in(people.moderator())
    assert client.get(address).status_code == 405
    assert "Feature me" not in client.get("/").content.decode()
    client.post(address, {"featured": "1"})
    assert "Feature me" in client.get("/").content.decode()
    client.post(address, {"featured": "0"})
    assert "Feature me" not in client.get("/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_asks_as_little_for_three_as_for_one(sign_in, number, django_assert_num_queries):
    projects = [waiting(f"Number {number}") for number in range(number)]
    client = sign_in(people.moderator())
    with django_assert_num_queries(29):
        assert client.get(page_of(projects[0])).status_code == 200
