"""What every test may ask for. People come from people.py, things from factories.py."""

import os
from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache

from partnerships.models import Category
from partnerships.search.memory import memory

# Playwright's synchronous interface runs its own event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and remembered figures do not pass from one test to the next."""
    cache.clear()
    memory.forget()  # its stamps are of rows that the last test has rolled back


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Each test keeps its pictures in a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def sign_in(client):
    """Sign a person in on the test client: `client = sign_in(people.lead_of_st_marys())`."""

    def signed_in(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _taxonomy_again(request):
    """A test with real transactions ends by emptying every table: give the next one its taxonomy back."""
    mark = request.node.get_closest_marker("django_db")
    wants = {"live_server", "transactional_db"} & set(request.fixturenames)
    if not wants and not (mark and mark.kwargs.get("transaction")):
        return
    request.getfixturevalue("transactional_db")
    if not Category.objects.exists():
        taxonomy = import_module("partnerships.migrations.0002_taxonomy")
        taxonomy.load_taxonomy(apps, None)
