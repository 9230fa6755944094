"""A school that asks unnamed is nowhere given away before the other school says yes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from accounts.exporting import data_of
from accounts.models import DigestLine
from messaging.actions import answer_enquiry, block_school, open_enquiry, show_name, write_message
from messaging.models import Block, Enquiry
from messaging.names import gives_away, without_name
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

CANARY = "Zanzibar Canary"
MARKS = ("zanzibar", "canary", "ZB1 9ZZ", "4321 pupils", "Amir Lead")


@pytest.fixture
def canary():
    """One of six state primaries of its council, so that five others could be meant."""
    for _ in range(5):
        factories.school()
    return factories.school(
        name=f"{CANARY} School", website="https://www.zanzibarcanary.example", postcode="ZB1 9ZZ", pupils=4321
    )


@pytest.fixture
def enquiry(canary):
    people.lead_of_st_marys()
    project = factories.project(host=people.st_marys(), title="Chemistry in a real lab")
    writer = people.member("writer@canary.example", "Amir Lead", canary, "lead")
    return open_enquiry(
        by=writer, from_school=canary, about=project, text="Could we come?", token="unnamed-intent-123456",
        is_unnamed=True, for_whom="28 in Year 5",
    )  # fmt: skip


def given_away(text: str) -> list[str]:
    return [mark for mark in MARKS if mark.casefold() in text.casefold()]


def pages(enquiry: Enquiry) -> list[str]:
    message = enquiry.messages.first()
    return [
        f"/enquiries/{enquiry.pk}/", "/enquiries/", "/enquiries/?show=us", "/my-school/",
        f"/enquiries/{enquiry.pk}/messages/{message.pk}/report/", "/enquiries/?q=Chemistry",
    ]  # fmt: skip


def test_there_is_something_to_give_away(sign_in, enquiry):
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="interested")
    page = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert f"{CANARY} School" in page
    assert (
        enquiry.get_absolute_url() in sign_in(people.lead_of_st_marys()).get("/enquiries/?q=zanzibar").content.decode()
    )


@pytest.mark.parametrize("answer", ["", "undecided", "not-now"])
def test_no_page_that_the_asked_school_gets_names_it(sign_in, enquiry, answer):
    if answer:
        answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer=answer)
    client = sign_in(people.lead_of_st_marys())
    for page in pages(enquiry):
        shown = client.get(page)
        assert shown.status_code == 200
        assert (page, given_away(shown.content.decode() + str(shown.headers))) == (page, [])
    assert "A state primary in Cambridgeshire" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "28 in Year 5" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()


def test_search_does_not_find_it_by_what_is_hidden(sign_in, enquiry):
    client = sign_in(people.lead_of_st_marys())
    for words in ("zanzibar", "canary", "Amir"):
        assert enquiry.get_absolute_url() not in client.get("/enquiries/", {"q": words}).content.decode()
    assert enquiry.get_absolute_url() in client.get("/enquiries/", {"q": "chemistry"}).content.decode()


def test_no_letter_or_line_of_a_digest_or_download_names_it(enquiry):
    write_message(by=enquiry.opened_by, enquiry=enquiry, text="Or in June?", token="unnamed-second-message")
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="not-now")
    block_school(by=people.lead_of_st_marys(), school=people.st_marys(), blocked=enquiry.from_school, enquiry=enquiry)
    to_them = Letter.objects.filter(to="lead@stmarys.example")
    assert to_them.count() == 2
    for letter in to_them:
        assert given_away(letter.subject + letter.text + letter.html + letter.key) == []
    assert given_away(str(list(DigestLine.objects.values()))) == []
    assert given_away(str(data_of(people.lead_of_st_marys()))) == []


def test_no_log_names_it(sign_in, enquiry, caplog, capfd):
    with caplog.at_level("DEBUG"):
        call_command("worker", once=True)
        sign_in(people.lead_of_st_marys()).get("/enquiries/")
        sign_in(people.lead_of_bootham()).get(f"/enquiries/{enquiry.pk}/")
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert given_away(said + "".join(capfd.readouterr())) == []


def test_a_yes_shows_the_name_for_good(sign_in, enquiry):
    for answer in ("interested", "not-now"):
        answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer=answer)
    assert f"{CANARY} School" in sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()


def test_the_asking_school_may_show_it_earlier_and_nobody_else(sign_in, enquiry):
    assert sign_in(people.lead_of_st_marys()).post(f"/enquiries/{enquiry.pk}/name/").status_code == 403
    enquiry.refresh_from_db()
    assert enquiry.hides_asker
    client = sign_in(enquiry.opened_by)
    for _ in range(2):
        assert client.post(f"/enquiries/{enquiry.pk}/name/").status_code == 302
    assert f"{CANARY} School" in sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()


def test_a_block_of_it_is_felt_in_no_other_conversation_but_keeps_it_out(sign_in, enquiry):
    lead = people.lead_of_st_marys()
    named = open_enquiry(
        by=enquiry.opened_by, from_school=enquiry.from_school, about=people.st_marys(), text="And named",
        token="named-intent-123456",
    )  # fmt: skip
    client = sign_in(lead)
    assert client.post(f"/enquiries/{enquiry.pk}/block/").status_code == 302
    assert Block.objects.get().enquiry == enquiry
    assert "Unblock this school" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    in_the_other = client.get(f"/enquiries/{named.pk}/").content.decode()
    assert "Unblock" not in in_the_other
    assert "has blocked" not in in_the_other
    school = enquiry.from_school
    assert "has blocked" not in client.get(f"/schools/{school.pk}-{school.slug}/enquire/").content.decode()
    theirs = sign_in(enquiry.opened_by)
    for one in (enquiry, named):
        page = theirs.post(f"/enquiries/{one.pk}/write/", {"text": "Hello?", "token": f"after-a-block-{one.pk}-1234"})
        assert "does not take messages from your school" in page.content.decode()
    assert sign_in(lead).post(f"/enquiries/{enquiry.pk}/unblock/").status_code == 302
    assert Block.objects.count() == 0


def test_its_own_block_does_not_tell_who_it_is(sign_in, enquiry):
    school = enquiry.from_school
    block_school(by=enquiry.opened_by, school=school, blocked=people.st_marys(), enquiry=enquiry)
    client = sign_in(people.lead_of_st_marys())
    assert "does not take messages" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "does not take messages" not in client.get(f"/schools/{school.pk}-{school.slug}/enquire/").content.decode()


def test_what_it_is_called_always_fits_five_schools(canary):
    assert without_name(canary) == "A state primary in Cambridgeshire"
    rare = factories.school(sector="independent", phase="nursery", is_special=True)
    assert without_name(rare) == "A school"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We are Zanzibar Canary School.", True),
        ("we are ZANZIBAR canary", True),
        ("Look at www.zanzibarcanary.example", True),
        ("We are at ZB1 9ZZ", True),
        ("We are a school near you.", False),
        ("Hello from Zanzibar Canary, a state primary", True),
    ],
)
def test_words_that_name_the_school_are_pointed_out(canary, text, told):
    assert gives_away(canary, text) is told


def test_one_word_is_enough_to_name_a_school_and_a_council_is_not():
    school = factories.school(name="Cambridge High School")
    assert gives_away(school, "Hello from Cambridge.")
    assert not gives_away(school, "We are a state primary in Cambridgeshire, at a high school.")


def test_the_check_warns_but_does_not_keep_from_sending(sign_in, canary):
    people.lead_of_st_marys()
    project = factories.project(host=people.st_marys())
    writer = people.member("writer@canary.example", "Amir Lead", canary, "lead")
    client = sign_in(writer)
    typed = {"from_school": canary.pk, "text": f"We are {CANARY} School.", "is_unnamed": "on"}
    typed |= {"token": "unnamed-check-123456"}
    page = client.post(f"/projects/{project.slug}/enquire/", typed).content.decode()
    assert "Your message names your school, although you want to stay unnamed." in page
    assert "It is not sent yet." in page
    assert Enquiry.objects.count() == 0
    assert client.post(f"/projects/{project.slug}/enquire/", {**typed, "step": "send"}).status_code == 302
    assert Enquiry.objects.get().hides_asker


def test_show_name_is_not_for_the_other_school(enquiry):
    with pytest.raises(PermissionDenied):
        show_name(by=people.lead_of_st_marys(), enquiry=enquiry)
    enquiry.refresh_from_db()
    assert enquiry.hides_asker
