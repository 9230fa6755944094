"""What came of an enquiry, putting it away, finding it again, and what was typed when a log-in had ended."""

import re

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership
from messaging.actions import answer_enquiry, open_enquiry, say_what_came
from messaging.models import Enquiry
from partnerships.models import Project
from tests import factories, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiry():
    people.lead_of_st_marys()
    return open_enquiry(
        by=people.lead_of_st_albans(), from_school=people.st_albans(), token="an-intent-to-end-1234", text="Could we?",
        about=factories.project(host=people.st_marys(), title="Chemistry in a real lab"),
    )  # fmt: skip


def outcome(client, enquiry, value):
    return client.post(f"/enquiries/{enquiry.pk}/outcome/", {"outcome": value})


def test_agreed_begins_one_draft_with_both_schools_in_it(sign_in, enquiry):
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="interested")
    client = sign_in(people.lead_of_st_albans())
    before = Project.objects.count()
    for _ in range(2):
        assert outcome(client, enquiry, "agreed").status_code == 302
    assert Project.objects.count() == before + 1
    enquiry.refresh_from_db()
    draft = enquiry.began
    assert (draft.state, draft.school) == ("draft", people.st_albans())
    assert {part.school: part.state for part in draft.participations.all()} == {
        people.st_albans(): "confirmed",
        people.st_marys(): "invited",
    }
    for person in (people.lead_of_st_marys(), people.lead_of_st_albans()):
        assert "Go on with it" in sign_in(person).get(enquiry.get_absolute_url()).content.decode()
    outcome(client, enquiry, "talking")
    outcome(sign_in(people.lead_of_st_marys()), enquiry, "agreed")
    assert Project.objects.count() == before + 1


@pytest.mark.parametrize(
    ("answered", "value", "sentence"),
    [
        (False, "agreed", "The other school has not answered yet, so nothing can be agreed."),
        (True, "no-answer", "There was an answer. Choose something else."),
        (True, "", "Choose what came of it."),
        (True, "junk", "Choose what came of it."),
    ],
)
def test_what_does_not_fit_comes_back_with_a_sentence(sign_in, enquiry, answered, value, sentence):
    if answered:
        answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="interested")
    page = outcome(sign_in(people.lead_of_st_albans()), enquiry, value)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_an_unnamed_school_agrees_to_nothing():
    people.lead_of_st_marys()
    hidden = open_enquiry(
        by=people.lead_of_st_albans(), from_school=people.st_albans(), about=people.st_marys(), text="Could we?",
        token="unnamed-and-agreed", is_unnamed=True,
    )  # fmt: skip
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=hidden, answer="undecided")
    with pytest.raises(ValidationError, match="must know who asks"):
        say_what_came(by=people.lead_of_st_albans(), enquiry=hidden, outcome="agreed")


def test_strangers_and_moderators_end_and_archive_nothing(sign_in, enquiry):
    for person in (people.lead_of_bootham, people.newcomer, people.moderator):
        client = sign_in(person())
        for verb in ("outcome", "archive", "name"):
            assert client.post(f"/enquiries/{enquiry.pk}/{verb}/", {"outcome": "talking"}).status_code == 404
            assert client.post(f"/enquiries/{enquiry.pk + 1}/{verb}/", {"outcome": "talking"}).status_code == 404
    assert (Enquiry.objects.get().outcome, Enquiry.objects.get().asker_archived_at) == ("", None)


@pytest.mark.parametrize("verb", ["outcome", "archive", "name"])
def test_reading_an_address_changes_nothing(sign_in, enquiry, verb):
    assert sign_in(people.lead_of_st_albans()).get(f"/enquiries/{enquiry.pk}/{verb}/").status_code == 405


def test_each_school_archives_for_itself_and_a_new_word_brings_it_back(sign_in, enquiry):
    ours, link = sign_in(people.lead_of_st_albans()), f'href="/enquiries/{enquiry.pk}/"'
    ours.post(f"/enquiries/{enquiry.pk}/archive/")
    assert link not in ours.get("/enquiries/").content.decode()
    assert link in ours.get("/enquiries/?show=archived").content.decode()
    theirs = sign_in(people.lead_of_st_marys())
    assert link in theirs.get("/enquiries/").content.decode()
    theirs.post(f"/enquiries/{enquiry.pk}/write/", {"text": "Yes!", "token": "a-word-that-brings-back"})
    ours = sign_in(people.lead_of_st_albans())
    assert link in ours.get("/enquiries/").content.decode()
    ours.post(f"/enquiries/{enquiry.pk}/archive/")
    ours.post(f"/enquiries/{enquiry.pk}/archive/", {"back": "1"})
    assert link in ours.get("/enquiries/").content.decode()


def test_the_list_says_whose_turn_it_is(sign_in, enquiry):
    link = f'href="/enquiries/{enquiry.pk}/"'

    def shown(person):
        client = sign_in(person())
        return [link in client.get(f"/enquiries/?show={show}").content.decode() for show in ("us", "them")]

    assert shown(people.lead_of_st_marys) == [True, False]
    assert shown(people.lead_of_st_albans) == [False, True]
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="interested")
    assert shown(people.lead_of_st_marys) == [False, True]
    assert shown(people.lead_of_st_albans) == [True, False]
    answer_enquiry(by=people.lead_of_st_marys(), enquiry=enquiry, answer="not-now")
    assert shown(people.lead_of_st_marys) == shown(people.lead_of_st_albans) == [False, False]


def test_search_finds_words_names_and_nothing_of_others(sign_in, enquiry):
    factories.enquiry(from_school=people.bootham(), to_school=factories.school(), text="Could we? Zanzibar")
    client = sign_in(people.lead_of_st_albans())
    link = f'href="/enquiries/{enquiry.pk}/"'
    for words, found in {"chemistry": True, "could WE": True, "mary": True, "zanzibar": False, "%": False}.items():
        assert (words, link in client.get("/enquiries/", {"q": words}).content.decode()) == (words, found)
    assert "No enquiry of yours fits." in client.get("/enquiries/", {"q": "zanzibar"}).content.decode()


def test_links_of_the_first_message_are_text_and_later_ones_give_no_credit(sign_in, enquiry):
    enquiry.messages.update(text="See https://first.example/ <b>")
    client = sign_in(people.lead_of_st_marys())
    typed = {"text": "See https://second.example/", "token": "a-later-link-1234"}
    assert client.post(f"/enquiries/{enquiry.pk}/write/", typed).status_code == 302
    page = client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "https://first.example/ &lt;b&gt;" in page
    assert 'href="https://first.example/"' not in page
    assert '<a href="https://second.example/" rel="nofollow ugc noopener">' in page


def test_who_has_read_it_is_said_by_name_to_colleagues_only(sign_in, enquiry):
    colleague = people.member("teacher@stalbans.example", "Tess Teacher", people.st_albans(), "contributor")
    sign_in(colleague).post(f"/enquiries/{enquiry.pk}/read/")
    sign_in(people.lead_of_st_marys()).post(f"/enquiries/{enquiry.pk}/read/")
    own = sign_in(people.lead_of_st_albans()).get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "Read by you, Tess Teacher, somebody at the other school." in own
    theirs = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "Tess" not in theirs


def test_somebody_who_has_left_is_a_former_staff_member_and_the_thread_stays(sign_in, enquiry):
    Membership.objects.filter(school=people.st_albans()).update(state="ended", ended_at="2026-11-25T12:00Z")
    page = sign_in(people.lead_of_st_marys()).get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "Former staff member, St Alban’s Catholic Primary School" in page
    assert "Could we?" in page


def test_what_was_typed_when_a_session_had_ended_is_there_after_the_log_in(client, enquiry):
    path = f"/enquiries/{enquiry.pk}/write/"
    writer = people.lead_of_st_marys().pk
    answer = client.post(path, {"text": "Half a message", "token": "typed-after-the-end-1", "writer": writer})
    assert answer["Location"] == f"/accounts/login/?next=/enquiries/{enquiry.pk}/"
    sent = client.post(answer["Location"], {"login": "lead@stmarys.example", "password": people.PASSWORD}, follow=True)
    assert sent.redirect_chain[-1][0] == f"/enquiries/{enquiry.pk}/"
    assert "Half a message" in sent.content.decode()
    client.post(path, {"text": "Half a message, and the rest", "token": "typed-after-the-end-2"})
    assert client.get(f"/enquiries/{enquiry.pk}/").content.decode().count("Half a message") == 1


def test_a_first_message_is_kept_too_until_it_is_sent(client):
    people.lead_of_st_marys()
    people.lead_of_st_albans()
    path = f"/projects/{factories.project(host=people.st_marys()).slug}/enquire/"
    typed = {"text": "Half a first message", "for_whom": "Year 5", "is_unnamed": "on", "token": "kept-intent-123456"}
    answer = client.post(path, {**typed, "writer": people.lead_of_st_albans().pk})
    assert answer["Location"] == f"/accounts/login/?next={path}"
    back = client.post(answer["Location"], {"login": "lead@stalbans.example", "password": people.PASSWORD}, follow=True)
    page = back.content.decode()
    assert "We have kept what you had written here." in page
    assert "Half a first message" in page
    assert 'value="Year 5"' in page
    assert 'name="is_unnamed"' in page and "checked" in page
    client.post(path, {**typed, "from_school": people.st_albans().pk, "step": "send"})
    assert Enquiry.objects.get().hides_asker
    assert "Half a first message" not in client.get(path).content.decode()


def test_who_signs_in_next_at_the_same_computer_does_not_see_it(client):
    people.lead_of_st_marys(), people.lead_of_bootham()
    path = f"/projects/{factories.project(host=people.st_marys()).slug}/enquire/"
    typed = {"text": "Half a first message", "token": "kept-intent-123456", "writer": people.lead_of_st_albans().pk}
    answer = client.post(path, typed)
    back = client.post(answer["Location"], {"login": "lead@bootham.example", "password": people.PASSWORD}, follow=True)
    assert back.redirect_chain[-1][0] == path
    assert "Half a first message" not in back.content.decode()


def test_the_page_to_check_leads_back_to_the_form_with_every_word(sign_in):
    people.lead_of_st_marys()
    path = f"/projects/{factories.project(host=people.st_marys()).slug}/enquire/"
    typed = {
        "from_school": people.st_albans().pk,
        "text": "Pupil Emma Watson, 07700 900123",
        "token": "to-check-1234567",
    }
    client = sign_in(people.lead_of_st_albans())
    page = client.post(path, typed).content.decode()
    assert "“Emma Watson” may be the name of a pupil." in page
    assert "looks like a phone number" in page
    assert [box for box in re.findall(r'<input type="hidden"[^>]*>', page) if "aria-" in box] == []
    back = client.post(path, {**typed, "step": "change"}).content.decode()
    assert "07700 900123" in back
    assert "to-check-1234567" in back
    assert Enquiry.objects.count() == 0
    assert client.post(path, {**typed, "step": "send"}).status_code == 302


@pytest.mark.parametrize("which", ["together", "visit", "ask", "junk"])
def test_each_opening_can_be_chosen_without_javascript_and_names_nobody(sign_in, which):
    people.lead_of_st_marys()
    group = factories.group(members=[people.st_marys()], name="Cambridge group")
    listing = factories.listing(by_school=people.st_marys())
    school = people.st_marys()
    client = sign_in(people.lead_of_st_albans())
    for path in (f"/groups/{group.slug}/", f"/board/{listing.pk}/", f"/schools/{school.pk}-{school.slug}/"):
        page = client.get(f"{path}enquire/?opening={which}").content.decode()
        opening = page.split('<textarea name="text"')[1].split("</textarea>")[0]
        assert "Hello. We are a" in opening
        assert "Alban" not in opening


def test_a_group_is_written_to_at_a_coordinators_school(sign_in):
    group = factories.group(members=[people.st_albans(), people.st_marys()], name="Cambridge group")
    client = sign_in(people.lead_of_bootham())
    assert (
        "Nobody answers for Cambridge group here yet" in client.get(f"/groups/{group.slug}/enquire/").content.decode()
    )
    group.coordinators.add(people.lead_of_st_marys())
    typed = {"from_school": people.bootham().pk, "text": "May we join?", "token": "to-a-group-123456", "step": "send"}
    assert client.post(f"/groups/{group.slug}/enquire/", typed).status_code == 302
    enquiry = Enquiry.objects.get()
    assert (enquiry.group, enquiry.to_school, enquiry.about) == (group, people.st_marys(), group)
