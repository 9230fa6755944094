"""Nothing that was typed is lost when a session has ended: it waits in the new session until the person is back.

`@keeps_text` goes on a view with a long form. Who posts without being signed in is sent to the log-in, the text kept;
after it, `kept_text(request)` gives the view what was typed, until `forget_text(request)` says that it was saved.
The form says who writes in a field `writer`: somebody else who signs in at the same computer is not shown it.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

NAME = "kept_text"
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
        if request.method == "POST" and _keep(request):
            messages.info(request, SIGN_IN)
        return redirect_to_login(request.get_full_path())

    return answer


def kept_text(request: HttpRequest) -> QueryDict | None:
    """What this person typed at this address before they were signed out; None where there is nothing of theirs."""
    kept = request.session.get(NAME)
    if not kept or kept["path"] != request.path or kept["typed"].get("writer") != [str(request.user.pk)]:
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed


def forget_text(request: HttpRequest) -> None:
    """It has been saved, or given up."""
    request.session.pop(NAME, None)


def _keep(request: HttpRequest) -> bool:
    typed = {name: values for name, values in request.POST.lists() if name not in SECRETS}
    if sum(len(value) for values in typed.values() for value in values) > MOST_LETTERS or "writer" not in typed:
        return False
    request.session[NAME] = {"path": request.path, "typed": typed}
    return True
