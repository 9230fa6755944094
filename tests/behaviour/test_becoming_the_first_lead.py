"""The first lead of a school: an address at its own domain, and a code that its office passes on."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import approve_membership, ask_to_join_school, enter_office_code, send_office_code
from accounts.models import Membership, OfficeCode, Role, User
from accounts.permissions import is_lead, is_member
from schools.models import School, Trust
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db

OFFICE = "office@hollybank.cambs.sch.uk"


def holly_bank(**fields) -> School:
    return factories.school_once(
        urn=900010, name="Holly Bank School", website="https://www.hollybank.cambs.sch.uk", **fields
    )


def dora() -> User:
    return people.person("d.deputy@hollybank.cambs.sch.uk", "Dora Deputy")


def request_of(person=None, school=None) -> Membership:
    return ask_to_join_school(by=person or dora(), school=school or holly_bank(), job_title="Deputy head")


def page_of(place: Membership) -> str:
    return f"/accounts/schools/joining/{place.pk}/"


def code_in(letter: Letter) -> str:
    return re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.text, re.MULTILINE).group(1)


def send(place=None) -> tuple[Membership, str]:
    place = place or request_of()
    code = send_office_code(by=place.user, membership=place, address=OFFICE)
    return place, code_in(Letter.objects.get(key=f"office code {code.pk}"))


def test_a_deputy_head_is_recognised_and_becomes_the_first_lead(sign_in):
    school, client = holly_bank(), sign_in(dora())
    page = client.get("/accounts/schools/join/").content.decode()
    assert "Is this your school?" in page
    assert "hollybank.cambs.sch.uk" in page
    answer = client.post("/accounts/schools/join/", {"school": school.pk, "job_title": "Deputy head", "role": "lead"})
    place = Membership.objects.get()
    assert answer.url == page_of(place)
    page = client.get(answer.url).content.decode()
    assert OFFICE in page
    assert "you would be its first lead" in page
    page = client.post(f"{page_of(place)}office/", {"address": OFFICE}, follow=True).content.decode()
    assert f"The code is on its way to {OFFICE}. Ask your office for it." in page
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (OFFICE, "A code for Holly Bank School")
    assert "Dora Deputy, Deputy head, asks to act for Holly Bank School" in letter.text
    assert dora().email not in letter.text + letter.html
    assert not is_member(dora(), school)
    typed = code_in(letter).lower().replace("-", " ")
    page = client.post(f"{page_of(place)}code/", {"code": typed}, follow=True).content.decode()
    assert "Welcome. You are the first lead of Holly Bank School." in page
    assert is_lead(dora(), school)
    place.refresh_from_db()
    assert place.reason == f"Typed the code that was sent to {OFFICE}."
    assert client.get(page_of(place)).url == "/my-school/"


def test_a_wrong_code_is_said_and_five_end_it(sign_in):
    place, code = send()
    client = sign_in(dora())
    for _ in range(5):
        answer = client.post(f"{page_of(place)}code/", {"code": "BBBB-BBBB"})
        assert answer.status_code == 422
        assert "This is not the code that we sent to the office." in answer.content.decode()
    html = client.post(f"{page_of(place)}code/", {"code": code}).content.decode()
    assert "That was wrong five times" in html
    assert "<title>Error:" in html
    assert not is_member(dora(), holly_bank())


@pytest.mark.parametrize(
    ("where", "fields", "sentence"),
    [
        ("code", {}, "Type the code."),
        ("code", {"code": "x" * 21}, "The code has eight letters and figures."),
        ("office", {}, "Choose a mailbox."),
        ("office", {"address": "evil@evil.example"}, "Choose one of the addresses in the list."),
        ("office", {"address": "j.smith@hollybank.cambs.sch.uk"}, "Choose one of the addresses in the list."),
    ],
)
def test_what_is_wrong_is_said_and_no_letter_goes(sign_in, where, fields, sentence):
    place = request_of()
    answer = sign_in(dora()).post(f"{page_of(place)}{where}/", fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Letter.objects.count() == 0


def test_pressing_twice_sends_one_letter_and_a_new_code_ends_the_old_one():
    place, code = send()
    send_office_code(by=dora(), membership=place, address=OFFICE)
    assert Letter.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        _, newer = send(place)
        with pytest.raises(ValidationError, match="This is not the code"):
            enter_office_code(by=dora(), membership=place, code=code)
        enter_office_code(by=dora(), membership=place, code=newer)
        assert enter_office_code(by=dora(), membership=Membership.objects.get(), code=newer).is_lead
    assert Letter.objects.filter(to=dora().email).count() == 1


def test_an_office_gets_three_letters_a_day():
    place = request_of()
    for box in ("office", "admin", "info"):
        send_office_code(by=dora(), membership=place, address=f"{box}@hollybank.cambs.sch.uk")
    with pytest.raises(ValidationError, match="We have written to this office often enough today"):
        send_office_code(by=dora(), membership=place, address="head@hollybank.cambs.sch.uk")
    assert Letter.objects.count() == 3


def test_a_code_runs_out():
    place, code = send()
    with (
        time_machine.travel(timezone.now() + timedelta(days=7, seconds=1), tick=False),
        pytest.raises(ValidationError, match="There is no code that still holds"),
    ):
        enter_office_code(by=dora(), membership=place, code=code)


def test_the_code_is_not_kept():
    _, code = send()
    assert code not in str(OfficeCode.objects.values().get())
    assert code.replace("-", "") not in str(OfficeCode.objects.values().get())


@pytest.mark.parametrize(
    "address",
    [
        "22smith@hollybank.cambs.sch.uk",
        "j.smith@pupils.hollybank.cambs.sch.uk",
        "head@hollybank.cambs.sch.uk.evil.example",
        "head@hollybank-cambs.sch.uk",
        "hollybank.head@gmail.com",
        "officer@cambridgeshire.gov.uk",
    ],
)
def test_pupils_look_alikes_and_private_addresses_get_nowhere(sign_in, address):
    place = request_of(people.person(address, "Pat Pretender"))
    client = sign_in(place.user)
    page = client.get(page_of(place)).content.decode()
    assert "A moderator compares your request" in page
    assert OFFICE not in page
    with pytest.raises(ValidationError, match="Your address does not show"):
        send_office_code(by=place.user, membership=place, address=OFFICE)
    client.post(f"{page_of(place)}office/", {"address": OFFICE})
    assert Letter.objects.count() == 0
    assert not is_member(place.user, holly_bank())


def test_an_address_that_is_not_verified_does_not_count():
    place = request_of()
    place.user.emailaddress_set.update(verified=False)
    with pytest.raises(ValidationError, match="Your address does not show"):
        send_office_code(by=dora(), membership=place, address=OFFICE)


def test_a_shared_domain_is_for_a_moderator():
    trust = Trust.objects.create(uid="T9", name="Bright Trust")
    one, _ = (factories.school(name=name, website="https://bright.example.org", trust=trust) for name in ("Oak", "Elm"))
    place = request_of(people.person("head@example.org", "Hetty Head"), one)
    with pytest.raises(ValidationError, match="Choose one of the addresses in the list"):
        send_office_code(by=place.user, membership=place, address="office@example.org")


def test_where_a_lead_acts_the_lead_decides_and_hears_of_rivals(sign_in):
    place, code = send()
    lead = people.member("head@hollybank.cambs.sch.uk", "Hal Head", holly_bank(), Role.LEAD)
    with pytest.raises(ValidationError, match="has a lead already, who decides"):
        enter_office_code(by=dora(), membership=place, code=code)
    rival = request_of(people.person("r.rival@hollybank.cambs.sch.uk", "Rita Rival"))
    assert Letter.objects.filter(to=lead.email, subject="Somebody asks to join Holly Bank School").count() == 1
    page = sign_in(rival.user).get(page_of(rival)).content.decode()
    assert "A lead of the school decides." in page
    assert OFFICE not in page


def test_of_two_rivals_the_first_code_wins():
    first, code = send()
    second = request_of(people.person("r.rival@hollybank.cambs.sch.uk", "Rita Rival"))
    _, other = send(second)
    enter_office_code(by=dora(), membership=first, code=code)
    with pytest.raises(ValidationError, match="has a lead already"):
        enter_office_code(by=second.user, membership=second, code=other)
    assert [one.user for one in Membership.objects.active().of_school(holly_bank())] == [dora()]


def test_nobody_uses_anothers_code(sign_in):
    place, code = send()
    thief = people.person("t.thief@hollybank.cambs.sch.uk", "Tim Thief")
    client = sign_in(thief)
    for address in ("", "office/", "code/"):
        answer = (
            client.get(page_of(place)) if not address else client.post(f"{page_of(place)}{address}", {"code": code})
        )
        assert answer.status_code == 404
    own = request_of(thief)
    client.post(f"{page_of(own)}code/", {"code": code})
    with pytest.raises(PermissionDenied):
        enter_office_code(by=thief, membership=place, code=code)
    assert not is_member(thief, holly_bank())


def test_nothing_happens_by_reading(sign_in):
    place = request_of()
    client = sign_in(dora())
    for _ in range(2):
        assert client.get(page_of(place)).status_code == 200
        assert client.get(f"{page_of(place)}office/").status_code == 405
        assert client.get(f"{page_of(place)}code/").status_code == 405
    assert Letter.objects.count() == OfficeCode.objects.count() == 0


def test_a_school_that_closes_meanwhile_lets_nobody_in():
    place, code = send()
    School.objects.filter(pk=holly_bank().pk).update(status="closed")
    with pytest.raises(ValidationError, match="has no pupils today"):
        enter_office_code(by=dora(), membership=place, code=code)


class TestTheOffice:
    """What the link in its letter does."""

    def page(self) -> str:
        return f"/accounts/office/{OfficeCode.objects.get().token}/"

    def test_says_that_it_does_not_know_the_person(self):
        moderator = people.moderator()
        place, code = send()
        for _ in range(2):  # a mail scanner
            assert "Do you know this person?" in Client().get(self.page()).content.decode()
        assert Membership.objects.get().state == "waiting"
        for _ in range(2):
            assert "Thank you" in Client().post(self.page(), follow=True).content.decode()
        place.refresh_from_db()
        assert (place.state, place.reason) == ("ended", "The school’s office does not know this person.")
        with pytest.raises(ValidationError):
            enter_office_code(by=dora(), membership=place, code=code)
        told = Letter.objects.exclude(to=OFFICE).order_by("pk").values_list("to", "subject")
        assert list(told) == [
            (dora().email, "Your request to join Holly Bank School"),
            (moderator.email, "Holly Bank School does not know who asked"),
        ]

    def test_is_too_late_when_the_request_was_answered(self):
        place, _ = send()
        approve_membership(membership=place, by=people.moderator())
        answer = Client().get(self.page())
        assert answer.status_code == 410
        assert "This request has been answered" in answer.content.decode()
        assert Client().post(self.page()).status_code == 410
        assert is_member(dora(), holly_bank())

    def test_keeps_its_link_to_itself(self):
        send()
        answer = Client().get(self.page())
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        assert dora().email not in answer.content.decode()
        assert Client().get("/accounts/office/wrong/").status_code == 404
