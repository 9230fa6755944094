"""What every test may ask for. People come from people.py, things from factories.py."""

import os

import pytest
from django.core.cache import cache

# Playwright's synchronous interface runs its own event loop in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits and remembered figures do not pass from one test to the next."""
    cache.clear()


@pytest.fixture
def sign_in(client):
    """Sign a person in on the test client: `client = sign_in(people.lead_of_st_marys())`."""

    def signed_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
