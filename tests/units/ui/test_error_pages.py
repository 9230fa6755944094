"""Pages for when something went wrong: they say a sentence, leak nothing and need nothing."""

import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed

from schools_together import errors
from schools_together.ui.gallery import gallery


def answered_while(error: Exception, request) -> HttpResponse:
    """The 500 handler is called while the exception is being handled, as Django calls it."""
    try:
        raise error
    except type(error):
        return errors.server_error(request)


@pytest.mark.parametrize("status", errors.WORDS)
def test_each_page_without_account_says_its_sentence_and_asks_no_database(status, rf):
    response = errors.bare_page(status, rf.get("/"))
    html = response.content.decode()
    assert response.status_code == status
    assert errors.WORDS[status][1] in html
    assert html.count("<h1") == 1
    assert "Sign in" not in html


def test_a_fault_of_ours_is_a_500_without_its_trace(rf):
    response = answered_while(ValueError("secret detail"), rf.get("/"))
    assert response.status_code == 500
    assert b"secret detail" not in response.content


def test_a_database_that_is_away_is_a_503_that_says_when_to_try_again(rf):
    response = answered_while(OperationalError("could not connect to server 10.0.0.1"), rf.get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "120"
    assert b"10.0.0.1" not in response.content


def test_too_large_is_a_413_and_unreadable_a_400(rf):
    assert errors.bad_request(rf.post("/"), RequestDataTooBig("big")).status_code == 413
    assert errors.bad_request(rf.post("/"), SuspiciousOperation("odd")).status_code == 400


@pytest.fixture
def visitor_request(rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/projects/nothing/")
    request.user = AnonymousUser()
    return request


def test_a_refusal_shows_the_sentence_it_was_raised_with(visitor_request):
    html = errors.permission_denied(
        visitor_request, PermissionDenied("Only a lead of <b> may do that.")
    ).content.decode()
    assert "Only a lead of &lt;b&gt; may do that." in html


def test_a_refusal_without_sentence_says_ours(visitor_request):
    html = errors.permission_denied(visitor_request, PermissionDenied()).content.decode()
    assert "Your account does not allow this." in html


def test_a_missing_page_offers_a_search(visitor_request):
    response = errors.page_not_found(visitor_request, Http404())
    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_a_stale_token_gives_the_typed_text_back_but_no_secret(rf):
    sent = {
        "message": "Could we come <after> Easter?",
        "password1": "hunter2hunter2",
        "csrfmiddlewaretoken": "abc",
        "empty": " ",
    }
    response = errors.csrf_failure(rf.post("/projects/lab/enquire/", sent))
    html = response.content.decode()
    assert response.status_code == 403
    assert "Could we come &lt;after&gt; Easter?</textarea>" in html
    assert "hunter2" not in html
    assert html.count("<textarea") == 1


def test_a_405_without_page_gets_one_and_keeps_what_is_allowed(rf):
    refuse = errors.brand_refusals(lambda request: HttpResponseNotAllowed(["POST"]))
    response = refuse(rf.get("/"))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert b"<h1" in response.content


def test_answers_with_a_page_are_left_alone(rf):
    answer = errors.brand_refusals(lambda request: HttpResponse("Wait an hour.", status=429))
    assert answer(rf.get("/")).content == b"Wait an hour."


def test_the_gallery_shows_every_component_without_repeating_an_id(visitor_request):
    html = gallery(visitor_request).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count("<h1") == 1
