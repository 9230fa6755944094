"""Junk in an address or a form gets a page with a sentence, never a fault of ours."""

import random
from urllib.parse import quote

import pytest

from tests import people
from tests.answers import body_of
from tests.house.addresses import WHO_MAY_SEE, address_of
from tests.house.world import make_world

pytestmark = pytest.mark.django_db

JUNK = [
    "", " ", "1e9", "-1", "0", "NaN", "inf", "1e308", "9" * 400, "١٢٣", "\x00", "a\x00b", "\ud800", "%", "%%%",
    "(a+)+$", "'", '"', "`", "<script>alert(1)</script>", "' OR 1=1 --", "AND", "NEAR", "c++", "o'brien", "foo-bar",
    '"x', "(",
    "title:x", "*", "../../etc/passwd", "SW1A1AA;--", "sw1a 1aa", "BFPO 1", "JE2 3AB",
    "BT1 1AA", "\u202eevil", "é" * 300,
    "🎈", "\u200b", "9999-12-31", "0001-01-01", "null", "[]", "{}", "true", "stem,music", "\r\nX: y", "x" * 5000,
]  # fmt: skip
NAMES = [
    "q", "category", "subject", "shares", "phase", "scale", "frequency", "setting", "cost", "region", "authority",
    "sector", "open", "near", "within", "at", "exact", "sort", "page", "kind", "type", "school",
    "category[]", "__proto__", "",
]  # fmt: skip
LISTS = [
    "/projects/",
    "/projects/map/",
    "/schools/",
    "/schools/suggest/",
    "/board/",
    "/groups/",
    "/numbers/",
    "/report/",
    "/",
]
QUESTIONS_A_LIST = 120
JUNK_FORMS_A_PAGE = 4


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


def questions(seed: str) -> list[str]:
    """Random query strings of up to six names, some repeated; the same for the same seed."""
    dice = random.Random(seed)  # noqa: S311
    asked = []
    for _ in range(QUESTIONS_A_LIST):
        pairs = [(dice.choice(NAMES), dice.choice(JUNK)) for _ in range(dice.randint(1, 6))]
        asked.append("&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs))
    return asked


@pytest.mark.parametrize("page", LISTS)
def test_no_question_breaks_a_list(page, client):
    make_world()
    broken = {
        question: code for question in questions(page) if (code := client.get(f"{page}?{question}").status_code) >= 500
    }
    assert broken == {}


@pytest.mark.parametrize("page", ["/projects/", "/schools/", "/groups/", "/board/"])
def test_a_letter_that_nobody_can_type_is_no_letter(page, client):
    make_world()
    body = client.get(f"{page}?q=%00&near=%00").content.decode()
    assert "Null characters" not in body


@pytest.mark.parametrize("name", ["near", "q", "page", "category", "within"])
def test_each_piece_of_junk_alone_is_answered(name, client):
    make_world()
    codes = {junk: client.get(f"/projects/?{name}={encoded(junk)}").status_code for junk in JUNK}
    assert {junk: code for junk, code in codes.items() if code not in (200, 400, 404, 422)} == {}


def test_ten_thousand_parameters_are_refused_or_ignored(client):
    question = "&".join(f"category=x{number}" for number in range(10_000))
    assert client.get(f"/projects/?{question}").status_code in (200, 400, 414)


def test_a_key_too_long_for_the_database_is_refused(sign_in):
    world = make_world()
    client = sign_in(people.lead_of_st_marys())
    page = client.post(f"/projects/{world.draft.slug}/edit/", {"title": "Ours", "stages": "9" * 400, "draft": "1"})
    assert page.status_code == 422
    assert "is not a valid value" in page.content.decode()
    assert 'value="Ours"' in page.content.decode()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_odd_methods_are_refused(method, client):
    codes = {page: getattr(client, method)(page).status_code for page in LISTS}
    assert {page: code for page, code in codes.items() if code >= 500 or (code < 300 and method != "options")} == {}


def test_junk_in_every_form_of_a_lead_is_answered(sign_in):
    """Every address takes a POST of junk in all field names that its page shows, and nothing breaks."""
    world = make_world()
    client = sign_in(people.lead_of_st_marys())
    broken = []
    dice = random.Random("forms")  # noqa: S311
    for name, row in WHO_MAY_SEE.items():
        address = address_of(name, row, world)
        shown = body_of(client.get(address))
        fields = set(_field_names(shown)) - {"csrfmiddlewaretoken"}
        for _ in range(JUNK_FORMS_A_PAGE):
            posted = {field: dice.choice(JUNK).replace("\ud800", "?") for field in sorted(fields)}
            code = client.post(address, posted).status_code
            broken += [(address, code, posted)] if code >= 500 else []
    assert broken == []


def _field_names(html: str) -> list[str]:
    """Names of the form fields of a page."""
    return [piece.partition('"')[0] for piece in html.split('name="')[1:]]
