"""My school leads to each thing that waits; a lead writes the profile; a person takes the data along and goes."""

import pytest
from django.core.management import call_command

from accounts.models import User
from schools_together.sample.files import PASSWORD
from tests import pictures

from .test_first_enquiry import sign_in, words_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _directory(live_server, settings, tmp_path):
    """The sample directory, with files of its own."""
    settings.SAMPLE_DIRECTORY = True
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.ERASURE_LEDGER = str(tmp_path / "erasures.txt")
    call_command("demo", verbosity=0)


def test_each_line_of_the_list_leads_to_what_waits(new_page):
    page = new_page()
    sign_in(page, "lead@stalbans.example")
    page.goto("/my-school/")
    lines = page.locator(".st-todo > li")
    assert lines.count() >= 2
    for number in range(lines.count()):
        page.goto("/my-school/")
        link = page.locator(".st-todo > li a.btn").nth(number)
        address = link.get_attribute("href")
        link.click()
        page.wait_for_url(f"**{address}")
        assert page.locator("h1").count() == 1
        assert "not found" not in page.title().lower()


def test_a_lead_writes_the_profile_and_adds_a_logo(new_page, tmp_path):
    file = tmp_path / "logo.png"
    file.write_bytes(pictures.written(pictures.drawing(300, 200), "PNG"))
    page = new_page(width=360)
    sign_in(page, "lead@stmarys.example")
    page.goto("/my-school/")
    page.get_by_role("link", name="What we say about ourselves").click()
    page.get_by_label("About us").fill("Write to head@stmarys.example")
    page.get_by_role("button", name="Save").click()
    assert "Leave out “head@stmarys.example”." in words_of(page)
    page.get_by_label("About us").fill("We are by the river, and **like visitors**.")
    page.get_by_label("Welcome sentence").fill("Come and see us.")
    page.get_by_label("Logo").set_input_files(file)
    page.get_by_role("button", name="Save").click()
    assert "Your school’s page is changed." in page.locator("body").inner_text().replace("'", "’")
    assert page.locator("strong", has_text="like visitors").count() == 1
    page.goto(page.url)
    page.get_by_role("link", name="Change what we say").click()
    logo = page.get_by_role("img", name="Logo of")
    assert logo.evaluate("img => img.complete && img.naturalWidth") == 300


def test_somebody_takes_the_data_along_and_erases_the_account(new_page):
    page = new_page()
    sign_in(page, "teacher@stmarys.example")
    page.goto("/accounts/yours/")
    page.locator("main .st-todo a[href='/accounts/yours/data/']").click()
    page.get_by_role("link", name="Download as JSON").click()
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_download() as waited:
        page.locator("main").get_by_role("button").first.click()
    assert "teacher@stmarys.example" in waited.value.path().read_text()

    page.goto("/accounts/yours/data/")
    page.get_by_role("link", name="Erase your account").click()
    assert "What stays, and why" in words_of(page)
    page.get_by_role("button", name="Erase my account for good").click()
    if page.locator("#id_password").count():
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/")
    assert "Your account is erased." in page.locator("body").inner_text()
    assert not User.objects.filter(email="teacher@stmarys.example").exists()
    page.goto("/my-school/")
    assert "/accounts/login/" in page.url
