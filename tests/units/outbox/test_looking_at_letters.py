"""In development the last letters can be looked at, both parts; elsewhere there is no such page."""

from importlib import reload

import pytest
from django.urls import clear_url_caches

from schools_together import urls
from schools_together.outbox.letters import post_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def gallery(settings):
    """The addresses of development."""
    settings.GALLERY = True
    reload(urls), clear_url_caches()
    yield
    settings.GALLERY = False
    reload(urls), clear_url_caches()


def post():
    return post_letter(key="k", to="a@b.example", subject="Hello <b>", text="plain words", html="<p>rich words</p>")


def test_both_parts(gallery, client):
    letter = post()
    assert "Hello &lt;b&gt;" in client.get("/gallery/letters/").content.decode()
    assert "plain words" in client.get(f"/gallery/letters/{letter.pk}/").content.decode()
    rich = client.get(f"/gallery/letters/{letter.pk}/html/")
    assert rich.content == b"<p>rich words</p>"
    assert rich["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def test_no_such_page_elsewhere(client):
    letter = post()
    for address in ("", f"{letter.pk}/", f"{letter.pk}/html/"):
        assert client.get(f"/gallery/letters/{address}").status_code == 404
