"""What has been asked about a person's places is not asked again while one page is read.

A page asks a dozen times whether somebody is a lead of this school or that. A request that only reads changes no place,
so one answer holds to its end. The next request asks anew, and so does everything that writes: rights end at once.
"""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from .models import Membership

READS = {"GET", "HEAD"}
# {user: {school: role}} while a request that only reads is answered, else None.
_known: ContextVar[dict[int, dict[int, str]] | None] = ContextVar("places known while reading", default=None)


def remember_places(get_response: Callable) -> Callable:
    """Middleware: from here to the answer, `roles_of` asks once for each person."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = _known.set({} if request.method in READS else None)
        try:
            return get_response(request)
        finally:
            _known.reset(token)

    return answer


def roles_of(user) -> dict[int, str]:
    """{id of the school: role} of the places that give this person rights today."""
    known = _known.get()
    if known is not None and user.pk in known:
        return known[user.pk]
    roles = dict(Membership.objects.active().of_user(user).order_by().values_list("school_id", "role"))
    if known is not None:
        known[user.pk] = roles
    return roles
