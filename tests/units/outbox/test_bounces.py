"""Mailboxes that refuse letters: how we hear of them, whom we believe, and what follows."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from schools_together.outbox.bounces import note_bounce
from schools_together.outbox.letters import post_letter
from schools_together.outbox.models import Bounce, Letter
from schools_together.outbox.sending import send_due_letters
from tests import people
from tests.smtp_sink import smtp_sink

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-mail-provider"  # noqa: S105
REPORT = """From MAILER-DAEMON Wed Nov 25 10:00:00 2026
From: MAILER-DAEMON@mail.example
To: post@schools-together.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I am sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--x--

"""


def post(to: str = "gone@school.example", number: int = 1, off_url: str = "") -> Letter:
    return post_letter(key=f"greeting {number}", to=to, subject="Hello", text="Hello\n", off_url=off_url)


def report(address="gone@school.example", action="failed", status="5.1.1") -> str:
    return REPORT.format(address=address, action=action, status=status)


def test_the_servers_plain_no_is_a_bounce(settings):
    post()
    with smtp_sink("550") as sink:
        settings.MAILERS = sink.mailers()
        assert send_due_letters().given_up == 1
    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.words) == ("gone@school.example", "550 5.1.1 no such mailbox")


def test_reports_in_a_mailbox_file_are_read_and_reading_twice_does_no_harm(tmp_path, capsys):
    post(to="Gone@School.example")
    file = tmp_path / "reports"
    file.write_text(
        report()
        + report(address="stranger@nowhere.example")
        + report(address="full@school.example", action="delayed", status="4.2.2")
        + "From a@b Wed Nov 25 10:00:00 2026\nSubject: Holiday\n\nI am away.\n\n"
    )
    for _ in range(2):
        call_command("read_bounces", file)
    assert [bounce.address for bounce in Bounce.objects.all()] == ["gone@school.example"]
    assert Bounce.objects.get().words == "smtp; 550 5.1.1 no such user"
    assert "Bounces noted: 1. Not ours, and left alone: 1." in capsys.readouterr().out


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("read_bounces", tmp_path / "nothing")


def tell(body, secret=SECRET):
    machine = Client(enforce_csrf_checks=True)
    return machine.post(
        "/bounces/", body, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )


def test_a_mail_provider_with_the_secret_is_believed(settings):
    settings.BOUNCE_SECRET = SECRET
    post()
    answer = tell([{"address": "gone@school.example", "words": "550"}, {"address": "stranger@nowhere.example"}])
    assert (answer.status_code, answer.json()) == (200, {"noted": 1})
    assert Bounce.objects.get().words == "550"


@pytest.mark.parametrize(("ours", "theirs"), [("", ""), (SECRET, "another"), (SECRET, "")])
def test_without_the_secret_there_is_no_such_address(ours, theirs, settings):
    settings.BOUNCE_SECRET = ours
    post()
    assert tell([{"address": "gone@school.example"}], theirs).status_code == 404
    assert Bounce.objects.count() == 0


@pytest.mark.parametrize("body", ["", "{", "7", '["x"]', '[{"words": "x"}]', '{"address": "x"}', "null"])
def test_what_is_no_report_is_refused_with_a_sentence(body, settings):
    settings.BOUNCE_SECRET = SECRET
    answer = tell(body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Send a list")


def test_a_mailbox_that_refuses_gets_what_must_come_and_nothing_else(settings):
    post()
    note_bounce("gone@school.example")
    post(number=2, off_url="http://localhost/off/")
    with smtp_sink() as sink:
        settings.MAILERS = sink.mailers()
        done = send_due_letters()
    assert (done.sent, done.given_up) == (1, 1)
    assert len(sink.letters) == 1
    assert Letter.objects.dead().get().last_error == "Not sent: this mailbox refuses our letters (see Bounces)."


def test_moderators_forget_a_bounce_and_send_what_was_given_up_again(sign_in):
    letter = post(off_url="http://localhost/off/")
    note_bounce("gone@school.example")
    send_due_letters()
    client = sign_in(people.superuser())
    bounces, letters = (reverse(f"admin:outbox_{name}_changelist") for name in ("bounce", "letter"))
    client.post(bounces, {"action": "forget_bounces", "_selected_action": [Bounce.objects.get().pk]})
    assert Bounce.objects.count() == 0
    client.post(letters, {"action": "send_letters_again", "_selected_action": [letter.pk]})
    assert send_due_letters().sent == 1
