"""Coordinators keep their group's page, name its schools and share the work; each school still speaks for itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import CoordinatorOffer, Group, GroupMember, Project, YearFigures
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

WORDS = {
    "version": "1",
    "summary": "Two schools of one town plan together.",
    "about": "We meet **every term**.",
    "figures": "350 pupils a year, Years 7 to 13, estimated\n1,200 hours",
    "timeline": "2008: First Saturday masterclasses\n2015 Latin is added",
}


@pytest.fixture
def group() -> Group:
    made = factories.group(members=[people.st_marys(), people.st_albans()], name="Cambridge group", slug="cambridge")
    made.coordinators.add(people.lead_of_st_marys())
    return made


def address(name: str, *args) -> str:
    return reverse(f"partnerships:{name}", args=["cambridge", *args])


def test_the_coordinator_writes_the_page(sign_in, client, group):
    coordinator = sign_in(people.lead_of_st_marys())
    assert "Edit this page" in coordinator.get(group.get_absolute_url()).content.decode()
    assert coordinator.post(address("group_edit"), WORDS).status_code == 302
    client.logout()
    page = client.get(group.get_absolute_url()).content.decode()
    for words in (
        "We meet <strong>every term</strong>.",
        "350",
        "1,200",
        "First Saturday masterclasses",
        "Latin is added",
    ):
        assert words in page
    group.refresh_from_db()
    assert group.figures[0] == {"value": 350, "label": "pupils a year", "note": "Years 7 to 13", "basis": "estimated"}


def test_what_looks_like_a_phone_number_is_told_and_saved_all_the_same(sign_in, group):
    answer = sign_in(people.lead_of_st_marys()).post(
        address("group_edit"), {**WORDS, "about": "Ring 01223 123456 for more."}, follow=True
    )
    assert "looks like a phone number" in answer.content.decode()
    group.refresh_from_db()
    assert "01223" in group.about


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ({"timeline": "First classes"}, "Begin each line with a year, like “2008: First classes”."),
        ({"figures": "many pupils"}, "Begin each line with a number, like “350 pupils a year, estimated”."),
        ({"figures": "\n".join(["1 pupil"] * 4)}, "Write at most 3 lines."),
        ({"website": "javascript:alert(1)"}, "Enter the whole address, like https://www.group.example."),
        ({"about": "x" * 5001}, "Use at most 5000 letters."),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_lost(sign_in, group, typed, sentence):
    answer = sign_in(people.lead_of_st_marys()).post(address("group_edit"), {**WORDS, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "We meet **every term**." in answer.content.decode() or "about" in typed
    group.refresh_from_db()
    assert group.summary == ""


def test_of_two_who_write_at_once_the_second_sees_both_texts(sign_in, group):
    coordinator = sign_in(people.lead_of_st_marys())
    coordinator.post(address("group_edit"), WORDS)
    answer = coordinator.post(address("group_edit"), {**WORDS, "summary": "Mine, written in another tab."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mine, written in another tab." in page and "Two schools of one town plan together." in page
    group.refresh_from_db()
    assert group.summary == "Two schools of one town plan together."
    coordinator.post(address("group_edit"), {**WORDS, "version": "2", "summary": "Mine, written in another tab."})
    group.refresh_from_db()
    assert group.summary == "Mine, written in another tab."


@pytest.mark.parametrize("name", ["group_edit", "group_members"])
def test_nobody_else_keeps_it(sign_in, group, name):
    for person in (people.lead_of_st_albans(), people.newcomer()):
        assert sign_in(person).post(address(name), WORDS).status_code == 403
    Group.objects.update(is_public=False)
    assert sign_in(people.newcomer()).get(address(name)).status_code == 404
    assert sign_in(people.lead_of_st_marys()).get(address(name)).status_code == 200


def test_a_school_is_named_and_its_leads_are_asked_once(sign_in, group):
    people.lead_of_bootham()
    coordinator = sign_in(people.lead_of_st_marys())
    asked = {"school": str(people.bootham().pk), "school_q": "Bootham"}
    coordinator.post(address("group_members"), asked)
    coordinator.post(address("group_members"), asked)
    assert GroupMember.objects.get(school=people.bootham()).state == "invited"
    assert Letter.objects.filter(to="lead@bootham.example").count() == 1
    assert (
        "Type the name, town or postcode of the school."
        in coordinator.post(address("group_members"), {}).content.decode()
    )


def test_a_school_that_is_taken_off_or_leaves_takes_its_projects_with_it(sign_in, client, group):
    factories.project(host=people.st_albans(), group=group, title="Choir day")
    member = group.members.get(school=people.st_albans())
    assert "Choir day" in client.get(group.get_absolute_url()).content.decode()
    coordinator = sign_in(people.lead_of_st_marys())
    coordinator.post(address("group_member_remove", member.pk))
    coordinator.post(address("group_member_remove", member.pk))
    client.logout()
    assert "Choir day" not in client.get(group.get_absolute_url()).content.decode()
    assert Project.objects.get(title="Choir day").group is None


def test_the_member_of_another_group_is_out_of_reach(sign_in, group):
    other = factories.group(members=[people.bootham()])
    sign_in(people.lead_of_st_marys()).post(address("group_member_remove", other.members.get().pk))
    assert other.members.count() == 1


def test_a_second_coordinator_is_asked_and_accepts(sign_in, group):
    people.lead_of_st_albans()
    sign_in(people.lead_of_st_marys()).post(address("group_coordinators"), {"email": "LEAD@stalbans.example"})
    letter = Letter.objects.get(to="lead@stalbans.example")
    assert address("group_coordinate") in letter.text
    partner = sign_in(people.lead_of_st_albans())
    assert partner.get(address("group_coordinate")).status_code == 200
    assert group.coordinators.count() == 1
    partner.post(address("group_coordinate"), {"accept": "1"})
    assert partner.get(address("group_edit")).status_code == 200
    assert partner.post(address("group_coordinate"), {"accept": "1"}).status_code == 404
    assert group.coordinators.count() == 2


@pytest.mark.parametrize("email", ["nobody@nowhere.example", "newcomer@sample.example", "lead@bootham.example"])
def test_the_answer_does_not_tell_who_has_an_account(sign_in, group, email):
    people.newcomer(), people.lead_of_bootham(), people.lead_of_st_albans()
    coordinator = sign_in(people.lead_of_st_marys())
    known = coordinator.post(address("group_coordinators"), {"email": "lead@stalbans.example"}, follow=True)
    CoordinatorOffer.objects.all().delete()
    unknown = coordinator.post(address("group_coordinators"), {"email": email}, follow=True)
    sentence = "If this address belongs to somebody with a place at one of the group’s schools, we have asked them."
    assert sentence in known.content.decode() and sentence in unknown.content.decode()
    assert Letter.objects.filter(to=email).count() == CoordinatorOffer.objects.count() == 0


def test_a_question_grows_old_is_declined_or_taken_back(sign_in, group):
    coordinator, person = sign_in(people.lead_of_st_marys()), people.lead_of_st_albans()
    ask = {"email": person.email}
    coordinator.post(address("group_coordinators"), ask)
    CoordinatorOffer.objects.update(offered_at=timezone.now() - timedelta(days=15))
    assert sign_in(person).get(address("group_coordinate")).status_code == 404
    coordinator = sign_in(people.lead_of_st_marys())
    coordinator.post(address("group_coordinators"), ask)
    coordinator.post(address("group_coordinators"), {"withdraw": "1"})
    assert CoordinatorOffer.objects.count() == 0
    coordinator.post(address("group_coordinators"), ask)
    sign_in(person).post(address("group_coordinate"), {"decline": "1"})
    assert (CoordinatorOffer.objects.count(), group.coordinators.count()) == (0, 1)


def test_a_broken_address_is_told(sign_in, group):
    answer = sign_in(people.lead_of_st_marys()).post(address("group_coordinators"), {"email": "nobody"})
    assert answer.status_code == 422
    assert "Enter an e-mail address, like name@school.sch.uk." in answer.content.decode()


def test_moderators_are_told_when_the_last_coordinator_steps_down(sign_in, group):
    moderator = people.moderator()
    coordinator = sign_in(people.lead_of_st_marys())
    coordinator.post(address("group_step_down"))
    assert coordinator.post(address("group_step_down")).status_code == 403
    assert group.coordinators.count() == 0
    assert Letter.objects.get(to=moderator.email).subject == "Cambridge group has no coordinator any more"


@pytest.mark.parametrize("pupils, shown", [(4, False), (5, True)])
def test_sums_of_its_projects_are_shown_but_never_small_counts_of_pupils(client, group, pupils, shown):
    from partnerships import figures

    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], group=group)
    year = figures.latest_year() - 1
    YearFigures.objects.create(
        project=project, year=year, state_pupils=pupils, state_pupils_basis="counted", sessions=12
    )
    page = client.get(group.get_absolute_url()).content.decode()
    assert f"Its public projects in {figures.academic_year(year)}" in page
    assert "12" in page
    assert ("pupils at state schools" in page) is shown


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_schools_as_for_one(sign_in, group, number, django_assert_num_queries):
    for _ in range(number):
        group.members.create(school=factories.school())
    coordinator = sign_in(people.lead_of_st_marys())
    coordinator.get(address("group_members"))
    with django_assert_num_queries(7):
        coordinator.get(address("group_members"))
