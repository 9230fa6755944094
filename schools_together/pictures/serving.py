"""Handing out a stored picture: as a picture and nothing else."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.csp import csp_override

# Whoever opens the picture itself gets a page that may do nothing.
NOTHING_ALLOWED = {"default-src": ["'none'"], "sandbox": True}
# So long may others keep a public picture: one that is taken down is gone everywhere within a minute.
SECONDS_KEPT = 60


@csp_override(NOTHING_ALLOWED)
def picture_response(request: HttpRequest, name: str, *, content_type: str, public: bool) -> HttpResponse:
    """The file `name` of the storage, with the headers that keep it harmless. The caller has asked who may see it.

    Raises Http404 where the file is not there.
    """
    tag = f'"{name.rpartition("/")[2]}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        try:
            with default_storage.open(name) as file:
                response = HttpResponse(file.read(), content_type=content_type)  # half a megabyte at most
        except FileNotFoundError:
            raise Http404("No such picture.") from None
        response["Content-Disposition"] = f'inline; filename="picture.{name.rpartition(".")[2]}"'
        response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={SECONDS_KEPT}" if public else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex" if not public else "all"
    return response
