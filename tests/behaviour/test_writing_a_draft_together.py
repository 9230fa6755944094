"""The draft that two schools agreed on: both write it until it is sent; each speaks only for itself."""

import pytest
from django.core.exceptions import PermissionDenied

from partnerships import actions
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Project:
    """Of St Mary's, shared with St Alban's, whose lead is `partner`."""
    made = actions.start_draft(
        by=people.lead_of_st_marys(), school=people.st_marys(), title="Strings together", shared_with=people.st_albans()
    )
    actions.name_partner(by=people.lead_of_st_marys(), project=made, school=people.st_albans())
    return made


def edit_page(project: Project) -> str:
    return f"/projects/{project.slug}/edit/"


def teacher_at_st_albans():
    return people.member("teacher@stalbans.example", "Tess Teacher", people.st_albans(), "contributor")


PARTNERS = [people.lead_of_st_albans, teacher_at_st_albans]


@pytest.mark.parametrize("person", PARTNERS)
def test_members_of_the_partner_school_read_and_write_it(sign_in, draft, person):
    client = sign_in(person())
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "write this draft together" in page
    assert edit_page(draft) in page
    typed = {
        "title": "Strings and brass together", "version": draft.version, "writer": person().pk, "our_gives": "A hall",
        "draft": "1",
    }  # fmt: skip
    assert client.post(edit_page(draft), typed).status_code == 302
    stored = Project.objects.get(pk=draft.pk)
    assert (stored.title, stored.school) == ("Strings and brass together", people.st_marys())
    gives = dict(stored.participations.values_list("school__name", "gives"))
    assert gives == {str(people.st_marys()): "", str(people.st_albans()): "A hall"}


def test_writing_it_is_not_consenting(sign_in, draft):
    client = sign_in(people.lead_of_st_albans())
    client.post(edit_page(draft), {"title": "Strings", "version": draft.version, "our_role": "host", "draft": "1"})
    part = draft.participations.get(school=people.st_albans())
    assert (part.state, part.role) == ("invited", "partner")


def test_the_form_is_the_partners_own_and_has_no_role_to_choose(sign_in, draft):
    for person, shown in ((people.lead_of_st_marys(), True), (people.lead_of_st_albans(), False)):
        page = sign_in(person).get(edit_page(draft)).content.decode()
        assert ('name="our_role"' in page) is shown


@pytest.mark.parametrize("person", PARTNERS)
def test_only_leads_of_the_posting_school_send_or_take_back(sign_in, draft, person):
    client = sign_in(person())
    assert client.post(f"/projects/{draft.slug}/send/").status_code == 403
    assert client.post(f"/projects/{draft.slug}/take-back/").status_code == 403
    assert Project.objects.get(pk=draft.pk).state == "draft"


def test_the_partner_neither_deletes_it_nor_takes_anybody_off(draft):
    partner = people.lead_of_st_albans()
    own = draft.participations.get(school=people.st_albans())
    with pytest.raises(PermissionDenied):
        actions.discard_draft(by=partner, project=draft)
    with pytest.raises(PermissionDenied):
        actions.remove_partner(by=partner, participation=own)
    with pytest.raises(PermissionDenied):
        actions.choose_own_role(by=partner, project=draft, role="partner")


def test_two_who_save_at_once_are_told_and_lose_nothing(sign_in, draft):
    actions.save_draft(by=people.lead_of_st_marys(), project=draft, changes={"title": "Ours"}, version=draft.version)
    typed = {"title": "Theirs", "version": draft.version - 1, "draft": "1"}
    page = sign_in(people.lead_of_st_albans()).post(edit_page(draft), typed).content.decode()
    assert "Somebody at one of the two schools has saved this project" in page
    assert "Theirs" in page


@pytest.mark.parametrize("state", ["waiting", "changes", "unpublished", "public"])
def test_once_it_is_sent_only_the_posting_school_writes(sign_in, draft, state):
    ready = factories.project(
        host=people.st_marys(), waiting=[people.st_albans()], state=state, shared_with=people.st_albans()
    )
    client = sign_in(people.lead_of_st_albans())
    assert client.get(edit_page(ready)).status_code == 404
    assert client.get(edit_page(draft)).status_code == 200


def test_a_draft_that_was_taken_back_is_not_shared_any_more(sign_in, draft):
    Project.objects.filter(pk=draft.pk).update(sent_at=draft.created_at)
    assert sign_in(people.lead_of_st_albans()).get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("person", [people.lead_of_bootham, people.newcomer])
def test_nobody_else_finds_it(sign_in, draft, person):
    client = sign_in(person())
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(edit_page(draft)).status_code == 404


def test_who_leaves_the_partner_school_writes_no_more(sign_in, draft):
    partner = people.lead_of_st_albans()
    client = sign_in(partner)
    assert client.get(edit_page(draft)).status_code == 200
    partner.memberships.update(state="ended", ended_at=draft.created_at)
    assert client.get(edit_page(draft)).status_code == 404
