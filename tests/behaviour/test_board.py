"""A school with a need finds one that offers it, and learns why the two fit."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from partnerships import actions
from partnerships.matching import matches_for
from partnerships.models import Listing, Stage
from tests import factories, people

pytestmark = pytest.mark.django_db

BOARD = reverse("partnerships:listing_list")
NEW = reverse("partnerships:listing_new")


def answers(**more) -> dict:
    return {
        "token": str(uuid4()),
        "posting_school": people.st_albans().pk,
        "kind": "need",
        "title": "A teacher of strings",
        "text": "Twelve pupils would like to play, and nobody here can teach it.",
        "category": factories.category("music").pk,
        **more,
    }


def titles(client, question: str = "") -> list[str]:
    return [listing.title for listing in client.get(f"{BOARD}?{question}").context["page"]]


def test_a_member_posts_a_need_and_everybody_reads_it(sign_in, client):
    people.contributor_at_st_marys()
    answer = sign_in(people.lead_of_st_albans()).post(NEW, answers(travel_miles="2", cost="free"))
    listing = Listing.objects.get()
    assert answer.url == listing.get_absolute_url()
    assert (listing.school, listing.state, listing.travel_miles) == (people.st_albans(), "open", 2)
    client.logout()
    assert titles(client) == ["A teacher of strings"]
    page = client.get(listing.get_absolute_url()).content.decode()
    assert "St Alban’s Catholic Primary School" in page
    assert "lead@" not in page


def test_pressing_twice_posts_once(sign_in):
    client, form = sign_in(people.lead_of_st_albans()), answers()
    client.post(NEW, form)
    client.post(NEW, form)
    assert Listing.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Say in a few words what you need or offer."),
        ("kind", "wish", "Say whether it is a need or an offer."),
        ("category", "", "Choose the category that fits best."),
        ("travel_miles", "a few", "Enter a whole number up to 500, such as 10."),
        ("until_on", "soon", "Enter a date, like 31/03/2027."),
        ("until_on", "01/01/2001", "Choose a day from today to a year from now."),
        ("posting_school", "0", "Choose your school."),
    ],
)
def test_a_wrong_answer_is_shown_again_with_what_to_do(sign_in, field, typed, sentence):
    body = sign_in(people.lead_of_st_albans()).post(NEW, answers(**{field: typed})).content.decode()
    assert sentence in body
    assert "Twelve pupils would like to play" in body
    assert Listing.objects.count() == 0


def test_nobody_posts_for_another_school(sign_in):
    page = sign_in(people.lead_of_bootham()).post(NEW, answers())
    assert "Choose your school." in page.content.decode()
    with pytest.raises(PermissionDenied):
        actions.open_listing(
            by=people.lead_of_bootham(), school=people.st_albans(), kind="need", title="x", text="y",
            category=factories.category(),
        )  # fmt: skip
    assert sign_in(people.newcomer()).post(NEW, answers()).status_code == 403
    assert Listing.objects.count() == 0


def test_filtered_by_kind_category_and_age(client):
    need = factories.listing(by_school=people.st_marys(), title="Need")
    need.stages.set(Stage.objects.filter(slug__in=["ks1", "ks2"]))
    factories.listing(by_school=people.st_marys(), title="Offer", kind="offer", category=factories.category("sport"))
    assert titles(client) == ["Offer", "Need"]
    assert titles(client, "kind=need") == ["Need"]
    assert titles(client, "category=sport") == ["Offer"]
    assert titles(client, "phase=ks1&phase=ks2") == ["Need"]
    assert titles(client, "kind=junk&category=%00&page=1e9") == ["Offer", "Need"]
    assert [words for words, *_ in client.get(BOARD).context["kinds"]] == ["All (2)", "Needs (1)", "Offers (1)"]


def test_nothing_on_the_board_offers_a_next_step(client):
    assert "Nothing like that on the board today" in client.get(f"{BOARD}?kind=offer").content.decode()


def test_a_posting_leaves_the_board_after_its_last_day(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    listing = factories.listing(by_school=people.st_marys(), until_on=yesterday)
    assert titles(client) == []
    assert client.get(listing.get_absolute_url()).status_code == 404


def test_its_school_takes_it_off_and_nobody_else(sign_in, client):
    listing = factories.listing(by_school=people.st_marys(), title="A teacher of strings")
    close = reverse("partnerships:listing_close", args=[listing.pk])
    refused = sign_in(people.lead_of_bootham()).post(close)
    assert (refused.status_code, titles(client)) == (403, ["A teacher of strings"])
    assert "Only members of the school that posted this may close it." in refused.content.decode()
    sign_in(people.contributor_at_st_marys())
    assert client.get(close).status_code == 405
    client.post(close)
    client.post(close)
    assert titles(client) == []
    listing.refresh_from_db()
    assert listing.state == "closed"


def test_a_need_meets_an_offer_with_reasons_for_and_against(sign_in):
    need = factories.listing(by_school=people.st_albans(), title="A grass pitch", travel_miles=1)
    offer = factories.listing(by_school=people.st_marys(), title="Playing fields", kind="offer", cost="free")
    factories.listing(by_school=people.bootham(), title="Far away", kind="offer")
    factories.listing(by_school=people.bootham(), title="Another field", kind="offer", category=factories.category())
    page = sign_in(people.lead_of_st_albans()).get(BOARD)
    matches = page.context["matches"]
    assert [match.listing.title for match in matches] == ["Playing fields", "Far away"]
    near, far = matches
    assert (near.listing, near.ours) == (offer, need)
    assert (True, "You need “A grass pitch”. They offer this.") in near.reasons
    assert (True, "Cost: free to partner.") in near.reasons
    against = [words for fits, words in far.reasons if fits is False]
    assert re.fullmatch(r"1[2-4]\d miles away. You said up to 1 mile.", against[0])
    assert "Good matches for St Alban’s Catholic Primary School" in page.content.decode()


def test_without_a_posting_there_is_no_match():
    factories.listing(by_school=people.st_marys(), kind="offer")
    assert matches_for([people.st_albans()]) == []


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_postings_as_for_one(client, number, django_assert_num_queries):
    for _ in range(number):
        factories.listing(by_school=people.st_marys()).stages.set(Stage.objects.filter(slug="ks2"))
    client.get(BOARD)
    with django_assert_num_queries(5):
        client.get(BOARD)
