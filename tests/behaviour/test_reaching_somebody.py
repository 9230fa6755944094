"""An enquiry always reaches somebody: after days of silence, when mailboxes bounce, when people have left."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.actions import end_membership, erase_account
from accounts.models import Membership
from accounts.notices import choose
from messaging.actions import answer_enquiry, block_school, open_enquiry, write_message
from messaging.models import Attempt, Enquiry
from messaging.nights import reach_somebody
from messaging.templatetags.messaging import answering_time
from schools_together.outbox.bounces import note_bounce
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
OPENED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 11, 2)
LEAD, TEACHER, MODERATOR = "head@holly.example", "teacher@holly.example", "moderator@sample.example"
SECOND, THIRD = "second@holly.example", "third@holly.example"
OFFICE = "office@holly.example"


@pytest.fixture
def school():
    """A school with its own domain, a lead and a contributor."""
    made = factories.school(name="Holly Bank School", website="https://www.holly.example")
    people.moderator()
    people.member(LEAD, "Hana Head", made, "lead")
    people.member(TEACHER, "Tom Teacher", made, "contributor")
    return made


def ask(school, at: datetime = OPENED) -> Enquiry:
    with time_machine.travel(at, tick=False):
        return open_enquiry(
            by=people.lead_of_st_albans(), from_school=people.st_albans(), about=school,
            text="May we come and see your pool?", token=f"reaching-{at:%Y%m%d%H%M}-{school.pk}",
        )  # fmt: skip


def nights(*days: int) -> None:
    for day in days:
        at = datetime(2026, 11, 2, 17, 0, tzinfo=UTC) + timedelta(days=day)
        with time_machine.travel(at, tick=False):
            reach_somebody(DAY + timedelta(days=day))


def told() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("to", flat=True))


def steps() -> list[tuple[str, int]]:
    return [(one.step, (one.made_on - DAY).days) for one in Attempt.objects.order_by("pk")]


def test_silence_goes_from_the_leads_to_the_second_contact_all_others_the_office_and_the_moderators(school):
    people.member(SECOND, "Sam Second", school, "lead")
    people.member(THIRD, "Thea Third", school, "lead")
    ask(school)
    assert told() == [LEAD, SECOND, THIRD]
    nights(0, 0, 6, 7, 7, 8, 9, 10, 10, 13, 14, 14, 16, 17, 17, 18, 40)
    assert steps() == [("leads", 0), ("second", 7), ("colleagues", 10), ("office", 14), ("moderators", 17)]
    assert told()[3:] == [SECOND, LEAD, TEACHER, THIRD, OFFICE, MODERATOR]


def test_where_there_is_one_lead_a_member_is_the_second_contact(school):
    ask(school)
    nights(7, 10)
    assert steps() == [("leads", 0), ("second", 7), ("colleagues", 10)]
    assert told() == [LEAD, TEACHER, LEAD]


def test_where_there_is_no_second_contact_the_lone_lead_is_reminded_after_a_week(school):
    Membership.objects.filter(user__email=TEACHER).update(state="ended", ended_at=OPENED)
    ask(school)
    nights(6, 7, 10, 13, 14, 16, 17)
    assert steps() == [("leads", 0), ("colleagues", 7), ("office", 14), ("moderators", 17)]
    assert told() == [LEAD, LEAD, OFFICE, MODERATOR]


@pytest.mark.parametrize("how", ["bounces", "leaves", "is erased", "wants no more"])
def test_a_first_contact_who_is_lost_moves_it_on_the_next_night(school, how):
    people.member(SECOND, "Sam Second", school, "lead")
    ask(school)
    nights(1)
    assert steps() == [("leads", 0)]
    lose(school, LEAD, how)
    nights(2, 2, 3)
    assert steps() == [("leads", 0), ("second", 2)]
    assert told().count(SECOND) == 2
    lose(school, SECOND, how)
    nights(4, 5)
    assert steps()[2:] == [("colleagues", 4)]
    assert told()[-1] == TEACHER


def lose(school, email: str, how: str) -> None:
    place = Membership.objects.get(school=school, user__email=email)
    if how == "bounces":
        note_bounce(email)
    elif how == "leaves":
        end_membership(by=place.user, membership=place)
    elif how == "is erased":
        erase_account(by=place.user, user=place.user)
    else:
        choose(by=place.user, kind="enquiries", when="off")


def test_another_lead_who_leaves_changes_nothing(school):
    second = people.member(SECOND, "Sam Second", school, "lead")
    ask(school)
    end_membership(by=second, membership=Membership.objects.get(user=second))
    nights(1)
    assert steps() == [("leads", 0)]


def test_nights_that_did_not_run_are_made_up_for_by_the_furthest_step(school):
    ask(school)
    nights(15, 15, 16)
    assert steps() == [("leads", 0), ("office", 15)]


def test_no_letter_on_the_way_holds_the_message_or_a_person(school):
    ask(school)
    nights(7, 10, 14, 17)
    for letter in Letter.objects.all():
        for word in ("pool", "Hana", "Tom", "Amir", "Alban"):
            assert word not in letter.subject + letter.text + letter.html


@pytest.mark.parametrize("word", ["message", "answer"])
def test_one_word_from_the_school_ends_it(school, word):
    enquiry, head = ask(school), people.member(LEAD, "Hana Head", school, "lead")
    if word == "message":
        write_message(by=head, enquiry=enquiry, text="Gladly.", token="a-word-from-the-school")
    else:
        answer_enquiry(by=head, enquiry=enquiry, answer="not-now")
    nights(7, 10, 14, 17)
    assert steps() == [("leads", 0)]


def test_a_bounce_moves_it_on_the_next_night(school):
    ask(school)
    note_bounce(LEAD)
    nights(1)
    assert steps()[-1] == ("second", 1)
    assert told() == [LEAD, TEACHER]
    note_bounce(TEACHER)
    nights(2)
    assert told() == [LEAD, TEACHER, OFFICE]


def test_an_office_whose_mailbox_bounces_is_written_to_at_the_next(school):
    ask(school)
    nights(14)
    note_bounce(OFFICE)
    nights(15, 15)
    assert told() == [LEAD, OFFICE, "admin@holly.example"]


def test_where_the_leads_have_left_their_colleagues_hear_of_it(school):
    Membership.objects.filter(user__email=LEAD).update(state="ended", ended_at=OPENED)
    ask(school)
    assert (steps(), told()) == ([("colleagues", 0)], [TEACHER])


def test_a_lead_who_leaves_afterwards_is_a_reason_too(school):
    ask(school)
    Membership.objects.filter(school=school).update(state="ended", ended_at=OPENED)
    nights(1)
    assert steps() == [("leads", 0), ("office", 1)]


def test_people_who_want_no_such_letters_are_passed_over(school):
    choose(by=people.member(LEAD, "Hana Head", school, "lead"), kind="enquiries", when="off")
    ask(school)
    assert (steps(), told()) == ([("colleagues", 0)], [TEACHER])


def test_without_anybody_the_moderators_hear_of_it_at_once_and_find_it(sign_in):
    people.moderator()
    enquiry = ask(people.bootham())
    assert (steps(), told()) == ([("moderators", 0)], [MODERATOR])
    page = sign_in(people.moderator()).get(reverse("admin:messaging_enquiry_change", args=[enquiry.pk]))
    assert page.status_code == 200


def test_the_moderators_find_what_nobody_answered(school, sign_in):
    enquiry = ask(school)
    address = reverse("admin:messaging_enquiry_change", args=[enquiry.pk])
    moderator = sign_in(people.moderator())
    assert moderator.get(address).status_code == 302
    nights(7, 10, 14, 17)
    assert moderator.get(address).status_code == 200


def test_a_school_that_wants_no_more_is_left_alone(school):
    ask(school)
    head = people.member(LEAD, "Hana Head", school, "lead")
    block_school(by=head, school=school, blocked=people.st_albans())
    nights(7, 10, 14, 17)
    assert steps() == [("leads", 0)]


def test_the_school_that_asked_sees_where_it_stands_and_the_other_does_not(school, sign_in):
    enquiry = ask(school)
    nights(7, 14)
    page = sign_in(people.lead_of_st_albans()).get(enquiry.get_absolute_url()).content.decode()
    assert "9 November 2026: No answer yet, so we asked a second person at the school." in page
    assert "after 17 days our moderators" in page
    assert "2 November 2026: We told the leads of the school by e-mail." in page
    assert "16 November 2026: No answer yet, so we wrote to the school’s office." in page
    head = sign_in(people.member(LEAD, "Hana Head", school, "lead"))
    assert "No answer yet" not in head.get(enquiry.get_absolute_url()).content.decode()


# Summer time ends on 25 October 2026 (01:30 comes twice) and begins on 28 March 2027 (01:30 never comes).
@pytest.mark.parametrize(
    ("opened", "week_later"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 11, 1)),  # 01:30 for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 11, 1)),  # 01:30 again
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), date(2026, 10, 31)),  # 23:59 of the day before
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 11, 1)),  # midnight by the clocks of London
        (datetime(2026, 10, 18, 23, 30, tzinfo=UTC), date(2026, 10, 26)),  # 00:30 on the 19th, across the change
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), date(2027, 4, 4)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 4, 4)),  # 02:00, straight after 00:59
        (datetime(2027, 3, 21, 23, 30, tzinfo=UTC), date(2027, 3, 28)),  # 23:30, across the change
    ],
)
def test_the_days_are_those_of_london_when_the_clocks_change(school, opened, week_later):
    ask(school, opened)
    for day, expected in ((week_later - timedelta(days=1), 1), (week_later, 2), (week_later, 2)):
        with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12), tick=False):
            reach_somebody(day)
        assert Attempt.objects.count() == expected


def test_a_school_that_leaves_most_unanswered_has_no_usual_time(school):
    head = people.member(LEAD, "Hana Head", school, "lead")
    for day in range(3):
        answer_enquiry(by=head, enquiry=ask(school, OPENED + timedelta(minutes=day)), answer="interested")
    with time_machine.travel(OPENED + timedelta(days=60), tick=False):
        assert answering_time(school).startswith("Usually answers within")
        for day in range(4):
            ask(school, OPENED + timedelta(days=20, minutes=day))
    with time_machine.travel(OPENED + timedelta(days=60), tick=False):
        assert answering_time(school) == ""
