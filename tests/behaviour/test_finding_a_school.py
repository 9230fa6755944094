"""Anybody finds a school by name, town, postcode, number or place, and reads its page."""

import pytest
from django.core.cache import cache

from schools.models import SchoolLink, SchoolProfile
from tests import factories, people

pytestmark = pytest.mark.django_db
LIST = "/schools/"
QUERIES_OF_LIST = 3  # what has changed (asked for the form and for the answer), schools of the page
QUERIES_OF_PAGE = 8  # school, successors, predecessors, answering time, board, projects, groups, figures
QUERIES_OF_PAGE_WITH_PROJECTS = 11  # and the number of projects, schools and pictures of those of this page


@pytest.fixture
def schools():
    """Four schools with names that could be taken for one another."""
    leeds = {"town": "Leeds", "postcode": "LS1 4AP", "easting": 429700, "northing": 433300}
    return {
        "cambridge": factories.school(name="St Mary’s School", urn=110912, sector="independent", phase="all-through"),
        "leeds": factories.school(name="Saint Mary's Primary School", **leeds),
        "môn": factories.school(
            name="Ysgol Ynys Môn", town="Amlwch", postcode="LL68 9DU", easting=244000, northing=392000
        ),
        "closed": factories.school(name="St Mary's Infant School", status="closed"),
    }


def found(client, **asked) -> list[str]:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200
    return [school.name for school in answer.context["page"]]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"q": "st marys"}, ["Saint Mary's Primary School", "St Mary’s School"]),
        ({"q": "SAINT MARY'S  leeds"}, ["Saint Mary's Primary School"]),
        ({"q": "ynys mon"}, ["Ysgol Ynys Môn"]),
        ({"q": "amlwch"}, ["Ysgol Ynys Môn"]),
        ({"q": "ls1 4ap"}, ["Saint Mary's Primary School"]),
        ({"q": "LS14AP"}, ["Saint Mary's Primary School"]),
        ({"q": "110912"}, ["St Mary’s School"]),
        ({"q": "mary", "sector": "independent"}, ["St Mary’s School"]),
        ({"q": "mary", "phase": "primary"}, ["Saint Mary's Primary School"]),
        ({"q": "infant"}, []),
        ({"q": "infant", "closed": "on"}, ["St Mary's Infant School"]),
        ({"near": "LS1 4AP"}, ["Saint Mary's Primary School"]),
        ({"q": "%%%"}, []),
        ({"q": "' OR 1=1 --"}, []),
    ],
)
def test_a_school_is_found(client, schools, asked, names):
    assert found(client, **asked) == names


def test_the_nearest_comes_first_with_its_distance(client, schools):
    factories.school(name="A Further School", easting=550000, northing=257315)
    answer = client.get(LIST, {"near": "CB2 1EN", "within": "10"})
    names = [(school.name, school.miles) for school in answer.context["page"]]
    assert [name for name, _ in names] == ["St Mary’s School", "A Further School"]
    assert 0 <= names[0][1] < names[1][1] < 10
    assert "miles away</span>" in answer.content.decode()


@pytest.mark.parametrize(
    ("near", "sentence"),
    [
        ("Qqqqq", "We do not know that place. Enter a postcode, like LS1 4AP, or a town."),
        ("JE2 3AB", "That place is outside the area we cover."),
    ],
)
def test_a_place_that_cannot_be_used_is_told_by_its_sentence(client, schools, near, sentence):
    answer = client.get(LIST, {"near": near, "q": "mary"})
    assert sentence in answer.content.decode()
    assert f'value="{near}"' in answer.content.decode()
    assert list(answer.context["page"]) == []
    assert "Anywhere: 2 schools" in answer.content.decode()


def test_a_place_of_many_is_asked_back(client):
    for number, council in enumerate(("Isle of Wight", "Essex", "Telford")):
        authority = factories.authority(council, f"9{number}0")
        factories.school(town="Newport", local_authority=authority, easting=450000 + number * 90000)
    cache.clear()
    text = client.get(LIST, {"near": "Newport"}).content.decode()
    assert "There is more than one place with that name." in text
    assert "?near=Newport%2C+Essex" in text
    assert [school.local_authority.name for school in client.get(LIST, {"near": "Newport, Essex"}).context["page"]] == [
        "Essex"
    ]


def test_nothing_found_says_what_to_loosen_with_counts(client, schools):
    text = client.get(LIST, {"q": "mary", "sector": "independent", "near": "LS1 4AP"}).content.decode()
    assert "No school fits all of that" in text
    assert "Any sector: 1 school<" in text
    assert "Anywhere: 1 school<" in text


@pytest.mark.parametrize(
    "asked",
    [
        "page=1e9",
        "page=-1",
        "page=99999999999999999999",
        "page=x",
        "within=NaN&near=LS1+4AP",
        "within=inf",
        "phase=x",
        "phase[]=primary",
        "sector=state&sector=independent",
        "region=%00",
        "q=%00",
        "near=%00",
        "q=" + "a" * 10_000,
        "near=" + "b" * 500,
        "q=%ed%a0%80",
        "q=%F0%9F%98%80",
        "closed=maybe",
        "&".join(f"x{n}=1" for n in range(300)),
    ],
)
def test_junk_is_a_page_and_never_a_fault(client, schools, asked):
    assert client.get(f"{LIST}?{asked}").status_code == 200


def test_pages_end_where_a_better_question_is_needed(client, monkeypatch):
    monkeypatch.setattr("schools_together.ui.paging.DEEPEST_PAGE", 2)
    for _ in range(45):
        factories.school()
    answer = client.get(LIST, {"page": "9"})
    assert (answer.context["page"].number, answer.context["page"].paginator.count) == (2, 45)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_long(client, how_many, django_assert_num_queries):
    for _ in range(how_many):
        factories.school(name="Countable School")
    found(client)
    with django_assert_num_queries(QUERIES_OF_LIST):
        assert len(found(client, q="countable")) == how_many


def test_a_page_tells_the_register_and_the_schools_own_words(client, schools, django_assert_num_queries):
    school = schools["cambridge"]
    SchoolProfile.objects.create(
        school=school, welcome="We have a laboratory to share.", contact_role="Partnership coordinator"
    )
    with django_assert_num_queries(QUERIES_OF_PAGE):
        text = client.get(school.get_absolute_url()).content.decode()
    for words in (
        "We have a laboratory to share.",
        "Messages go to: Partnership coordinator.",
        "110912",
        "Cambridgeshire",
        "Open Government Licence v3.0",
        "Map of the United Kingdom with one point in East of England, at Cambridge",
    ):
        assert words in text


def test_an_old_name_in_the_address_leads_to_the_present_one(client, schools):
    school = schools["cambridge"]
    answer = client.get(f"/schools/{school.pk}-an-older-name/")
    assert (answer.status_code, answer.url) == (301, school.get_absolute_url())


@pytest.mark.parametrize("address", ["/schools/0-x/", "/schools/99999999999999999999-x/", "/schools/1/", "/schools/x/"])
def test_a_school_that_there_is_not_is_a_404(client, address):
    assert client.get(address).status_code == 404


def test_a_closed_school_says_so_and_leads_to_its_successor(client, schools):
    closed, after = schools["closed"], schools["cambridge"]
    SchoolLink.objects.create(predecessor=closed, successor=after, kind="successor")
    text = client.get(closed.get_absolute_url()).content.decode()
    assert "This school closed." in text
    assert after.get_absolute_url() in text
    assert "Contact this school" not in text
    assert closed.get_absolute_url() in client.get(after.get_absolute_url()).content.decode()


def test_schools_are_suggested_while_typing(client, schools, django_assert_num_queries):
    client.get("/schools/suggest/", {"q": "st mar"})  # the first question of a process reads all names
    with django_assert_num_queries(2):
        answer = client.get("/schools/suggest/", {"q": "st mar"})
    assert [one["name"] for one in answer.json()] == [
        "Saint Mary's Primary School",
        "St Mary’s School",
        "St Mary's Infant School",
    ]
    assert answer.json()[1] == {
        "id": schools["cambridge"].pk,
        "name": "St Mary’s School",
        "place": "Cambridge",
        "label": "St Mary’s School, Cambridge, Cambridgeshire, URN 110912",
    }
    assert answer.json()[2]["label"].endswith("(closed)")
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("typed", ["", "s", "%", "%%%", "\0\0", "zzzz", "x" * 10_000])
def test_nothing_is_suggested_for_nothing(client, schools, typed):
    answer = client.get("/schools/suggest/", {"q": typed})
    assert (answer.status_code, answer.json()) == (200, [])


def test_at_most_ten_are_suggested(client):
    for _ in range(12):
        factories.school(name="Plenty School")
    assert len(client.get("/schools/suggest/", {"q": "plenty"}).json()) == 10


@pytest.mark.parametrize("address", [LIST, "/schools/suggest/"])
def test_nothing_is_written_by_post(client, address):
    assert client.post(address).status_code == 405


def test_a_moderator_reads_facts_and_mends_profiles(sign_in, schools):
    client = sign_in(people.superuser())
    page = client.get(f"/admin/schools/school/{schools['cambridge'].pk}/change/").content.decode()
    assert 'name="name"' not in page
    assert 'name="profile-0-welcome"' in page
    by_hand = factories.school(urn=None, nation="scotland")
    assert 'name="name"' in client.get(f"/admin/schools/school/{by_hand.pk}/change/").content.decode()
    assert client.get("/admin/schools/school/?q=st+marys+leeds").context["cl"].result_count == 1


def test_ten_schools_that_begin_so_hide_those_that_only_hold_the_word(client, django_assert_num_queries):
    for number in range(12):
        factories.school(name=f"Quay School {number:02}")
    factories.school(name="Old Quay")
    factories.school(name="The Quay", status="closed")
    client.get("/schools/suggest/", {"q": "quay"})
    with django_assert_num_queries(2):
        answer = client.get("/schools/suggest/", {"q": "quay"})
    assert [one["name"] for one in answer.json()] == [f"Quay School {number:02}" for number in range(10)]


def test_all_projects_of_a_school_can_be_read_page_by_page(client, schools, django_assert_num_queries):
    school = schools["cambridge"]
    for number in range(22):
        factories.project(host=school, partners=[schools["leeds"]], title=f"Project {number:02}")
    first = client.get(school.get_absolute_url()).content.decode()
    assert [f"Project {number:02}" in first for number in (21, 2, 1, 0)] == [True, True, False, False]
    assert 'href="?page=2"' in first
    with django_assert_num_queries(QUERIES_OF_PAGE_WITH_PROJECTS):
        second = client.get(school.get_absolute_url(), {"page": "2"}).content.decode()
    assert [f"Project {number:02}" in second for number in (21, 2, 1, 0)] == [False, False, True, True]
    assert client.get(school.get_absolute_url(), {"page": "junk"}).status_code == 200
