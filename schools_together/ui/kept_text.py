"""Nothing that was typed is lost when a session has ended: it waits in the new session until the person is back.

`@keeps_text` goes on a view with a long form. Who posts without being signed in is sent to the log-in, the text kept;
after it, `kept_text(request)` gives the view what was typed, until `forget_text(request)` says that it was saved.
A view that asks for the log-in in its own way calls `to_login`; one with several steps may `keep_text` between them.
The form says who writes in a field `writer`: somebody else who signs in at the same computer is not shown it.
Only pages that write keep or drop texts: the MOST latest ones, for KEPT_FOR.
"""

import time
from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

NAME = "kept_texts"
KEPT_FOR = 24 * 3600  # seconds
MOST = 5  # unsent texts of one person
MOST_LETTERS = 100_000
SECRETS = ("csrfmiddlewaretoken", "password")
SIGN_IN = "You have been signed out. Sign in, and what you wrote is back in the form."


def keeps_text(view: Callable) -> Callable:
    """For a view that needs a log-in and has a long form."""

    @login_not_required  # it asks for the log-in itself, below, after keeping the text
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return to_login(request)

    return answer


def to_login(request: HttpRequest, *, back: str = "", only: Iterable[str] = ()) -> HttpResponse:
    """To the log-in and then `back` (else here). What was posted is kept, of it `only` these fields where given."""
    if request.method == "POST" and keep_text(request, only=only):
        messages.info(request, SIGN_IN)
    return redirect_to_login(back or request.get_full_path())


def keep_text(request: HttpRequest, *, only: Iterable[str] = ()) -> bool:
    """Keep what was posted to this address; the oldest give way. False where it is too long or nobody says who writes.

    A signed-in person is the writer, whatever the form says.
    """
    typed = {name: values for name, values in request.POST.lists() if name not in SECRETS}
    writer = [str(request.user.pk)] if request.user.is_authenticated else typed.get("writer")
    if sum(len(value) for values in typed.values() for value in values) > MOST_LETTERS or not writer:
        return False
    allowed = {name: values for name, values in typed.items() if name in only} if only else typed
    others = {path: one for path, one in request.session.get(NAME, {}).items() if path != request.path}
    entry = {"at": int(time.time()), "typed": {**allowed, "writer": writer}}
    request.session[NAME] = dict([*others.items(), (request.path, entry)][-MOST:])
    return True


def kept_text(request: HttpRequest, path: str = "") -> QueryDict | None:
    """What this person typed at this address (or at `path`) and has not sent; None where there is nothing of theirs."""
    entry = request.session.get(NAME, {}).get(path or request.path)
    if not entry or entry["typed"]["writer"] != [str(request.user.pk)] or time.time() - entry["at"] >= KEPT_FOR:
        return None
    typed = QueryDict(mutable=True)
    for name, values in entry["typed"].items():
        typed.setlist(name, values)
    return typed


def forget_text(request: HttpRequest) -> None:
    """What was typed at this address has been saved, or given up."""
    kept = request.session.get(NAME, {})
    if request.path in kept:
        request.session[NAME] = {path: one for path, one in kept.items() if path != request.path}
