"""The cache is gone or locked: whoever reads or is signed in notices nothing, and what is limited is refused."""

import logging
import time

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections, transaction

from accounts.models import User
from partnerships.figures import totals
from schools_together.cache import CarefulCache
from schools_together.outbox.models import Letter
from tests import people
from tests.answers import body_of
from tests.house.addresses import ROLES, WHO_MAY_SEE, address_of
from tests.house.world import make_world

SIGN_IN = {"login": "lead@stmarys.example", "password": people.PASSWORD}
NEW = {"name": "Ann", "email": "ann@sample.example", "password1": "three green tractors"}


@pytest.fixture
def _own_cache(settings):
    """The cache of production, with its table."""
    settings.CACHES = {"default": {"BACKEND": "schools_together.cache.CarefulCache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)
    CarefulCache.said_at = float("-inf")


@pytest.fixture
def _no_cache(db, _own_cache):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_cache")
def test_with_its_table_it_remembers_and_signs_in(client):
    people.lead_of_st_marys()
    cache.set("figures.totals", (1, 2, 3, 4), 60)
    assert totals().groups == 3
    assert cache.add("a-lock", 1, 60) is True
    assert cache.add("a-lock", 1, 60) is False
    assert client.post("/accounts/login/", SIGN_IN)["Location"] == "/my-school/"


@pytest.mark.parametrize("role", ["visitor", "lead", "moderator"])
@pytest.mark.usefixtures("_no_cache")
def test_every_page_works(role, sign_in, client):
    world, place = make_world(), ROLES.index(role)
    if world.people[role]:
        sign_in(world.people[role])
    wrong = []
    for name, row in WHO_MAY_SEE.items():
        answer = client.get(address_of(name, row, world))
        body_of(answer)
        if answer.status_code != row.answers[place]:
            wrong.append((name, answer.status_code, row.answers[place]))
    assert wrong == []
    assert totals().groups == 1


@pytest.mark.usefixtures("_no_cache")
def test_whoever_is_signed_in_goes_on_working(sign_in):
    lead = people.lead_of_st_marys()
    client = sign_in(lead)
    assert client.post("/accounts/yours/name/", {"name": "Alicia Lead"})["Location"] == "/accounts/yours/"
    assert User.objects.get(pk=lead.pk).name == "Alicia Lead"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/accounts/login/", SIGN_IN),
        ("/accounts/signup/", NEW),
        ("/accounts/password/reset/", {"email": SIGN_IN["login"]}),
        ("/accounts/login/code/", {"email": SIGN_IN["login"]}),
    ],
)
@pytest.mark.usefixtures("_no_cache")
def test_what_is_limited_is_refused(path, typed, client):
    people.lead_of_st_marys()
    assert client.get(path).status_code == 200
    answer = client.post(path, typed)
    said = answer.content.decode()
    assert answer.status_code == 429 or "That was a lot at once" in said or "That was too often" in said
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), Letter.objects.count()) == (1, 0)


@pytest.mark.usefixtures("_no_cache")
def test_it_is_back_without_a_restart(client):
    people.lead_of_st_marys()
    assert client.post("/accounts/login/", SIGN_IN).status_code == 429
    call_command("createcachetable", verbosity=0)
    assert client.post("/accounts/login/", SIGN_IN)["Location"] == "/my-school/"


@pytest.mark.usefixtures("_no_cache")
def test_the_transaction_around_it_holds():
    with transaction.atomic():
        lead = people.lead_of_st_marys()
        assert cache.get("figures.totals") is None
        cache.set("figures.totals", (1, 2, 3, 4), 60)
        assert cache.add("a-lock", 1, 60) is False
        assert (cache.delete("a-lock"), "a-lock" in cache) == (False, False)
    assert User.objects.get() == lead


@pytest.mark.usefixtures("_no_cache")
def test_the_log_says_it_once_and_what_to_do(client, caplog):
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            client.get("/")
    said = [record.getMessage() for record in caplog.records if record.name == "schools_together.cache"]
    assert len(said) == 1
    assert "manage.py createcachetable" in said[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_cache")
def test_a_locked_table_holds_up_nobody(client):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no lock on one table: who reads never waits there.")
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE cache IN ACCESS EXCLUSIVE MODE")
            begun = time.monotonic()
            assert client.get("/").status_code == 200
            assert time.monotonic() - begun < 5
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cache")
