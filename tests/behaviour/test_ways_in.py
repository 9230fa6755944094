"""Pages for those who come from a search engine: a category, a local authority, the map of the site, what is alike."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from tests import factories, people

pytestmark = pytest.mark.django_db

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture
def project():
    return factories.project(host=people.st_marys(), partners=[people.st_albans()], title="Chemistry in a real lab")


def linked_data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def addresses(client, path: str) -> list[str]:
    return [one.text for one in ET.fromstring(client.get(path).content).iter(LOC)]  # noqa: S314 - our own file


def test_a_category_has_its_own_title_words_and_figures(client, project):
    factories.project(host=people.bootham(), title="A draft", state="draft")
    page = client.get(reverse("partnerships:category", args=["stem"])).content.decode()
    assert "<title>Science, technology, engineering and maths: projects that schools run together" in page
    assert "Chemistry in a real lab" in page and "A draft" not in page
    assert "1 partnership project of state and independent schools" in page
    assert client.get(reverse("partnerships:category", args=["nonsense"])).status_code == 404


def test_an_authority_tells_what_runs_there(client, project):
    authority = people.st_marys().local_authority
    page = client.get(reverse("partnerships:authority", args=[authority.slug])).content.decode()
    assert f"<title>School partnerships in {authority.name}" in page
    assert "Chemistry in a real lab" in page
    assert authority.name in client.get(reverse("partnerships:authority_list")).content.decode()


def test_an_authority_where_nothing_runs_says_what_to_do(client):
    authority = factories.authority("Rutland", "857")
    page = client.get(reverse("partnerships:authority", args=[authority.slug])).content.decode()
    assert "Be the first" in page
    assert "Rutland" not in client.get(reverse("partnerships:authority_list")).content.decode()


def test_like_projects_say_why(client, project):
    near = factories.project(host=people.st_albans(), title="Physics day")
    factories.project(host=people.bootham(), title="Far away")
    factories.project(host=people.st_albans(), title="Choir day", category_slug="music")
    page = client.get(project.get_absolute_url()).content.decode()
    assert near.title in page and "Far away" in page and "Choir day" not in page
    assert "Same category, same ages, 0.2 miles away" in page


def test_the_map_of_the_site_is_an_index_named_by_our_settings(client, project, settings):
    factories.project(host=people.bootham(), title="Hidden", state="unpublished", slug="hidden-one")
    index = addresses(client, "/sitemap.xml")
    assert f"{settings.SITE_URL}/sitemap-projects.xml" in index
    every = [one for part in index for one in addresses(client, part.removeprefix(settings.SITE_URL))]
    assert f"{settings.SITE_URL}{project.get_absolute_url()}" in every
    assert all(one.startswith(settings.SITE_URL) for one in every)
    assert not any("hidden-one" in one for one in every)
    paths = [one.removeprefix(settings.SITE_URL) for one in every]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert client.get("/sitemap-nonsense.xml").status_code == 404


def test_search_engines_are_told_what_the_page_shows_and_no_more(client):
    hostile = "Lab</script><script>alert(1)</script>"
    project = factories.project(host=people.st_marys(), waiting=[people.st_albans()], title=hostile)
    page = client.get(project.get_absolute_url()).content.decode()
    told = linked_data(page)
    assert told["name"] == hostile
    assert [school["name"] for school in told["member"]] == ["St Mary’s School"]
    assert "<script>alert" not in page


def test_a_draft_tells_search_engines_nothing(sign_in):
    draft = factories.project(host=people.st_marys(), title="Draft", state="draft")
    page = sign_in(people.lead_of_st_marys()).get(draft.get_absolute_url()).content.decode()
    assert "ld+json" not in page and "noindex" in page


def test_a_shared_link_has_a_title_and_our_own_picture(client, project, settings):
    page = client.get(project.get_absolute_url()).content.decode()
    assert '<meta property="og:title" content="Chemistry in a real lab">' in page
    assert f'<meta property="og:image" content="{settings.SITE_URL}/static/img/social.png">' in page
