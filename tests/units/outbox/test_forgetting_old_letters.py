"""Letters are kept for a setting of days; their keys for ever."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from schools_together.outbox.letters import post_letter, send_again
from schools_together.outbox.models import Letter

pytestmark = pytest.mark.django_db


def post(key, **times):
    letter = post_letter(key=key, to="lead@example.org", subject="Hello", text="words", html="<p>words</p>")
    Letter.objects.filter(pk=letter.pk).update(**times)
    return letter


def test_nightly_empties_old_letters_once_and_keeps_their_keys(settings, capsys):
    settings.LETTERS_KEPT_DAYS = 30
    old, new = timezone.now() - timedelta(days=31), timezone.now() - timedelta(days=29)
    post("old", sent_at=old)
    dead = post("dead", failed_at=old)
    post("new", sent_at=new)
    post("waiting", written_at=old)
    call_command("nightly")
    call_command("nightly")
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Letters emptied")]
    assert told == ["Letters emptied: 2.", "Letters emptied: 0."]
    assert set(Letter.objects.filter(to="", text="", html="").values_list("key", flat=True)) == {"old", "dead"}
    assert post_letter(key="old", to="lead@example.org", subject="Again", text="x").to == ""
    assert send_again(dead) is False
