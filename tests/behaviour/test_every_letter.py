"""Every letter that the site can write: two parts, the same links, nothing remote, valid HTML, one recipient."""

import re
import shutil
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.template import engines

from accounts.adapter import AccountAdapter
from schools_together.outbox.letters import mail_of, write_letter
from schools_together.outbox.models import Letter
from tests import factories, people
from tests.house.test_names_and_sizes import ROOT
from tests.house.test_refusals import Undefined
from tests.journeys.looking import CHECKER, checked

pytestmark = pytest.mark.django_db
OURS = sorted({path.stem for path in (ROOT / "templates/emails").glob("*.txt")} - {"base"})
ALLAUTHS = sorted(
    path.name.removesuffix("_message.txt") for path in (ROOT / "templates/account/email").glob("*_message.txt")
)
ALLAUTHS.remove("base")
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
TITLE = "Rock & <b>Roll</b>"


@pytest.fixture
def words():
    return words_of_any_letter()


def words_of_any_letter() -> dict:
    """What any letter may be told, with signs that a careless one would let through."""
    project = factories.project(host=people.st_marys(), title=TITLE)
    place = SimpleNamespace(
        user=people.newcomer(), school=people.st_marys(), job_title="Bursar <i>", get_role_display="Lead"
    )
    alert = SimpleNamespace(words=TITLE)
    line = SimpleNamespace(subject=TITLE, path="/enquiries/7/")
    return {
        "path": "/my-school/?school=7", "choices_path": "/accounts/notices/", "school": people.st_marys(),
        "project": project, "about": TITLE, "other": "A state primary", "group": TITLE, "place": place, "alert": alert,
        "found": [project], "lines": [line, line], "code": "BK4T-9WXZ", "count": 3, "days": 2, "more": 2,
        "whom_next": "all",
        "until": date(2026, 12, 1), "goes_on": date(2026, 12, 1),
        "expires_on": date(2026, 12, 1), "is_marked": True, "reason": TITLE, "ended": True,
    }  # fmt: skip


def write(name: str, words: dict, off_path: str = "/accounts/notices/off/x/") -> Letter:
    with transaction.atomic():
        return write_letter(
            key=name, to="reader@school.example", subject=f"About {TITLE}", template=name, context=words,
            off_path=off_path,
        )  # fmt: skip


def write_allauths(prefix: str) -> Letter:
    context = {
        "code": "BK4T", "user": people.newcomer(), "ip": "192.0.2.7", "user_agent": "A <b>browser</b>",
        "from_email": "old@school.example", "to_email": "new@school.example", "deleted_email": "old@school.example",
        "password_reset_url": "http://evil.example/reset/1/?a=1&b=2", "signup_url": "http://evil.example/signup/",
    }  # fmt: skip
    AccountAdapter().send_mail(f"account/email/{prefix}", "reader@school.example", context)
    return Letter.objects.latest("pk")


def links(letter: Letter) -> tuple[set[str], set[str]]:
    plain = {link.rstrip(".,") for link in ADDRESS.findall(letter.text)}
    return plain, {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', letter.html)}


def judge(letter: Letter) -> None:
    plain, rich = links(letter)
    assert plain == rich
    assert all(link.startswith("http://localhost") for link in plain)
    assert '<html lang="en-GB">' in letter.html
    assert not re.search(r"src=|url\(|@import|<link|<script", letter.html)
    assert "<b>" not in letter.html
    assert "{" not in letter.text
    assert "&amp;" not in letter.text
    assert "\n\n\n" not in letter.text
    mail = mail_of(letter)
    assert mail.recipients() == ["reader@school.example"]
    assert mail.message().get_content_type() == "multipart/alternative"
    assert {"To", "From", "Subject"} <= set(mail.message().keys())
    assert not {"Cc", "Bcc", "Reply-To", "Sender"} & set(mail.message().keys())


def test_there_are_letters_to_judge():
    assert len(OURS) > 30
    assert len(ALLAUTHS) > 5


@pytest.mark.parametrize("name", OURS)
def test_our_letters(name, words, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Undefined("in vain"))
    monkeypatch.setattr(Undefined, "missing", [])
    letter = write(name, words)
    assert Undefined.missing == []
    judge(letter)


@pytest.mark.parametrize("prefix", ALLAUTHS)
def test_letters_of_the_account(prefix):
    letter = write_allauths(prefix)
    judge(letter)
    assert letter.off_url == ""


def test_every_letter_is_valid_html(words, tmp_path):
    """The Nu HTML checker has nothing to say about any letter."""
    if not CHECKER.exists() or shutil.which("java") is None:
        pytest.skip("The Nu HTML checker is not here: .ci/run puts it into var/vnu.jar; it needs Java.")
    for letter in [*(write(name, words) for name in OURS), *(write_allauths(prefix) for prefix in ALLAUTHS)]:
        (tmp_path / f"{letter.pk}-{letter.key.partition(' ')[0]}.html").write_text(letter.html, encoding="utf-8")
    assert checked(tmp_path) == ""
