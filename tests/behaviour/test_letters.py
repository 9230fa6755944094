"""Letters of enquiries: two parts with the same links, nothing remote, and no link that does anything by itself."""

import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command

from messaging.actions import answer_enquiry, open_enquiry, write_message
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
TITLE = "Rock & <b>Roll</b>\r\nBcc: all@example.org"
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


@pytest.fixture
def letters():
    """One of each kind that messaging writes."""
    people.moderator(), people.lead_of_st_marys()
    project = factories.project(host=people.st_marys(), title=TITLE)
    mine = {"by": people.lead_of_st_albans(), "from_school": people.st_albans(), "text": "Canary"}
    enquiry = open_enquiry(about=project, token="letters-token-one-1", **mine)
    write_message(by=people.lead_of_st_marys(), enquiry=enquiry, text="Canary", token="letters-token-two-2")
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="not-now", reason="Canary")
    open_enquiry(about=people.bootham(), token="letters-token-three-3", **mine)
    return list(Letter.objects.order_by("pk"))


def rows() -> dict:
    """Every row of every table, but for sessions' own bookkeeping."""
    left_out = {"sessions", "contenttypes"}
    models = [model for model in apps.get_models() if model._meta.app_label not in left_out]
    return {model: list(model._base_manager.order_by("pk").values()) for model in models}


def test_there_is_one_letter_of_each_kind(letters):
    assert [(letter.to, letter.subject.split(" about ")[0]) for letter in letters] == [
        ("lead@stmarys.example", "A school has written to you"),
        ("lead@stalbans.example", "A new message"),
        ("lead@stalbans.example", "An answer to your enquiry"),
        ("moderator@sample.example", "An enquiry waits, and nobody at the school answers"),
    ]


def test_both_parts_hold_the_same_links_of_our_own_site(letters):
    for letter in letters:
        plain, rich = set(ADDRESS.findall(letter.text)), set(re.findall(r'href="([^"]+)"', letter.html))
        assert plain == rich
        assert len(plain) == 3, "what it is about, the choices, the switch"
        assert all(link.startswith("http://localhost/") for link in plain)
        assert "src=" not in letter.html
        assert '<html lang="en-GB">' in letter.html


def test_no_letter_holds_a_message_a_person_or_a_tag_of_somebody(letters):
    for letter in letters:
        for part in (letter.subject, letter.text, letter.html):
            assert "Canary" not in part
            assert "Amir" not in part
            assert "Alice" not in part
        assert "<b>Roll" not in letter.html
        assert "{" not in letter.text
        assert "\n\n\n" not in letter.text
    assert "Rock & <b>Roll</b>" in letters[0].text


def test_each_letter_travels_alone_and_no_title_makes_a_header(letters):
    call_command("worker", once=True)
    assert [sent.recipients() for sent in mail.outbox] == [[letter.to] for letter in letters]
    for sent in mail.outbox:
        assert sent.message()["Bcc"] is None
        assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_following_every_link_twice_changes_nothing(letters, sign_in):
    readers = {person.email: person for person in (people.lead_of_st_marys(), people.lead_of_st_albans())}
    readers["moderator@sample.example"] = people.moderator()
    for letter in letters:
        client = sign_in(readers[letter.to])
        before = rows()
        for link in sorted(set(ADDRESS.findall(letter.text))) * 2:
            assert client.get(urlsplit(link).path).status_code == 200
        assert rows() == before
