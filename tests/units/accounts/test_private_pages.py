"""What nobody on the way may keep."""

import pytest

from tests import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/", "/projects/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/nowhere/"]
)
def test_answers_to_a_session_are_private(sign_in, address):
    assert "no-store" in sign_in(people.lead_of_st_marys()).get(address)["Cache-Control"]


def test_visitors_may_keep_public_pages(client):
    answer = client.get("/about/")
    assert "no-store" not in answer.get("Cache-Control", "")
    assert not answer.cookies
