"""Tell me: being told by e-mail of new projects that fit a search, or of one school's, with or without an account."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from partnerships.actions import tell_alert
from partnerships.alerts import address_of
from partnerships.models import Alert, AlertMatch
from schools_together.outbox.chores import do_chores
from schools_together.outbox.models import Letter
from tests import factories, people

pytestmark = pytest.mark.django_db
ASK = "/alerts/new/?q=choir&page=3&sort=title"
TOMORROW = timezone.localdate() + timedelta(days=1)


def ask(client, address: str = ASK, **typed):
    return client.post(address, {"email": "reader@home.example", "rhythm": "daily", **typed})


def an_alert(**fields) -> Alert:
    """A visitor's alert for choirs, confirmed yesterday."""
    now = timezone.now()
    usual = {
        "email": "reader@home.example",
        "query": "q=choir",
        "words": "“choir”",
        "rhythm": "daily",
        "confirmed_at": now - timedelta(days=1),
        "wanted_on": timezone.localdate() - timedelta(days=1),
        "looked_on": timezone.localdate() - timedelta(days=1),
    }
    return Alert.objects.create(**usual | fields)


def choir(**fields):
    return factories.project(host=people.st_marys(), title="A choir for two schools", **fields)


def night(today: date) -> None:
    list(do_chores(today))
    call_command("worker", once=True)


def test_a_visitor_asks_and_nothing_comes_before_the_button_is_pressed(client):
    assert ask(client).url == "/alerts/asked/"
    alert = Alert.objects.get()
    assert (alert.query, alert.words, alert.confirmed_at) == ("q=choir", "“choir”", None)
    choir()
    night(TOMORROW)
    letter = Letter.objects.get()
    assert letter.subject == "Do you want to hear of new projects?"
    address = address_of("alert_confirm", alert)
    assert f"http://localhost{address}" in letter.text
    for _ in range(2):
        assert "Do you want this alert?" in client.get(address).content.decode()
        assert not Alert.objects.on().exists()
    for _ in range(2):
        assert "Your alert is on" in client.post(address).content.decode()
    assert Alert.objects.on().count() == 1


def test_asking_twice_is_asking_once(client):
    ask(client), ask(client)
    assert Alert.objects.count() == 1
    assert Letter.objects.count() == 1


def test_a_wrong_address_is_refused_with_a_sentence(client):
    answer = ask(client, email="nobody")
    assert answer.status_code == 422
    assert "Enter an e-mail address, like name@school.sch.uk." in answer.content.decode()
    assert Alert.objects.count() == 0


def test_a_member_needs_no_confirming(sign_in):
    alice = people.lead_of_st_marys()
    page = sign_in(alice).post(ASK, {"rhythm": "weekly"}, follow=True).content.decode()
    assert "We tell you by e-mail when something new appears." in page
    assert "“choir”" in page
    alert = Alert.objects.on().get()
    assert (alert.user, alert.email) == (alice, alice.email)
    assert Letter.objects.count() == 0


def test_each_new_match_is_told_once_and_nothing_that_is_not_public():
    old = choir(published_at=timezone.now() - timedelta(days=9))
    alert = an_alert()
    new = choir()
    draft = choir(state="draft")
    other = factories.project(host=people.st_marys(), title="Football")
    for day in (TOMORROW, TOMORROW, TOMORROW + timedelta(days=1)):
        night(day)
    assert [match.project for match in AlertMatch.objects.all()] == [new]
    letter = Letter.objects.get()
    assert letter.subject == "1 new project: “choir”"
    assert new.get_absolute_url() in letter.text
    for hidden in (old, draft, other):
        assert hidden.get_absolute_url() not in letter.text + letter.html
    assert letter.off_url == f"http://localhost{address_of('alert_off', alert)}"


def test_a_partners_name_that_waits_is_not_told():
    an_alert(query="", school=people.st_albans(), words="Projects with St Alban’s")
    choir(waiting=[people.st_albans()])
    assert tell_alert(pk=Alert.objects.get().pk, today=TOMORROW) == 0
    joined = choir(partners=[people.st_albans()])
    Alert.objects.update(looked_on=timezone.localdate())
    assert tell_alert(pk=Alert.objects.get().pk, today=TOMORROW) == 1
    assert AlertMatch.objects.get().project == joined


def test_a_weekly_alert_waits_for_its_week():
    an_alert(rhythm="weekly", looked_on=TOMORROW - timedelta(days=6))
    choir()
    night(TOMORROW)
    assert Letter.objects.count() == 0
    night(TOMORROW + timedelta(days=1))
    assert Letter.objects.count() == 1


def test_one_press_ends_it_by_a_mailbox_too():
    alert = an_alert()
    address = address_of("alert_off", alert)
    mailbox = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert "End this alert?" in mailbox.get(address).content.decode()
    assert Alert.objects.count() == 1
    for _ in range(2):
        page = mailbox.post(address, {"List-Unsubscribe": "One-Click"})
        assert "This alert has ended" in page.content.decode()
    assert Alert.objects.count() == 0


@pytest.mark.parametrize("name", ["alert_confirm", "alert_keep", "alert_off"])
def test_an_address_does_its_one_thing_only(name, client):
    alert = an_alert(confirmed_at=None)
    others = {"alert_confirm": "off", "alert_keep": "confirm", "alert_off": "keep"}
    token = address_of(name, alert).split("/")[-2]
    assert client.post(f"/alerts/{others[name]}/{token}/").status_code == 404
    assert client.post(f"/alerts/{others[name]}/{token[:-1]}/").status_code == 404
    assert Alert.objects.waiting().count() == 1


def test_after_a_year_we_ask_and_without_an_answer_it_goes(client):
    alert = an_alert(wanted_on=date(2025, 11, 1))
    for _ in range(2):
        night(date(2026, 11, 1))
    assert Letter.objects.get().subject == "Do you still want to hear of new projects?"
    address = address_of("alert_keep", alert)
    for _ in range(2):
        assert "Do you still want this alert?" in client.get(address).content.decode()
    night(date(2026, 11, 30))
    assert Alert.objects.count() == 1
    assert "Your alert goes on" in client.post(address).content.decode()
    night(date(2026, 12, 2))
    assert Alert.objects.count() == 1
    Alert.objects.update(asked_again_on=date(2026, 11, 1))
    night(date(2026, 12, 1))
    assert Alert.objects.count() == 0


def test_what_nobody_confirms_is_forgotten_after_a_week(client):
    ask(client)
    night(timezone.localdate())
    assert Alert.objects.count() == 1
    Alert.objects.update(asked_at=timezone.now() - timedelta(days=8))
    night(timezone.localdate())
    assert Alert.objects.count() == 0


def test_only_the_owner_sees_and_ends_it(sign_in):
    alert = an_alert(user=people.lead_of_st_marys(), email=people.lead_of_st_marys().email)
    stranger = sign_in(people.lead_of_bootham())
    assert "“choir”" not in stranger.get("/alerts/").content.decode()
    assert stranger.post(f"/alerts/{alert.pk}/end/").status_code == 404
    owner = sign_in(people.lead_of_st_marys())
    assert "“choir”" in owner.get("/alerts/").content.decode()
    assert owner.get(f"/alerts/{alert.pk}/end/").status_code == 405
    assert "You hear no more of: “choir”." in owner.post(f"/alerts/{alert.pk}/end/", follow=True).content.decode()
    assert Alert.objects.count() == 0


def test_one_client_cannot_flood_an_address(client):
    for number in range(10):
        assert ask(client, f"/alerts/new/?q=word{number}").status_code == 302
    answer = ask(client, "/alerts/new/?q=one+more")
    assert answer.status_code == 422
    assert "That was a lot at once." in answer.content.decode()
    assert Alert.objects.count() == 10


@pytest.mark.parametrize("school", ["999999999", "x", "99999999999999999999", "²"])
def test_a_school_that_there_is_not(school, client):
    assert client.get("/alerts/new/", {"school": school}).status_code == 404


def test_what_was_found_stands_on_the_desk(sign_in):
    alice = people.lead_of_st_marys()
    an_alert(user=alice, email=alice.email)
    choir()
    tell_alert(pk=Alert.objects.get().pk, today=TOMORROW)
    page = sign_in(alice).get("/my-school/").content.decode()
    assert "Your alerts found 1 project" in page


def test_the_list_and_a_schools_page_offer_it(client):
    page = client.get("/projects/?q=choir").content.decode()
    assert "/alerts/new/?q=choir" in page
    school = people.st_marys()
    choir()
    assert f"/alerts/new/?school={school.pk}" in client.get(school.get_absolute_url()).content.decode()
