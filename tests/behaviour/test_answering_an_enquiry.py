"""Two schools talk: read, go on, answer, block. Nobody else finds the conversation."""

import pytest
from django.core.exceptions import PermissionDenied

from messaging.actions import answer_enquiry, open_enquiry
from messaging.models import Block, Enquiry, Message, ReadMark
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
CANARY = "Canary words of the first message"


def ask(about=None, token="first-enquiry-token-1"):
    people.lead_of_st_marys()
    return open_enquiry(
        by=people.lead_of_st_albans(),
        from_school=people.st_albans(),
        about=about or people.st_marys(),
        text=CANARY,
        token=token,
    )


@pytest.fixture
def enquiry():
    made = ask(factories.project(host=people.st_marys(), title="Chemistry in a real lab"))
    Letter.objects.all().delete()
    return made


def message(token="a-reply-of-mine-1234", text="Yes, in two halves."):
    return {"text": text, "token": token}


@pytest.mark.parametrize("reader", [people.lead_of_st_marys, people.contributor_at_st_marys, people.lead_of_st_albans])
def test_members_of_both_schools_read_it(sign_in, enquiry, reader):
    page = sign_in(reader()).get(f"/enquiries/{enquiry.pk}/")
    assert page.status_code == 200
    assert CANARY in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("reader", [people.lead_of_bootham, people.newcomer, people.moderator, people.superuser])
def test_everybody_else_finds_nothing(sign_in, enquiry, reader):
    client = sign_in(reader())
    assert CANARY not in client.get("/enquiries/").content.decode()
    assert client.get(f"/enquiries/{enquiry.pk}/").status_code == 404
    for verb in ("write", "answer", "read", "block", "unblock"):
        posted = client.post(f"/enquiries/{enquiry.pk}/{verb}/", {**message(), "answer": "interested"})
        assert posted.status_code == 404
    assert client.get(f"/enquiries/{enquiry.pk}/messages/{enquiry.messages.get().pk}/report/").status_code == 404
    enquiry.refresh_from_db()
    assert (enquiry.answer, Message.objects.count()) == ("", 1)


def test_visitors_sign_in_first(client, enquiry):
    assert client.get(f"/enquiries/{enquiry.pk}/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("verb", ["write", "answer", "read", "block", "unblock"])
def test_reading_an_address_changes_nothing(sign_in, enquiry, verb):
    assert sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/{verb}/").status_code == 405


def test_the_other_school_sees_the_school_and_colleagues_see_the_person(sign_in, enquiry):
    theirs = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "Amir Lead" not in theirs
    assert "lead@stalbans.example" not in theirs
    assert "<strong>St Alban’s Catholic Primary School</strong>" in theirs
    colleague = people.member("teacher@stalbans.example", "Tess Teacher", people.st_albans(), "contributor")
    assert "Amir Lead, St Alban’s" in sign_in(colleague).get(f"/enquiries/{enquiry.pk}/").content.decode()


def test_what_cannot_be_seen_in_a_reply_is_left_out_of_it(sign_in, enquiry):
    client = sign_in(people.contributor_at_st_marys())
    typed = message() | {"text": "Yes\x00, in \u202etwo halves\u202c.\r\nCome\u200b soon."}
    assert client.post(f"/enquiries/{enquiry.pk}/write/", typed).status_code == 302
    assert Message.objects.filter(text="Yes, in two halves.\nCome soon.").count() == 1


def test_a_reply_is_kept_once_and_told_without_its_words(sign_in, enquiry):
    client = sign_in(people.contributor_at_st_marys())
    for _ in range(2):
        assert client.post(f"/enquiries/{enquiry.pk}/write/", message()).status_code == 302
    reply = Message.objects.get(text="Yes, in two halves.")
    assert reply.school == people.st_marys()
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (
        "lead@stalbans.example",
        "A new message about “Chemistry in a real lab”",
    )
    assert "two halves" not in letter.text + letter.html


@pytest.mark.parametrize(("text", "sentence"), [("", "Write your message."), ("a" * 4001, "Use at most 4000 letters.")])
def test_a_reply_that_cannot_be_kept_comes_back(sign_in, enquiry, text, sentence):
    page = sign_in(people.lead_of_st_marys()).post(f"/enquiries/{enquiry.pk}/write/", message(text=text))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "reason", "shown"),
    [
        ("interested", "", "They would like to talk."),
        ("undecided", "After the inspection", "After the inspection"),
        ("not-now", "", "Thank you for asking. It does not fit at their school just now."),
        ("not-now", "Full until June", "Full until June"),
    ],
)
def test_one_of_three_answers_reaches_the_school_that_asked(sign_in, enquiry, answer, reason, shown):
    client = sign_in(people.contributor_at_st_marys())
    for _ in range(2):
        posted = client.post(f"/enquiries/{enquiry.pk}/answer/", {"answer": answer, "reason": reason})
        assert posted.status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.answer_reason) == (answer, reason)
    letter = Letter.objects.get()
    assert letter.to == "lead@stalbans.example"
    assert not reason or reason not in letter.text + letter.html
    assert shown in sign_in(people.lead_of_st_albans()).get(f"/enquiries/{enquiry.pk}/").content.decode()


def test_an_answer_can_be_changed_and_each_change_is_told(enquiry):
    for answer in ("not-now", "interested", "not-now"):
        answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer=answer)
    assert Enquiry.objects.get().answer == "not-now"
    assert Letter.objects.count() == 3


@pytest.mark.parametrize("answer", ["", "maybe", "accepted"])
def test_an_answer_that_is_none_of_the_three_is_refused(sign_in, enquiry, answer):
    page = sign_in(people.lead_of_st_marys()).post(f"/enquiries/{enquiry.pk}/answer/", {"answer": answer})
    assert page.status_code == 422
    assert "Choose one of the three answers." in page.content.decode()
    assert Enquiry.objects.get().answer == ""


def test_the_school_that_asks_does_not_answer_itself(sign_in, enquiry):
    page = sign_in(people.lead_of_st_albans()).post(f"/enquiries/{enquiry.pk}/answer/", {"answer": "interested"})
    assert page.status_code == 403
    assert "Only the school that was asked gives the answer." in page.content.decode()
    with pytest.raises(PermissionDenied):
        answer_enquiry(by=people.lead_of_st_albans(), enquiry=enquiry, answer="interested")
    assert Enquiry.objects.get().answer == ""


def test_it_is_new_until_read_and_looking_alone_writes_nothing(sign_in, enquiry):
    client = sign_in(people.lead_of_st_marys())
    new = '<span class="st-tag st-tag--solid">New</span>'
    marks = ReadMark.objects.count()
    assert "data-mark-read" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert new in client.get("/enquiries/").content.decode()
    assert ReadMark.objects.count() == marks
    for _ in range(2):
        assert client.post(f"/enquiries/{enquiry.pk}/read/").status_code == 302
    assert new not in client.get("/enquiries/").content.decode()
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="interested")
    assert new in sign_in(people.lead_of_st_albans()).get("/enquiries/").content.decode()


def test_a_lead_blocks_and_unblocks_the_other_school(sign_in, enquiry):
    client = sign_in(people.lead_of_st_marys())
    for _ in range(2):
        assert client.post(f"/enquiries/{enquiry.pk}/block/").status_code == 302
    assert Block.objects.count() == 1
    page = sign_in(people.lead_of_st_albans()).post(f"/enquiries/{enquiry.pk}/write/", message(text="Please answer!"))
    assert page.status_code == 422
    assert "St Mary’s School does not take messages from your school at present." in page.content.decode()
    assert "Please answer!" in page.content.decode()
    assert sign_in(people.lead_of_st_marys()).post(f"/enquiries/{enquiry.pk}/unblock/").status_code == 302
    posted = sign_in(people.lead_of_st_albans()).post(f"/enquiries/{enquiry.pk}/write/", message())
    assert posted.status_code == 302


def test_a_contributor_does_not_block(sign_in, enquiry):
    page = sign_in(people.contributor_at_st_marys()).post(f"/enquiries/{enquiry.pk}/block/")
    assert page.status_code == 403
    assert "Only a lead can block another school." in page.content.decode()
    assert Block.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_list_asks_the_same_number_of_questions(sign_in, count, django_assert_num_queries):
    for number in range(count):
        made = factories.enquiry(from_school=people.bootham(), to_school=people.st_marys())
        Enquiry.objects.filter(pk=made.pk).update(is_unnamed=number % 2)
    client = sign_in(people.lead_of_st_marys())
    with django_assert_num_queries(5):
        page = client.get("/enquiries/")
    assert page.content.decode().count('class="st-disc"') == min(count, 20)


@pytest.mark.parametrize("query", ["page=junk", "page=-1", "page=99999999999", "school=junk", "school=999999&page=2"])
def test_junk_in_the_address_shows_the_list(sign_in, enquiry, query):
    assert sign_in(people.lead_of_st_marys()).get(f"/enquiries/?{query}").status_code == 200


def test_a_conversation_asks_the_same_number_of_questions(sign_in, enquiry, django_assert_num_queries):
    client = sign_in(people.lead_of_st_marys())
    for number in (1, 5):
        for message_number in range(number):
            client.post(f"/enquiries/{enquiry.pk}/write/", message(token=f"message-{number}-{message_number}-123456"))
        client.get(f"/enquiries/{enquiry.pk}/")
        with django_assert_num_queries(12):
            client.get(f"/enquiries/{enquiry.pk}/")
