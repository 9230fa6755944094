"""Two photographs from a phone, a moderator who shows them, and a parent who has one taken down."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from partnerships.models import Photo
from schools_together.sample.files import PASSWORD
from tests import pictures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROJECT = "/projects/chemistry-in-a-real-lab/"


@pytest.fixture
def directory(live_server, settings):
    settings.SAMPLE_DIRECTORY = True
    call_command("demo", verbosity=0)


def sign_in(page, email: str):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_pictures_from_the_phone_to_the_page_and_off_it_again(directory, new_page):
    head, visitor, moderator = new_page(width=360), new_page(), new_page()
    for page in (head, visitor, moderator):
        page.has_javascript = new_page.has_javascript
    sign_in(head, "lead@stmarys.example")
    send_two_photographs(head)
    say_what_they_show(head)

    visitor.goto(PROJECT)
    assert visitor.locator("figure img").count() == 0

    sign_in(moderator, "moderator@sample.example")
    show_them(moderator)

    see_them(visitor)
    take_one_down(visitor)
    assert visitor.goto(PROJECT).status == 200
    assert visitor.locator("figure img").count() == 1


def send_two_photographs(page):
    """When a head adds two photographs from a phone, then they wait for a moderator."""
    page.goto(PROJECT)
    page.get_by_role("link", name="Pictures").click()
    photographs = [pictures.jpeg(2000, 1500, exif=pictures.camera_notes(6)), pictures.HEIC]
    page.locator("#id_pictures").set_input_files(
        [{"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": content}
         for number, content in enumerate(photographs)]
    )  # fmt: skip
    page.get_by_label("Everyone who can be recognised").check()
    page.get_by_role("button", name="Add pictures").click()
    assert "2 pictures are there." in page.locator("body").inner_text()
    assert every_picture_is_there(page)
    silent(page)


def say_what_they_show(page):
    page.get_by_label("What does the picture show?").first.fill("A bench with three flasks")
    page.get_by_label("It is decorative").last.check()
    page.get_by_role("button", name="Save words and order").click()
    assert "Saved." in page.locator("body").inner_text()
    call_command("worker", once=True, verbosity=0)


def show_them(page):
    """When a moderator reads the page and shows both, then the next one comes up."""
    page.goto("/admin/partnerships/project/")
    page.get_by_role("link", name="Chemistry in a real lab").click()
    silent(page)
    page.get_by_label("Decide about the pictures and documents alone").check()
    for show in page.get_by_label("Show it").all():
        show.check()
    page.get_by_role("button", name="Decide, then the next one").click()
    assert "has its pictures and documents decided." in page.locator("ul.messagelist").inner_text()


def see_them(page):
    """Then everybody sees them, with the place kept before they come, in the lightest kind."""
    page.goto(PROJECT)
    images = page.locator("figure img")
    assert images.count() == 2
    images.first.scroll_into_view_if_needed()
    if page.has_javascript:
        page.wait_for_function("document.querySelector('figure img').complete")
        assert images.first.evaluate("one => one.currentSrc").endswith(".avif")
    assert (images.first.get_attribute("width"), images.first.get_attribute("height")) == ("1200", "1600")
    silent(page)


def take_one_down(page):
    """When a parent presses the button, then the picture is gone, in every size."""
    page.get_by_role("link", name="A bench with three flasks").click()
    silent(page)
    page.get_by_label("My child, or a child in my care").check()
    page.get_by_role("button", name="Hide this picture").click()
    assert "Nobody can see it any more." in page.locator("main").inner_text()
    photo = Photo.objects.get(alt="A bench with three flasks")
    answers = [page.request.get(photo.address(kind, width)).status for kind, width in photo.sizes]
    assert set(answers) == {404}


def silent(page):
    """The checker of accessibility has nothing to say, and nothing scrolls sideways. It is a script itself."""
    if not page.has_javascript:
        return
    page.emulate_media(reduced_motion="reduce")
    faults = Axe().run(page).response["violations"]
    found = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in faults]
    assert (found, page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]) == ([], True)


def every_picture_is_there(page) -> bool:
    """Whether all pictures of the page have come within five seconds: they come after the page itself."""
    for _ in range(50):
        if page.locator("img").evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 0)"):
            return True
        page.wait_for_timeout(100)
    return False
