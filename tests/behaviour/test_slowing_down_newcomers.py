"""New schools and accounts are slowed, not shut out; the same words to many wait for a moderator."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from messaging.actions import open_enquiry, refuse_enquiry, release_enquiry, write_message
from messaging.models import Enquiry, ReportRecord
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
ADVERT = "Buy our wonderful lesson plans. They are cheap and they are good."


def ask(number: int, text: str = "Hello", to=None, by=None):
    return open_enquiry(
        by=by or people.lead_of_st_albans(),
        from_school=people.st_albans(),
        about=to or people.bootham(),
        text=text,
        token=f"enquiry-of-number-{number}",
    )


def schools(count: int) -> list:
    return [factories.school() for _ in range(count)]


def third_of_the_same() -> Enquiry:
    people.moderator()
    people.lead_of_st_albans()
    people.settle()
    first, second, third = schools(3)
    assert ask(1, ADVERT, first).is_sent
    assert ask(2, f"  {ADVERT.upper()} ", second).is_sent
    return ask(3, ADVERT, third)


def test_a_new_account_begins_five_an_hour():
    for number in range(5):
        ask(number)
    with pytest.raises(ValidationError, match="Send this one in an hour"):
        ask(5)
    people.settle()
    assert ask(6).pk


def test_a_new_school_begins_ten_a_day():
    people.lead_of_st_albans()
    people.settle()
    people.lead_of_st_albans().memberships.update(asked_at=timezone.now())
    for number in range(10):
        ask(number)
    with pytest.raises(ValidationError, match="10 enquiries in the last 24 hours.*new here"):
        ask(10)


def test_a_new_account_sends_at_most_two_links_and_those_are_read_first():
    with pytest.raises(ValidationError, match="at most 2 links"):
        ask(1, "See https://one.example.com https://two.example.com https://three.example.com")
    assert ask(2, "See https://one.example.com").is_held
    people.settle()
    assert ask(3, "See https://one.example.com https://two.example.com https://three.example.com").is_sent


def test_the_schools_own_website_is_no_link():
    school = people.st_albans()
    school.website = "https://www.stalbans-primary.co.uk"
    school.save()
    assert ask(1, "We are at https://www.stalbans-primary.co.uk/about").is_sent


def test_the_same_words_to_a_third_school_are_held_and_the_other_school_hears_nothing(sign_in):
    held = third_of_the_same()
    lead = people.member("lead@third.example", "Third Lead", held.to_school, "lead")
    client = sign_in(lead)
    assert held.is_held
    assert client.get(f"/enquiries/{held.pk}/").status_code == 404
    assert held.get_absolute_url() not in client.get("/enquiries/").content.decode()
    assert "1 enquiry to answer" not in client.get("/my-school/").content.decode()
    assert not Letter.objects.filter(to="lead@third.example").exists()
    letter = Letter.objects.get(to="moderator@sample.example", subject="An enquiry waits for you to read it first")
    assert "lesson plans" not in letter.text + letter.html
    own = sign_in(people.lead_of_st_albans()).get(f"/enquiries/{held.pk}/").content.decode()
    assert "A moderator reads it first" in own


def test_it_is_said_before_sending(sign_in):
    people.lead_of_st_albans()
    people.settle()
    first, second, third = schools(3)
    ask(1, ADVERT, first)
    ask(2, ADVERT, second)
    typed = {"from_school": people.st_albans().pk, "text": ADVERT, "token": "a-third-of-the-same"}
    page = sign_in(people.lead_of_st_albans()).post(f"/schools/{third.pk}-{third.slug}/enquire/", typed)
    assert "The same words went to two other schools." in page.content.decode()


def test_a_moderator_releases_it_and_then_the_school_hears_of_it_once(sign_in):
    held = third_of_the_same()
    lead = people.member("lead@third.example", "Third Lead", held.to_school, "lead")
    client = sign_in(people.moderator())
    queue = client.get("/admin/messaging/heldenquiry/").content.decode()
    assert "The same words went to two other schools." in queue
    page = client.get(f"/admin/messaging/heldenquiry/{held.pk}/change/").content.decode()
    assert "lesson plans" not in page
    read = client.post(f"/admin/messaging/heldenquiry/{held.pk}/read/").content.decode()
    assert "lesson plans" in read
    assert ReportRecord.objects.get(enquiry=held).deed == "Read a held enquiry"
    for _ in range(2):
        assert client.post(f"/admin/messaging/heldenquiry/{held.pk}/release/").status_code == 302
    assert Letter.objects.filter(to="lead@third.example").count() == 1
    assert ADVERT in sign_in(lead).get(f"/enquiries/{held.pk}/").content.decode()
    with pytest.raises(ValidationError, match="already decided"):
        refuse_enquiry(by=people.superuser(), enquiry=held, why="Advertising")


def test_a_moderator_refuses_it_with_a_reason_and_may_think_again(sign_in):
    held = third_of_the_same()
    with pytest.raises(ValidationError, match="Say why"):
        refuse_enquiry(by=people.moderator(), enquiry=held, why=" ")
    client = sign_in(people.moderator())
    client.post(f"/admin/messaging/heldenquiry/{held.pk}/refuse/", {"why": "It is an advertisement."})
    held.refresh_from_db()
    assert held.standing == "refused"
    assert Letter.objects.filter(to="lead@stalbans.example", subject="Your enquiry was not passed on").count() == 1
    with pytest.raises(ValidationError, match="did not pass this enquiry on"):
        write_message(by=people.lead_of_st_albans(), enquiry=held, text="Why?", token="after-a-refusal-1")
    assert release_enquiry(by=people.moderator(), enquiry=held, why="I was wrong").is_sent


@pytest.mark.parametrize("person", [people.newcomer, people.lead_of_st_albans, people.lead_of_bootham])
def test_nobody_else_decides(sign_in, person):
    held = third_of_the_same()
    for verb in ("read", "release", "refuse"):
        answer = sign_in(person()).post(f"/admin/messaging/heldenquiry/{held.pk}/{verb}/", {"why": "x"})
        assert answer.status_code in (302, 403)
        assert answer.status_code == 403 or "login" in answer["Location"] or answer["Location"] == "/"
    held.refresh_from_db()
    assert held.is_held
    with pytest.raises(PermissionDenied):
        release_enquiry(by=person(), enquiry=held)


def test_a_moderator_does_not_decide_about_the_own_school():
    held = third_of_the_same()
    judge = people.lead_of_st_albans()
    judge.is_staff = True
    judge.save()
    with pytest.raises(PermissionDenied, match="Another moderator decides"):
        release_enquiry(by=judge, enquiry=held)
