"""Pages of signed-in people are kept by nobody on the way: no proxy, and no browser after signing out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def keep_private(get_response: Callable) -> Callable:
    """Middleware: says so on every answer to a session that does not speak of caching itself. Asks no database."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    return answer
