"""Somebody at one school writes to another for the first time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Membership
from messaging.actions import open_enquiry
from messaging.models import Block, Enquiry, Message
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
TOKEN = "one-intent-of-mine-1234"


@pytest.fixture
def project():
    people.lead_of_st_marys()
    return factories.project(host=people.st_marys(), title="Chemistry in a real lab")


@pytest.fixture
def address(project):
    return f"/projects/{project.slug}/enquire/"


def typed(**changes):
    return {
        "from_school": people.st_albans().pk,
        "text": "Could our Year 5s come? Canary.",
        "token": TOKEN,
        "step": "send",
        **changes,
    }


def test_the_form_offers_words_to_begin_with_and_says_who_reads_them(sign_in, address):
    page = sign_in(people.lead_of_st_albans()).get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    text = page.content.decode()
    assert "We like what you tell about “Chemistry in a real lab”." in text
    assert "Worried about a child?" in text
    assert Enquiry.objects.count() == 0


def test_a_contributor_writes_and_the_leads_get_a_letter_without_the_words(sign_in, address):
    teacher = people.member("teacher@stalbans.example", "Tess Teacher", people.st_albans(), "contributor")
    answer = sign_in(teacher).post(address, typed(), follow=True)
    enquiry = Enquiry.objects.get()
    assert answer.redirect_chain == [(f"/enquiries/{enquiry.pk}/", 302)]
    assert "We have told the leads of St Mary’s School by e-mail" in answer.content.decode()
    assert (enquiry.from_school, enquiry.to_school) == (people.st_albans(), people.st_marys())
    assert enquiry.messages.get().text == "Could our Year 5s come? Canary."
    letter = Letter.objects.get()
    assert letter.to == "lead@stmarys.example"
    assert letter.subject == "A school has written to you about “Chemistry in a real lab”"
    for part in (letter.text, letter.html, letter.subject):
        assert "Canary" not in part
        assert "Tess" not in part
        assert "stalbans.example" not in part
    assert f"http://localhost/enquiries/{enquiry.pk}/" in letter.text
    call_command("worker", once=True)
    assert [sent.recipients() for sent in mail.outbox] == [["lead@stmarys.example"]]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Write a few words to the other school."),
        ({"text": "   "}, "Write a few words to the other school."),
        ({"token": ""}, "The form was incomplete. Your text is still here: send it again."),
        ({"from_school": ""}, "Choose the school that you write for."),
        ({"from_school": "junk"}, "Choose one of your own schools."),
        ({"text": "a" * 4001}, "Use at most 4000 letters."),
    ],
)
def test_wrong_input_comes_back_with_a_sentence(sign_in, address, changes, sentence):
    page = sign_in(people.lead_of_st_albans()).post(address, typed(**changes))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    if "text" not in changes:
        assert "Could our Year 5s come? Canary." in page.content.decode()
    assert Enquiry.objects.count() == 0


def test_nobody_writes_in_the_name_of_another_school(sign_in, address):
    page = sign_in(people.lead_of_st_albans()).post(address, typed(from_school=people.bootham().pk))
    assert "Choose one of your own schools." in page.content.decode()
    with pytest.raises(PermissionDenied, match="where you have an active place"):
        open_enquiry(
            by=people.lead_of_st_albans(), from_school=people.bootham(), about=people.st_marys(), text="x", token=TOKEN
        )
    assert Enquiry.objects.count() == 0


def test_a_second_press_adds_nothing(sign_in, address):
    client = sign_in(people.lead_of_st_albans())
    first, second = client.post(address, typed()), client.post(address, typed())
    assert first["Location"] == second["Location"]
    assert (Enquiry.objects.count(), Message.objects.count(), Letter.objects.count()) == (1, 1, 1)


def test_another_persons_token_shows_nothing_of_theirs(sign_in, address):
    sign_in(people.lead_of_st_albans()).post(address, typed())
    page = sign_in(people.lead_of_bootham()).post(address, typed(from_school=people.bootham().pk))
    assert page.status_code == 422
    assert "This form has already been used." in page.content.decode()
    assert Enquiry.objects.count() == 1


def test_visitors_sign_in_first_and_newcomers_join_a_school_first(client, sign_in, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")
    page = sign_in(people.newcomer()).post(address, typed())
    assert page.status_code == 403
    assert "Schools write to schools here, so you need a place at one" in page.content.decode()
    assert Enquiry.objects.count() == 0


def test_an_ended_place_gives_no_right(sign_in, address):
    client = sign_in(people.lead_of_st_albans())
    assert client.get(address).status_code == 200
    Membership.objects.filter(school=people.st_albans()).update(state="ended", ended_at=timezone.now())
    assert client.post(address, typed()).status_code == 403


def test_what_is_not_public_is_not_found(sign_in):
    draft = factories.project(host=people.st_marys(), state="draft", published_at=None)
    closed = factories.listing(by_school=people.st_marys(), state="closed")
    client = sign_in(people.lead_of_st_albans())
    for path in (f"/projects/{draft.slug}/enquire/", f"/board/{closed.pk}/enquire/", f"/board/{10**30}/enquire/"):
        assert client.get(path).status_code == 404


def test_a_posting_and_a_school_can_be_written_to(sign_in):
    people.lead_of_st_marys()
    listing = factories.listing(by_school=people.st_marys(), title="An organist")
    client = sign_in(people.lead_of_st_albans())
    assert client.post(f"/board/{listing.pk}/enquire/", typed()).status_code == 302
    school = people.st_marys()
    old = client.get(f"/schools/{school.pk}-old-name/enquire/")
    assert old["Location"] == f"/schools/{school.pk}-{school.slug}/enquire/"
    assert client.post(old["Location"], typed(token="another-intent-5678")).status_code == 302
    assert list(Enquiry.objects.order_by("pk").values_list("subject", flat=True)) == [
        "An organist",
        "Working with St Mary’s School",
    ]


def test_own_closed_and_blocking_schools_are_refused_with_a_sentence(sign_in):
    client = sign_in(people.lead_of_st_albans())
    closed = factories.school(name="Old Hall", status="closed")
    shut = factories.school(name="Quiet Hall")
    Block.objects.create(school=shut, blocked=people.st_albans())
    cases = {
        people.st_albans(): "is your own school. Write to another one.",
        closed: "Old Hall has closed, so nobody would read your message.",
        shut: "Quiet Hall does not take messages from your school at present.",
    }
    for school, sentence in cases.items():
        path = f"/schools/{school.pk}-{school.slug}/enquire/"
        assert sentence in client.get(path).content.decode()
        client.post(path, typed())
    assert Enquiry.objects.count() == 0


def test_a_school_without_a_lead_is_said_and_the_moderators_are_told_once(sign_in):
    people.moderator()
    client = sign_in(people.lead_of_st_albans())
    school = people.bootham()
    path = f"/schools/{school.pk}-{school.slug}/enquire/"
    assert "has no lead on this site yet" in client.get(path).content.decode()
    page = client.post(path, typed(), follow=True).content.decode()
    assert "Your message is kept. Bootham School has no lead on this site yet" in page
    assert "Our moderators try to reach the school." in page
    enquiry = Enquiry.objects.get()
    client.post(f"/enquiries/{enquiry.pk}/write/", {"text": "Still there?", "token": "second-message-123"})
    assert list(Letter.objects.values_list("to", flat=True)) == ["moderator@sample.example"]


def test_the_twenty_first_enquiry_of_a_day_waits_for_tomorrow():
    people.lead_of_st_albans()
    people.settle()
    lead = people.lead_of_st_albans()
    for number in range(20):
        open_enquiry(
            by=lead, from_school=people.st_albans(), about=people.bootham(), text="Hello", token=f"enquiry-{number}"
        )
    again = {"by": lead, "from_school": people.st_albans(), "about": people.bootham(), "text": "Hello", "token": TOKEN}
    with pytest.raises(ValidationError, match="Send this one tomorrow"):
        open_enquiry(**again)
    assert Enquiry.objects.count() == 20
    Enquiry.objects.update(opened_at=timezone.now() - timedelta(hours=25))
    assert open_enquiry(**again).pk is not None
