"""Programs and spreadsheets get what visitors may read: a feed, a table and JSON, with all filters and no formula."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from partnerships.models import Participation, Project
from partnerships.opendata import cell
from tests import factories, people

pytestmark = pytest.mark.django_db

FEED = reverse("partnerships:project_feed")
CSV = reverse("partnerships:project_csv")
JSON = reverse("partnerships:project_json")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def directory():
    factories.project(
        host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab", cost="free"
    )
    factories.project(
        host=people.bootham(), waiting=[people.st_albans()], title="Choir day", category_slug="music", cost="charged"
    )
    factories.project(host=people.bootham(), title="Zanzibar draft", state="draft")


def body(answer) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def table(client, **asked) -> list[dict]:
    return list(csv.DictReader(io.StringIO(body(client.get(CSV, asked)).removeprefix("\ufeff"))))


def test_the_table_holds_what_is_public_with_confirmed_names_only(client, directory):
    rows = {row["title"]: row for row in table(client)}
    assert set(rows) == {"Chemistry in a real lab", "Choir day"}
    assert rows["Chemistry in a real lab"]["partners"] == "St Alban’s Catholic Primary School"
    assert rows["Chemistry in a real lab"]["partner_urns"] == "900002"
    assert (rows["Choir day"]["partners"], rows["Choir day"]["waiting_to_confirm"]) == ("", "1")


def test_filters_apply_to_all_three(client, directory):
    assert [row["title"] for row in table(client, category="music")] == ["Choir day"]
    told = json.loads(body(client.get(JSON, {"cost": "free"})))
    assert [row["title"] for row in told["projects"]] == ["Chemistry in a real lab"]
    assert told["licence"].startswith("https://creativecommons.org/")
    feed = ET.fromstring(body(client.get(FEED, {"q": "choir"})))  # noqa: S314 - our own feed
    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == ["Choir day"]


def test_a_name_that_is_withdrawn_and_a_project_taken_down_are_gone_at_once(client, directory):
    Participation.objects.filter(school=people.st_albans(), state="confirmed").update(state="left")
    assert "Alban" not in body(client.get(CSV)) + body(client.get(JSON)) + body(client.get(FEED))
    project = Project.objects.get(title="Choir day")
    Project.objects.filter(pk=project.pk).update(state="unpublished")
    assert "Choir day" not in body(client.get(CSV)) + body(client.get(JSON)) + body(client.get(FEED))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_read_as_a_formula(first):
    assert cell(f"{first}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize(
    "value, told",
    [("plain", "plain"), (None, ""), (True, "yes"), (False, "no"), (["a", "b"], "a; b"), (["=a"], "'=a"), (3, "3")],
)
def test_how_values_are_told(value, told):
    assert cell(value) == told


def test_the_whole_table_is_safe_and_well_formed(client, directory):
    Project.objects.filter(title="Choir day").update(title='=HYPERLINK("http://evil.example")', story='a\n"b",c')
    answer = client.get(CSV)
    text = body(answer)
    assert text.startswith("\ufeff") and "\r\n" in text
    assert answer["Content-Disposition"] == 'attachment; filename="schools-together.csv"'
    titles = [row["title"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]
    assert '\'=HYPERLINK("http://evil.example")' in titles


def test_no_address_of_a_person_is_in_any_of_them(client, directory):
    people.lead_of_st_marys()
    for address in (CSV, JSON, FEED):
        assert "@" not in body(client.get(address)).replace("'@", "")


def test_the_feed_is_named_by_our_settings_not_by_the_visitors_host(client, directory, settings):
    text = body(client.get(FEED, headers={"x-forwarded-host": "evil.example"}))
    assert settings.SITE_URL in text
    assert "evil.example" not in text and "testserver" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_projects_as_for_one(client, number, django_assert_num_queries):
    for _ in range(number):
        factories.project(host=people.st_marys(), partners=[people.st_albans()])
    body(client.get(CSV))
    with django_assert_num_queries(7):
        body(client.get(CSV))
    with django_assert_num_queries(5):
        client.get(FEED)


def test_writing_to_them_is_refused(client):
    assert {client.post(address).status_code for address in (FEED, CSV, JSON)} == {405}
