"""A teacher misspells a word near a place, narrows, looks at the map, and never meets a dead end."""

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def directory(live_server, settings):
    settings.SAMPLE_DIRECTORY = True
    call_command("demo", verbosity=0)


def test_a_misspelt_word_near_a_place_is_corrected_narrowed_and_mapped(directory, new_page):
    page = new_page()
    page.goto("/projects/")
    page.get_by_label("What are you looking for?").fill("swiming")
    page.get_by_label("Near (postcode or town)").fill("BS1")
    page.get_by_role("button", name="Search").click()
    page.get_by_text("We searched for “swimming”").wait_for()
    assert page.locator("#sort").input_value() == "nearest"
    everything = found(page)

    free = page.get_by_label("Free to partner")
    promised = int(page.locator("label[for=f-cost-free] .st-muted").inner_text().strip("()"))
    free.check()
    if not new_page.has_javascript:
        page.get_by_role("button", name="Show projects").click()
    page.wait_for_url("**cost=free**")
    page.get_by_role("link", name="Remove Free to partner").wait_for()
    assert found(page) == promised <= everything

    page.get_by_role("link", name="List and map").click()
    page.wait_for_url("**/projects/map/**cost=free**")
    page.locator("[data-key='-']").click()
    page.wait_for_url("**at=**")
    assert found(page) == promised


def test_nothing_found_leads_to_where_there_is_something(directory, new_page):
    page = new_page(width=360)
    page.goto("/projects/?q=swimming&near=CB2+1EN&within=1")
    page.get_by_role("heading", name="Nothing within 1 mile yet").wait_for()
    way = page.get_by_role("list", name="What to loosen").get_by_role("link").first
    promised = int(way.inner_text().rpartition(": ")[2].split()[0])
    way.click()
    page.wait_for_url(lambda address: "within=1&" not in f"{address}&")
    page.locator("#count", has_text="found").wait_for()
    page.get_by_role("heading", name="Nothing within 1 mile yet").wait_for(state="detached")
    assert found(page) == promised > 0


def test_an_idea_is_saved_for_later_by_a_visitor_who_signs_in_on_the_way(directory, new_page):
    page = new_page(width=360)
    page.goto("/projects/?q=choir")
    entry = page.locator(".st-entry").first
    title = entry.get_by_role("heading").inner_text()
    assert page.context.cookies() == []
    entry.get_by_role("link", name="Save").click()

    page.get_by_label("E-mail", exact=False).first.fill("newcomer@sample.example")
    page.locator("input[type=password]").fill("Partnership-2026")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name=f"Save “{title}” for later?").wait_for()
    page.get_by_role("button", name="Save idea").click()
    page.get_by_text(f"Saved “{title}” to your ideas.").wait_for()

    page.goto("/projects/?q=choir")
    again = page.locator(".st-entry", has=page.get_by_role("heading", name=title, exact=True))
    again.get_by_text("Saved", exact=True).wait_for()
    other = page.locator(".st-entry", has=page.get_by_role("button", name="Save")).first
    second = other.get_by_role("heading").inner_text()
    other.get_by_role("button", name="Save").click()
    page.get_by_text(f"Saved “{second}” to your ideas.").wait_for()
    assert "q=choir" in page.url

    page.goto("/ideas/")
    page.get_by_role("link", name=title, exact=True).wait_for()
    page.get_by_role("link", name=second, exact=True).wait_for()


def found(page) -> int:
    return int(page.locator("#count").inner_text().split()[0])
