"""Standing groups of schools: everybody reads them, and each school's own lead agrees to be named."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnerships import actions
from partnerships.models import GroupMember
from tests import factories, people

pytestmark = pytest.mark.django_db

GROUPS = reverse("partnerships:group_list")


@pytest.fixture
def group():
    made = factories.group(
        members=[people.st_marys()], name="Cambridge group", slug="cambridge", region="east-of-england"
    )
    made.coordinators.add(people.lead_of_st_marys())
    made.members.create(school=people.st_albans())
    return made


def membership(group) -> str:
    return reverse("partnerships:group_membership", args=[group.slug])


def test_groups_stand_under_their_regions_with_how_many_have_agreed(client, group):
    factories.group(name="Wimbledon group", slug="wimbledon", region="london")
    body = client.get(GROUPS).content.decode()
    assert body.index("East of England") < body.index("Cambridge group") < body.index("London")
    assert "1 school" in body


def test_a_group_names_the_schools_that_have_agreed_and_counts_the_others(client, group):
    body = client.get(group.get_absolute_url()).content.decode()
    assert "St Mary’s School" in body
    assert "St Alban" not in body
    assert "1 school, waiting to agree" in body


def test_the_page_shows_public_projects_of_the_group_only(client, group):
    factories.project(host=people.st_marys(), group=group, title="Shared masterclass")
    factories.project(host=people.st_marys(), group=group, title="Secret draft", state="draft")
    body = client.get(group.get_absolute_url()).content.decode()
    assert "Shared masterclass" in body
    assert "Secret draft" not in body


def test_figures_and_history_are_told_as_the_group_tells_them(client, group):
    group.figures = [{"label": "pupils a year", "value": 350, "basis": "estimated", "note": "Years 7 to 13"}]
    group.timeline = [{"year": 2008, "text": "First Saturday masterclasses."}]
    group.save()
    body = client.get(group.get_absolute_url()).content.decode()
    assert "350" in body
    assert "Years 7 to 13, estimated" in body
    assert "First Saturday masterclasses." in body


def test_a_lead_agrees_and_leaves_again(sign_in, client, group):
    sign_in(people.lead_of_st_albans())
    assert "This group names St Alban’s" in client.get(group.get_absolute_url()).content.decode()
    client.post(membership(group), {"agree": "1"})
    client.post(membership(group), {"agree": "1"})
    client.logout()
    assert "St Alban’s Catholic Primary School" in client.get(group.get_absolute_url()).content.decode()
    sign_in(people.lead_of_st_albans())
    client.post(membership(group), {"leave": "1"})
    client.logout()
    assert "St Alban" not in client.get(group.get_absolute_url()).content.decode()


def test_the_coordinator_does_not_agree_for_another_school(sign_in, group):
    place = group.members.get(school=people.st_albans())
    with pytest.raises(PermissionDenied):
        actions.agree_group_membership(by=people.lead_of_st_marys(), member=place)
    assert sign_in(people.lead_of_bootham()).post(membership(group), {"agree": "1"}).status_code == 404
    assert GroupMember.objects.get(pk=place.pk).state == "invited"


def test_a_contributor_is_told_to_ask_a_lead(sign_in, group):
    people.member("teacher@stalbans.example", "Ben Teacher", people.st_albans(), "contributor")
    client = sign_in(people.person("teacher@stalbans.example", "Ben Teacher"))
    assert "Ask a lead at your school." in client.get(membership(group)).content.decode()
    assert client.post(membership(group), {"agree": "1"}).status_code == 403


def test_only_coordinators_and_moderators_name_members(group):
    with pytest.raises(PermissionDenied):
        actions.invite_to_group(by=people.lead_of_bootham(), group=group, school=people.bootham())
    place = actions.invite_to_group(by=people.lead_of_st_marys(), group=group, school=people.bootham())
    again = actions.invite_to_group(by=people.moderator(), group=group, school=people.bootham())
    assert (place.pk, place.state) == (again.pk, "invited")


def test_a_hidden_group_is_for_moderators(sign_in, client, group):
    assert client.get(group.get_absolute_url()).status_code == 200
    group.is_public = False
    group.save()
    assert client.get(group.get_absolute_url()).status_code == 404
    assert "Cambridge group" not in client.get(GROUPS).content.decode()
    assert sign_in(people.moderator()).get(group.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_groups_as_for_one(client, number, django_assert_num_queries):
    for _ in range(number):
        factories.group(members=[people.st_marys()])
    with django_assert_num_queries(1):
        client.get(GROUPS)


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_projects_of_a_group_as_for_one(client, group, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), partners=[people.st_albans()], group=group)
    with django_assert_num_queries(8):
        client.get(group.get_absolute_url())
