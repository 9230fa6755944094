"""What may become a letter, and how it looks as an e-mail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.transaction import TransactionManagementError

from schools_together.outbox.letters import mail_of, one_line, post_letter
from schools_together.outbox.models import Letter


def post(key="greeting 1", to="lead@example.org", subject="Hello", text="Hello", html=""):
    return post_letter(key=key, to=to, subject=subject, text=text, html=html)


@pytest.mark.django_db
def test_a_second_letter_for_the_same_reason_is_the_first_one():
    first = post(subject="Hello")
    second = post(subject="Hello again", to="other@example.org")
    assert second == first
    assert Letter.objects.get().subject == "Hello"


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError, match="transaction that gives its reason"):
        post()
    assert Letter.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_when_its_reason_goes():
    with pytest.raises(RuntimeError), transaction.atomic():
        post()
        assert Letter.objects.count() == 1
        raise RuntimeError
    assert Letter.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["", "nobody", "a@b.org\nBcc: all@b.org", "a@b.org, c@d.org"])
def test_a_bad_address_is_refused(to):
    with pytest.raises(ValidationError):
        post(to=to)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_must_fit(key):
    with pytest.raises(ValueError, match="1 to 200 characters"):
        post(key=key)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Hello", "Hello"),
        ("Hello\r\nBcc: all@example.org", "Hello Bcc: all@example.org"),
        ("Tab\tand\x00null\u2028line", "Tab and null line"),
        ("  wide   space ", "wide space"),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_a_subject_is_one_line(words, line):
    assert one_line(words) == line


@pytest.mark.django_db
def test_line_breaks_in_a_subject_make_no_header():
    mail = mail_of(post(subject="Hello\r\nBcc: everybody@example.org")).message()
    assert mail["Subject"] == "Hello Bcc: everybody@example.org"
    assert mail["Bcc"] is None


@pytest.mark.django_db
def test_the_message_id_names_the_reason_and_never_changes():
    letter = post()
    first, second = mail_of(letter).message(), mail_of(letter).message()
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@localhost>")
    assert mail_of(post(key="greeting 2")).message()["Message-ID"] != first["Message-ID"]


@pytest.mark.django_db
def test_both_parts_travel_to_one_recipient():
    mail = mail_of(post(text="plain words", html="<p>rich words</p>"))
    assert mail.recipients() == ["lead@example.org"]
    assert mail.message().get_content_type() == "multipart/alternative"
