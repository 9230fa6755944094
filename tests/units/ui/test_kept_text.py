"""What was typed waits in the session: side by side for several pages, for its writer, for a day."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from schools_together.ui.kept_text import MOST, forget_text, keep_text, kept_text

ANNA, BEN = (SimpleNamespace(pk=pk, is_authenticated=True) for pk in (1, 2))
NOBODY = SimpleNamespace(pk=None, is_authenticated=False)


@pytest.fixture
def post():
    """Posts words to an address in one session, as somebody."""
    session = {}

    def posted(path: str, user=ANNA, **words):
        request = RequestFactory().post(path, words)
        request.session, request.user = session, user
        return request

    return posted


def test_texts_of_several_pages_wait_side_by_side_and_the_oldest_give_way(post):
    for number in range(MOST + 1):
        assert keep_text(post(f"/page/{number}/", text=f"Words {number}"))
    assert kept_text(post("/page/0/")) is None
    assert [kept_text(post(f"/page/{number}/"))["text"] for number in (1, MOST)] == ["Words 1", f"Words {MOST}"]


def test_only_its_writer_is_shown_it(post):
    keep_text(post("/page/", user=NOBODY, text="Mine", writer="1"))
    assert kept_text(post("/page/", user=BEN)) is None
    assert kept_text(post("/page/"))["text"] == "Mine"


def test_without_a_writer_nothing_is_kept(post):
    assert not keep_text(post("/page/", user=NOBODY, text="Whose?"))


def test_secrets_and_what_was_not_asked_for_are_left_out(post):
    keep_text(post("/page/", text="Words", token="t", csrfmiddlewaretoken="c"), only=("text",))
    assert set(kept_text(post("/page/"))) == {"text", "writer"}


def test_it_goes_when_it_was_sent_or_after_a_day(post):
    for path in ("/one/", "/two/"):
        keep_text(post(path, text="Words"))
    forget_text(post("/one/"))
    assert kept_text(post("/one/")) is None
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert kept_text(post("/two/")) is None
    assert kept_text(post("/two/"))["text"] == "Words"
