"""Handing out a stored picture: as a picture and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csp import csp_override

from .keeping import content_of

# Whoever opens the picture itself gets a page that may do nothing.
NOTHING_ALLOWED = {"default-src": ["'none'"], "sandbox": True}
# So long may others keep a public picture: one that is taken down is gone everywhere within a minute.
SECONDS_KEPT = 60


@csp_override(NOTHING_ALLOWED)
def picture_response(request: HttpRequest, name: str, *, content_type: str, public: bool) -> HttpResponse:
    """The file `name` of the storage, with the headers that keep it harmless. The caller has asked who may see it.

    Raises Http404 where the file is not there, StoreAway where the store is away.
    """
    tag = f'"{name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        response = HttpResponse(content_of(name), content_type=content_type)  # half a megabyte at most
        response["Content-Disposition"] = f'inline; filename="picture.{name.rpartition(".")[2]}"'
        response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex" if not public else "all"
    return response
