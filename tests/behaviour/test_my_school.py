"""My school: one list of what waits, each line leading to its thing; the school's projects, page by page; its year."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.actions import ask_to_join_school
from accounts.models import Membership, MembershipState, Role
from messaging.actions import open_enquiry, write_message
from partnerships.models import (
    COMMITMENTS,
    AgreementCard,
    CoordinatorOffer,
    GroupMember,
    Participation,
    Project,
    ViewCount,
)
from schools.models import SchoolProfile, Status
from tests import factories, people

pytestmark = pytest.mark.django_db
QUERIES = 10
LINE = re.compile(r"<strong>(.*?)</strong>.*?href=\"(.*?)\"", re.DOTALL)


def lines(client, address: str = "/my-school/") -> dict[str, str]:
    """The words of each line of the to-do list, and where it leads."""
    page = client.get(address).content.decode()
    found = re.search(r'<ul class="st-todo">(.*?)</ul>', page, re.DOTALL)
    return dict(LINE.findall(found[1])) if found else {}


@pytest.fixture
def full():
    """St Mary's with one thing of every kind that waits."""
    marys, albans = people.st_marys(), people.st_albans()
    lead = people.lead_of_st_marys()
    amir = people.lead_of_st_albans()
    open_enquiry(by=amir, about=marys, from_school=albans, text="Hello", token="my-school-token-1")
    factories.project(host=albans, waiting=[marys], title="Choir day")
    ask_to_join_school(by=people.newcomer(), school=marys)
    Project.objects.create(school=marys, title="Begun", handed_over_at=None)
    Project.objects.create(school=marys, title="Ready", handed_over_at=timezone.now())
    group = factories.group(name="River schools", slug="river-schools")
    GroupMember.objects.create(group=group, school=marys)
    CoordinatorOffer.objects.create(group=group, user=lead)
    old = timezone.localdate() - timedelta(days=360)
    factories.project(host=marys, title="Chemistry", last_confirmed_on=old)
    factories.listing(by_school=marys, title="A viola", until_on=timezone.localdate() + timedelta(days=3))
    return lead


def test_every_kind_of_thing_waits_in_one_list_and_leads_to_itself(full, sign_in):
    client = sign_in(full)
    found = lines(client)
    marys = people.st_marys()
    assert found == {
        "1 enquiry to answer": "/enquiries/",
        "Is this true? “Choir day”": "/projects/choir-day/participation/",
        "1 colleague would like to join": "/my-school/colleagues/",
        "Send “Ready”?": "/projects/ready/",
        "Join “River schools”?": "/groups/river-schools/membership/",
        "Coordinate “River schools”?": "/groups/river-schools/coordinate/",
        "Finish “Begun”": "/projects/begun/edit/",
        "Still right? “Chemistry”": "/reviews/",
        "Need “A viola” ends soon": f"/board/{marys.listings.get().pk}/",
        "Name a second contact": f"/my-school/colleagues/invite/{marys.pk}/",
        "Say who you are": f"/my-school/profile/{marys.pk}/",
    }
    for address in found.values():
        assert client.get(address).status_code == 200


def test_a_contributor_sees_what_is_theirs_to_do(full, sign_in):
    client = sign_in(people.contributor_at_st_marys())
    found = lines(client)
    assert list(found) == ["1 enquiry to answer", "Finish “Ready”", "Finish “Begun”", "Need “A viola” ends soon"]
    for address in found.values():
        assert client.get(address).status_code == 200


def test_an_answer_to_what_we_asked_waits_to_be_read(sign_in):
    marys, albans = people.st_marys(), people.st_albans()
    amir = people.lead_of_st_albans()
    enquiry = open_enquiry(by=amir, about=marys, from_school=albans, text="Hello", token="my-school-token-2")
    client = sign_in(amir)
    assert "An answer to read" not in lines(client)
    write_message(by=people.lead_of_st_marys(), enquiry=enquiry, text="Yes", token="my-school-token-3")
    assert "An answer to read" in lines(client)


def test_nothing_waits(sign_in):
    lead = people.lead_of_st_marys()
    people.member("second@stmarys.example", "Second Lead", people.st_marys(), Role.LEAD)
    SchoolProfile.objects.create(school=people.st_marys(), welcome="Hello.", looking_for="A pitch.")
    page = sign_in(lead).get("/my-school/").content.decode()
    assert "Nothing waits for you." in page


def test_one_switches_between_ones_schools_and_no_other(sign_in):
    lead = people.lead_of_st_marys()
    albans, bootham = people.st_albans(), people.bootham()
    Membership.objects.create(user=lead, school=albans, role=Role.CONTRIBUTOR, state=MembershipState.ACTIVE)
    client = sign_in(lead)
    assert f'<h1 class="mb-0">{albans}</h1>' in client.get("/my-school/").content.decode()
    page = client.get(f"/my-school/?school={people.st_marys().pk}").content.decode()
    assert "St Mary’s School</h1>" in page
    for junk in (bootham.pk, "x", "-1", "9" * 30, "%00"):
        page = client.get(f"/my-school/?school={junk}").content.decode()
        assert "Bootham" not in page
        assert f"{albans}</h1>" in page


@pytest.mark.parametrize("loss", ["place ended", "account closed", "school closed"])
def test_the_desk_is_lost_with_the_next_request(loss, full, sign_in):
    client = sign_in(full)
    assert "Choir day" in client.get("/my-school/").content.decode()
    if loss == "place ended":
        Membership.objects.filter(user=full).update(state="ended", ended_at=timezone.now())
    elif loss == "account closed":
        full.is_active = False
        full.save()
    else:
        school = people.st_marys()
        school.status = Status.CLOSED
        school.save()
    answer = client.get("/my-school/")
    assert "Choir day" not in answer.content.decode()
    assert answer.status_code == (302 if loss == "account closed" else 200)


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_desk_asks_the_same_of_the_database_however_much_there_is(
    how_many, full, sign_in, django_assert_num_queries
):
    for number in range(how_many):
        factories.project(host=people.st_marys(), partners=[people.st_albans()], title=f"More {number}")
        factories.project(host=people.st_albans(), waiting=[people.st_marys()], title=f"Asked {number}")
    client = sign_in(full)
    client.get("/my-school/")
    with django_assert_num_queries(QUERIES):
        client.get("/my-school/")


def test_a_desk_with_hundreds_of_projects_is_paged_and_keeps_the_school(sign_in):
    lead = people.lead_of_st_marys()
    Membership.objects.create(user=lead, school=people.st_albans(), role=Role.LEAD, state=MembershipState.ACTIVE)
    marys = people.st_marys()
    Project.objects.bulk_create([Project(school=marys, title=f"P {n}", slug=f"p-{n}") for n in range(120)])
    client = sign_in(lead)
    page = client.get(f"/my-school/?school={marys.pk}").content.decode()
    assert page.count('<th scope="row">') == 20
    assert "1 to 20 of 120" in page
    assert len(lines(client, f"/my-school/?school={marys.pk}")) < 10
    last = client.get(f"/my-school/?school={marys.pk}&page=6").content.decode()
    assert "101 to 120 of 120" in last
    assert f"school={marys.pk}" in re.search(r'class="page-link" href="(.*?)"', last)[1]


def test_views_of_this_term_and_followers_stand_beside_each_project(sign_in, time_machine):
    time_machine.move_to("2026-11-25 12:00+00:00")
    lead = people.lead_of_st_marys()
    project = factories.project(host=people.st_marys(), title="Chemistry")
    for day, count in ((date(2026, 8, 31), 1000), (date(2026, 9, 1), 200), (date(2026, 11, 25), 14)):
        ViewCount.objects.create(project=project, day=day, count=count)
    factories.project(host=people.st_albans(), title="After it", followed_from=project)
    page = sign_in(lead).get("/my-school/").content.decode()
    row = re.search(r'<th scope="row">.*?</tr>', page, re.DOTALL)[0]
    assert "</span>214</td>" in row
    assert "</span>1</td>" in row


def test_figures_of_the_year_count_what_is_confirmed(sign_in):
    marys, albans = people.st_marys(), people.st_albans()
    factories.project(host=marys, partners=[albans], waiting=[people.bootham()])
    page = sign_in(people.lead_of_st_marys()).get("/my-school/").content.decode()
    assert re.search(r"<dt>school beside us</dt><dd>1</dd>", page)
    Participation.objects.filter(school=albans).update(state="left")
    assert (
        "<dt>schools beside us</dt><dd>0</dd>" in sign_in(people.lead_of_st_marys()).get("/my-school/").content.decode()
    )


def test_somebody_without_a_school_is_shown_the_way(sign_in):
    assert "Join your school" in sign_in(people.newcomer()).get("/my-school/").content.decode()


def test_the_page_is_only_for_reading(sign_in):
    assert sign_in(people.lead_of_st_marys()).post("/my-school/").status_code == 405


def test_of_each_kind_the_first_five_wait_in_their_order(sign_in):
    marys, now = people.st_marys(), timezone.now()
    for days in (3, 1, 4, 2, 7, 5, 6):
        project = factories.project(host=people.st_albans(), waiting=[marys], title=f"Asked {days} days ago")
        project.participations.filter(school=marys).update(invited_at=now - timedelta(days=days))
    for title, state, days in (("Old", "draft", 9), ("New", "draft", 1), ("Sent back", "changes", 20)):
        begun = Project.objects.create(school=marys, title=title, state=state)
        Project.objects.filter(pk=begun.pk).update(updated_at=now - timedelta(days=days))
    found = [words for words in lines(sign_in(people.lead_of_st_marys())) if "“" in words]
    assert found == [
        *(f"Is this true? “Asked {days} days ago”" for days in (7, 6, 5, 4, 3)),
        "Change “Sent back”", "Finish “New”", "Finish “Old”",
    ]  # fmt: skip


def test_several_entries_to_review_are_one_line(sign_in):
    old = timezone.localdate() - timedelta(days=360)
    for number in range(7):
        factories.project(host=people.st_marys(), title=f"Entry {number}", last_confirmed_on=old)
    assert lines(sign_in(people.lead_of_st_marys()))["Still right? 7 entries"] == "/reviews/"


@pytest.mark.parametrize("side", ["posting", "named"])
def test_a_card_to_which_the_other_school_has_agreed_waits(sign_in, side):
    project = factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry")
    part = project.participations.get(role="partner")
    filled = {name: date(2027, 9, 1) if name == "review_on" else "Said." for name in COMMITMENTS}
    AgreementCard.objects.create(participation=part, **filled, **{f"{side}_agreed_at": timezone.now()})
    desks = {
        "posting": lines(sign_in(people.lead_of_st_marys())),
        "named": lines(sign_in(people.lead_of_st_albans())),
    }
    other = desks.pop("named" if side == "posting" else "posting")
    assert other["Agree on “Chemistry”?"] == f"/projects/chemistry/partners/{part.pk}/agreement/"
    assert "Agree on “Chemistry”?" not in desks[side]
