"""A school's leads say what it is like, and show its logo once a moderator has seen it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts.models import Membership
from partnerships.figures import latest_year
from partnerships.models import YearFigures
from schools.models import SchoolProfile, Status
from tests import factories, people, pictures

pytestmark = pytest.mark.django_db
SENT = {
    "welcome": "We have a laboratory to share.",
    "about": "A **busy** school by the river.",
    "looking_for": "A grass pitch for sports day.",
    "contact_role": "Partnership coordinator",
}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def lead(sign_in):
    return sign_in(people.lead_of_st_marys())


def address() -> str:
    return f"/my-school/profile/{people.st_marys().pk}/"


def logo_address() -> str:
    return f"/schools/{people.st_marys().pk}/logo/"


def page_of(client) -> str:
    return client.get(people.st_marys().get_absolute_url()).content.decode()


def a_logo():
    see_through = Image.new("RGBA", (900, 600), (255, 0, 0, 0))
    return pictures.upload(pictures.written(see_through, "PNG"), "logo.png", "image/png")


def test_everybody_reads_what_the_lead_wrote(lead, client):
    assert lead.post(address(), SENT).url == people.st_marys().get_absolute_url()
    client.logout()
    page = page_of(client)
    for words in (
        "We have a laboratory to share.",
        "<strong>busy</strong>",
        "A grass pitch",
        "Partnership coordinator",
    ):
        assert words in page


def test_the_history_says_who_changed_it(lead):
    lead.post(address(), SENT)
    assert SchoolProfile.history.latest().history_user == people.lead_of_st_marys()


def test_twice_is_once(lead):
    lead.post(address(), SENT)
    lead.post(address(), SENT)
    assert SchoolProfile.objects.filter(school=people.st_marys()).count() == 1


@pytest.mark.parametrize("words", ["Write to head@stmarys.example", "Ring 01223 456789 any time"])
def test_an_address_or_a_number_is_refused_with_the_sentence(lead, words):
    answer = lead.post(address(), {**SENT, "about": words})
    assert answer.status_code == 422
    assert "Leave out “" in answer.content.decode()
    assert not SchoolProfile.objects.filter(about=words).exists()


def test_what_looks_odd_is_saved_and_told(lead):
    answer = lead.post(address(), {**SENT, "about": "COME TO OUR SPLENDID SCHOOL TODAY, it is wonderful"}, follow=True)
    assert "Please look again." in answer.content.decode()


def test_the_logo_is_hidden_until_a_moderator_has_seen_it(lead, client, sign_in):
    lead.post(address(), {**SENT, "logo_file": a_logo()})
    assert lead.get(logo_address())["Cache-Control"] == "private, no-store"
    assert logo_address() not in page_of(client)
    assert sign_in(people.moderator()).get(logo_address()).status_code == 200
    client.logout()
    assert client.get(logo_address()).status_code == 404
    SchoolProfile.objects.update(logo_is_shown=True)
    answer = client.get(logo_address())
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert Image.open(BytesIO(answer.content)).size == (480, 320)
    assert logo_address() in page_of(client)


def test_a_trusted_schools_logo_is_shown_at_once(lead, client):
    SchoolProfile.objects.create(school=people.st_marys(), trusted_on="2026-01-01")
    lead.post(address(), {**SENT, "logo_file": a_logo()})
    client.logout()
    assert client.get(logo_address()).status_code == 200


def test_another_logo_and_none_leave_no_file_behind(lead, django_capture_on_commit_callbacks):
    lead.post(address(), {**SENT, "logo_file": a_logo()})
    first = SchoolProfile.objects.get().logo.name
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address(), {**SENT, "logo_file": a_logo()})
    second = SchoolProfile.objects.get().logo.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        lead.post(address(), {**SENT, "logo_goes": "on"})
    assert not default_storage.exists(second)
    assert lead.get(logo_address()).status_code == 404


def test_words_alone_keep_the_logo(lead):
    lead.post(address(), {**SENT, "logo_file": a_logo()})
    lead.post(address(), SENT)
    assert SchoolProfile.objects.get().logo


def test_what_is_no_picture_is_refused_and_the_words_are_kept(lead):
    answer = lead.post(address(), {**SENT, "logo_file": pictures.upload(b"%PDF-1.4", "logo.png", "image/png")})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "We cannot read this as a picture." in page
    assert "A grass pitch for sports day." in page
    assert not SchoolProfile.objects.exclude(logo="").exists()


def test_fields_that_are_not_in_the_form_change_nothing(lead):
    lead.post(address(), {**SENT, "trusted_on": "2026-01-01", "logo_is_shown": "on", "school": people.bootham().pk})
    profile = SchoolProfile.objects.get()
    assert (profile.school, profile.trusted_on, profile.logo_is_shown) == (people.st_marys(), None, False)


def test_a_contributor_is_told_to_ask_a_lead(sign_in):
    client = sign_in(people.contributor_at_st_marys())
    for answer in (client.get(address()), client.post(address(), SENT)):
        assert answer.status_code == 403
        assert "Ask a lead." in answer.content.decode()
    assert "Change what we say" not in page_of(client)


def test_a_stranger_finds_nothing(sign_in):
    client = sign_in(people.lead_of_bootham())
    assert (client.get(address()).status_code, client.post(address(), SENT).status_code) == (404, 404)
    assert not SchoolProfile.objects.exclude(welcome="").exists()


@pytest.mark.parametrize("loss", ["place ended", "school closed"])
def test_rights_end_with_the_next_request(lead, loss):
    assert lead.get(address()).status_code == 200
    if loss == "place ended":
        Membership.objects.update(state="ended", ended_at="2026-01-01T00:00Z")
    else:
        school = people.st_marys()
        school.status = Status.CLOSED
        school.save()
    assert lead.post(address(), SENT).status_code == 404


def test_who_changes_the_register_is_said_with_a_way_to_tell_us(client):
    school = people.st_marys()
    assert f"/schools/{school.pk}-{school.slug}/wrong/" in page_of(client)
    page = client.get(f"/schools/{school.pk}-{school.slug}/wrong/").content.decode()
    assert "DfE Sign-in" in page
    assert "900001" in page
    assert f"/report/?page=/schools/{school.pk}-{school.slug}/" in page


def test_the_page_sums_up_last_years_pupils_without_giving_a_small_count_away(client):
    marys, albans = people.st_marys(), people.st_albans()
    for pupils in (20, 3):
        project = factories.project(host=marys, partners=[albans], waiting=[people.bootham()])
        YearFigures.objects.create(project=project, year=latest_year() - 1, state_pupils=pupils)
    page = page_of(client)
    assert "<dt>partner school</dt><dd>1</dd>" in page
    assert "<dt>pupils taking part</dt><dd>20</dd>" in page


def test_what_it_offers_and_what_it_looks_for_stand_side_by_side(client):
    offer = factories.listing(by_school=people.st_marys(), kind="offer", title="A swimming pool")
    need = factories.listing(by_school=people.st_marys(), kind="need", title="A viola teacher")
    page = page_of(client)
    places = [page.index(words) for words in ("We can offer", offer.title, "We are looking for", need.title)]
    assert places == sorted(places)
