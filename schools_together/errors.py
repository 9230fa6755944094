"""What people see when something goes wrong: a sentence and a way on, never a trace.

Pages for 400, 413, 429, 500 and 503 ask nothing of the database, session or account, since any of these may be
what went wrong. `brand_refusals` dresses refusals that Django answers without a page (405, 413, 429).
"""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from schools_together.pictures.keeping import StoreAway
from schools_together.ui import context

WORDS = {
    400: (
        "We could not read that.",
        "Something in the address or the form is not as we expect it. Go back and try again.",
    ),
    403: ("You may not do that.", "Your account does not allow this."),
    404: (
        "This page is not on the timetable.",
        "The address may be old, or a school may have taken its project down. Entries move, ideas stay.",
    ),
    405: ("That is not how this page works.", "Go back, and use the button or link on the page."),
    413: ("That is too large.", "Send less at once: a smaller file, or a shorter text."),
    429: ("That was a lot at once.", "Wait a few minutes, then try again."),
    500: ("Something broke at our end.", "It is not your fault, and we have been told. Try again in a few minutes."),
    503: ("We are away for a moment.", "We cannot reach our records just now. Try again in a few minutes."),
}  # fmt: skip
RETRY_AFTER_SECONDS = 120
MOST_TYPED_FIELDS = 80  # the form of a project, the longest, has some sixty
# Values of these never go back onto a page.
NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "token")


def bare_page(status: int, request: HttpRequest | None = None) -> HttpResponse:
    """The error page without a request in it: no account, no session, no messages, no query."""
    heading, sentence = WORDS[status]
    page = {**context.site(request), "bare": True, "status": status, "heading": heading, "sentence": sentence}
    response = HttpResponse(render_to_string("error.html", page), status=status)
    if status in (429, 503):
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a request that we cannot read, or one that is too large."""
    return bare_page(413 if isinstance(exception, RequestDataTooBig) else 400, request)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """handler429: allauth's rate limits ask for it."""
    return bare_page(429, request)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403: shows the sentence that PermissionDenied was raised with."""
    heading, sentence = WORDS[403]
    page = {"status": 403, "heading": heading, "sentence": str(exception) or sentence}
    return render(request, "error.html", page, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404: nothing here, or nothing that this visitor may know of."""
    heading, sentence = WORDS[404]
    page = {"status": 404, "heading": heading, "sentence": sentence, "show_search": True}
    return render(request, "error.html", page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: our own fault, or (503) a database or a store of files that is away.

    Django calls it while the exception is handled.
    """
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, StoreAway))
    return bare_page(503 if away else 500, request)


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote into the form, as (label, text), without secrets. Empty when it cannot be read."""
    try:
        sent = request.POST
    except (SuspiciousOperation, UnreadablePostError):
        return []
    shown = [name for name in sent if not any(secret in name.lower() for secret in NEVER_SHOWN)]
    texts = [(name.replace("_", " ").capitalize(), "\n".join(sent.getlist(name)).strip()) for name in shown]
    return [(label, text) for label, text in texts if text][:MOST_TYPED_FIELDS]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the form's token was too old or missing. Gives the typed text back: nothing is lost."""
    page = {
        **context.site(request),
        "bare": True,
        "status": 403,
        "heading": "Please send that again.",
        "sentence": "This page was open for too long, or cookies are switched off. Nothing was saved yet.",
        "typed": typed_text(request),
    }
    return HttpResponse(render_to_string("error.html", page), status=403)


def brand_refusals(get_response: Callable) -> Callable:
    """Middleware: gives a page to refusals that come without one (405 of @require_POST, 413, 429)."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code not in (405, 413, 429) or response.streaming or response.content:
            return response
        page = bare_page(response.status_code, request)
        for name in ("Allow", "Retry-After"):
            if name in response:
                page[name] = response[name]
        return page

    return answer
