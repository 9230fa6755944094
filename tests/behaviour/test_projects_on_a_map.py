"""The map is a twin of the list: every disc is a link to a place in the list, and every move is a link."""

import re

import pytest

from tests import factories, people

pytestmark = pytest.mark.django_db

MAP = "/projects/map/"


@pytest.fixture
def two_projects():
    factories.project(host=people.st_marys(), title="Chemistry in a real lab")
    factories.project(host=people.bootham(), title="Choir day", category_slug="music")


def discs(client, question: str = "") -> list[dict]:
    return client.get(f"{MAP}{question}").context["map"]["discs"]


def test_each_project_of_the_page_is_a_disc_that_leads_to_its_entry(client, two_projects):
    page = client.get(MAP)
    html = page.content.decode()
    for disc in page.context["map"]["discs"]:
        assert f'id="{disc["address"].removeprefix("#")}"' in html
    assert {disc["words"] for disc in page.context["map"]["discs"]} == {"Chemistry in a real lab", "Choir day"}


def test_the_same_filters_hold(client, two_projects):
    assert [disc["words"] for disc in discs(client, "?category=music")] == ["Choir day"]


def test_what_stands_close_together_is_one_disc_that_leads_to_the_list(client):
    for number in range(3):
        factories.project(host=people.st_marys(), title=f"Project {number}")
    (disc,) = discs(client)
    assert (disc["number"], disc["kind"]) == (3, "many")
    assert disc["words"] == "3 projects, first: Project 2"
    assert disc["address"].startswith("#p-")


def test_a_disc_of_places_apart_leads_closer_until_they_part(client):
    factories.project(host=factories.school(easting=545000, northing=257000))
    factories.project(host=factories.school(easting=549000, northing=257000))
    (disc,) = discs(client, "?at=545000,257000,1000")
    assert disc["words"] == "2 projects: come closer"
    address, steps = disc["address"], 0
    while len(found := discs(client, address)) == 1 and steps < 6:
        address, steps = found[0]["address"], steps + 1
    assert len(found) == 2


def test_the_list_on_a_later_page_is_where_the_disc_leads(client):
    far = factories.project(host=people.bootham(), title="Far away")
    for _ in range(20):
        factories.project(host=people.st_marys())
    disc = next(one for one in discs(client) if one["words"] == "Far away")
    assert disc["address"] == f"?page=2#p-{far.pk}"


def test_moves_are_links_that_keep_the_question(client, two_projects):
    moves = client.get(f"{MAP}?category=music&at=460000,452000,100").context["map"]["moves"]
    keys = {key: address for key, _, address in moves}
    assert keys["+"] == "?category=music&at=460000%2C452000%2C50"
    assert keys["ArrowRight"] == "?category=music&at=500000%2C452000%2C100"


@pytest.mark.parametrize("junk", ["", "x", "1,2", "9999999,9999999,9999", "-1,-1,0", "١,١,١", "1e9,0,1", "\x00"])
def test_junk_as_a_place_of_the_map_is_answered(client, two_projects, junk):
    assert client.get(MAP, {"at": junk}).status_code == 200


def test_a_project_without_a_place_is_counted_beside_the_map(client):
    factories.project(host=factories.school(easting=None, northing=None))
    page = client.get(MAP)
    assert page.context["map"]["discs"] == []
    assert "1 more has no place on the map." in page.content.decode()


def test_no_tile_is_asked_for_unless_the_settings_name_a_service(client, two_projects, settings):
    assert "<image" not in client.get(MAP).content.decode()
    settings.MAP_TILES = "https://maps.example/{z}/{x}/{y}.png"
    tiles = re.findall(r'<image href="https://maps.example/(\d+)/(\d+)/(\d+).png"', client.get(MAP).content.decode())
    assert 4 <= len(tiles) <= 30


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_projects_as_for_one(client, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), partners=[people.st_albans()])
    client.get(MAP)
    with django_assert_num_queries(9):
        client.get(MAP)


def test_a_map_cannot_be_posted(client):
    assert client.post(MAP).status_code == 405
