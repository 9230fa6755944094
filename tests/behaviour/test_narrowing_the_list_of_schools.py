"""The list of schools is narrowed by filters whose counts are what one would get; it has a map and no dead end."""

import re

import pytest

from partnerships import actions
from tests import factories, people

pytestmark = pytest.mark.django_db
LIST, MAP = "/schools/", "/schools/map/"
QUERIES_OF_MAP = 7  # those of the list (3), what has changed twice, names of what is drawn


@pytest.fixture
def schools():
    """Six schools in two authorities; one is closed, one special, two have projects, one is open to partners."""
    leeds = factories.authority("Leeds", "383", "yorkshire-and-the-humber")
    there = {"local_authority": leeds, "region": "yorkshire-and-the-humber", "town": "Leeds", "postcode": "LS1 4AP"}
    near_leeds = {**there, "easting": 429700, "northing": 433300}
    made = {
        "abbey": factories.school(name="Abbey School", sector="independent", type_group="Independent schools"),
        "brook": factories.school(name="Brook School", type_group="Academies"),
        "cedar": factories.school(name="Cedar School", type_group="Academies", is_special=True, phase="secondary"),
        "dale": factories.school(name="Dale School", phase="secondary", **near_leeds),
        "elm": factories.school(name="Elm School", **{**near_leeds, "easting": 445000}),
        "fern": factories.school(name="Fern School", status="closed", **near_leeds),
    }
    factories.project(host=made["abbey"], partners=[made["brook"]], waiting=[made["cedar"]])
    open_one = factories.project(host=made["abbey"], waiting=[made["dale"]], open_to_partners=True)
    factories.refresh(open_one)
    return made


def names(client, question: str, address: str = LIST) -> list[str]:
    return [school.name for school in client.get(f"{address}{question}").context["page"]]


def options(client, question: str, facet: str) -> dict[str, int]:
    groups = client.get(f"{LIST}{question}").context["groups"]
    group = next(one for one in groups if one["name"] == facet)
    return {value: count for value, _, count, _ in [*group["options"], *group["rest"]]}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("?phase=secondary", ["Cedar School", "Dale School"]),
        ("?phase=secondary&phase=primary&sector=independent", ["Abbey School"]),
        ("?type=special", ["Cedar School"]),
        ("?type=academies", ["Brook School", "Cedar School"]),
        ("?type=special&type=independent-schools", ["Abbey School", "Cedar School"]),
        ("?authority=leeds", ["Dale School", "Elm School"]),
        ("?authority=leeds&closed=on", ["Dale School", "Elm School", "Fern School"]),
        ("?region=east-of-england&sector=state", ["Brook School", "Cedar School"]),
        ("?near=LS1+4AP&within=3", ["Dale School"]),
        ("?near=LS1+4AP&within=10", ["Dale School", "Elm School"]),
        ("?near=Dale+School&within=20&sort=name", ["Dale School", "Elm School"]),
        ("?near=LS1&within=any&phase=secondary", ["Dale School", "Cedar School"]),
    ],
)
def test_narrowed(client, schools, question, expected):
    assert names(client, question) == expected


def test_a_count_is_what_one_would_get_and_ignores_its_own_filter(client, schools):
    assert options(client, "?phase=secondary", "phase") == {"primary": 3, "secondary": 2}
    assert options(client, "?phase=secondary", "sector") == {"state": 2, "independent": 0}
    for value, count in options(client, "?sector=state", "authority").items():
        assert len(names(client, f"?sector=state&authority={value}")) == count


def test_a_count_of_nought_is_shown_and_cannot_be_chosen(client, schools):
    text = client.get(f"{LIST}?phase=secondary").content.decode()
    assert re.search(r'id="f-sector-independent"[^>]* disabled><label[^>]*>Independent <span[^>]*>\(0\)', text)


def test_schools_with_projects_and_with_open_ones(client, schools, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for project in schools["abbey"].participations.all():
            factories.refresh(project.project)
    assert names(client, "?projects=yes") == ["Abbey School", "Brook School"]
    assert names(client, "?open=on") == ["Abbey School"]
    assert options(client, "", "projects") == {"yes": 2}
    assert "Has projects here" in client.get(f"{LIST}?q=brook").content.decode()
    brook, lead = schools["brook"], people.member("lead@brook.example", "Leila Brook", schools["brook"], "lead")
    with django_capture_on_commit_callbacks(execute=True):
        actions.leave_project(by=lead, participation=brook.participations.get())
    assert names(client, "?projects=yes") == ["Abbey School"]


def test_chips_take_each_choice_off(client, schools):
    chips = client.get(f"{LIST}?q=school&near=LS1&within=10&phase=secondary&closed=on").context["chips"]
    assert [words for words, _ in chips] == ["“school”", "Within 10 miles of LS1", "Secondary", "Closed schools too"]
    assert dict(chips)["Secondary"] == "?q=school&near=LS1&within=10&closed=on"


def test_what_nobody_knows_is_left_out_and_told(client, schools):
    page = client.get(f"{LIST}?phase=nonsense&authority=leeds")
    assert "We left out what we do not know: “nonsense”." in page.content.decode()
    assert [one.name for one in page.context["page"]] == ["Dale School", "Elm School"]


@pytest.mark.parametrize("typed", ["0", "-1", "1e3", "NaN", "99999", "²"])
def test_a_distance_that_is_none_has_its_sentence(client, schools, typed):
    assert "Choose how far away, from 1 to 1000 miles." in client.get(LIST, {"within": typed}).content.decode()


@pytest.mark.parametrize(
    "question", ["?near=LS1+4AP&within=1&sector=independent", "?q=fern", "?authority=leeds&type=academies", "?q=zzzz"]
)
def test_every_way_out_leads_to_as_many_as_it_says(client, schools, question):
    looser = client.get(f"{LIST}{question}").context["looser"]
    assert looser
    for words, address, count in looser:
        found = client.get(f"{LIST}{address}").context["page"].paginator.count
        assert found == count > 0, words


def test_each_school_of_the_page_is_a_disc_that_leads_to_its_line(client, schools):
    page = client.get(f"{MAP}?q=dale")
    (disc,) = page.context["map"]["discs"]
    assert (disc["words"], disc["number"]) == ("Dale School", 1)
    assert f'id="{disc["address"].removeprefix("#")}"' in page.content.decode()


def test_on_the_map_the_same_question_holds(client, schools):
    assert names(client, "?phase=secondary", MAP) == ["Cedar School", "Dale School"]
    page = client.get(f"{MAP}?phase=secondary")
    assert page.context["map"]["label"] == "Map of 2 schools"
    assert 'href="/schools/?phase=secondary"' in page.content.decode()


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_map_asks_the_same_of_the_database_however_much_was_found(client, how_many, django_assert_num_queries):
    for number in range(how_many):
        factories.school(easting=400000 + 40000 * number)
    client.get(MAP)
    with django_assert_num_queries(QUERIES_OF_MAP):
        assert len(client.get(MAP).context["map"]["discs"]) == how_many


def test_a_school_that_changes_is_found_otherwise_at_once(client, schools):
    assert names(client, "?q=brook") == ["Brook School"]
    schools["brook"].name = "Willow School"
    schools["brook"].save()
    assert names(client, "?q=brook") == []
    assert names(client, "?q=willow") == ["Willow School"]


def test_nothing_is_written_by_post(client):
    assert client.post(MAP).status_code == 405
