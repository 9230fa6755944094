"""How long a session lasts: so long without a visit, and so long at most. Moderators' last less.

Django ends a session some days after it was last written to. It knows no end for one that is used every day, and no
difference between people; this module adds both.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse

HOUR = 3600
BEGAN, SEEN, MODERATES = "began_at", "seen_at", "moderates"


def begin(sender, request: HttpRequest, user, **kwargs) -> None:
    """Note when a session begins and whose it is.

    Heard from Django's signal, since there are four ways to sign in (password, passkey, code, second step) and
    each of them ends there. Taking or giving the moderators' rights ends a person's sessions (admin.py).
    """
    now = int(time.time())
    request.session[BEGAN], request.session[SEEN], request.session[MODERATES] = now, now, bool(user.is_staff)


def end_old_sessions(get_response: Callable) -> Callable:
    """Middleware: signs out whom the clock has signed out, and notes once an hour that a session is in use."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (began := request.session.get(BEGAN)):
            now, seen = int(time.time()), request.session.get(SEEN, began)
            idle, longest = (
                settings.MODERATOR_SESSION_HOURS if request.session.get(MODERATES) else settings.SESSION_HOURS
            )
            if now - seen > idle * HOUR or now - began > longest * HOUR:
                logout(request)
            elif now - seen > HOUR:
                request.session[SEEN] = now
        return get_response(request)

    return answer


def listen() -> None:
    """Called once, when the app is ready."""
    user_logged_in.connect(begin, dispatch_uid="accounts.session_ages")
