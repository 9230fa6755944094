"""Where mail providers report bounces, and the page on which developers look at the last letters."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import constant_time_compare
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from .bounces import note_bounce
from .models import Letter

LATEST = 50
MOST_IN_A_REPORT = 500
BARE = {"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE], "frame-ancestors": [CSP.NONE]}


@login_not_required  # a machine asks; BOUNCE_SECRET is its right
@csrf_exempt
@never_cache
@require_POST
def bounces(request: HttpRequest) -> HttpResponse:
    """A mail provider tells of mailboxes that refuse for good: `[{"address": …, "words": …}, …]`."""
    secret = settings.BOUNCE_SECRET
    if not secret or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {secret}"):
        raise Http404("Nothing here.")
    try:
        told = json.loads(request.body)
        pairs = [(str(one["address"]), str(one.get("words", ""))) for one in told]
    except (ValueError, TypeError, KeyError, AttributeError):
        return JsonResponse({"error": 'Send a list: [{"address": "…", "words": "…"}].'}, status=400)
    if len(pairs) > MOST_IN_A_REPORT:
        return JsonResponse({"error": f"Send at most {MOST_IN_A_REPORT} at once."}, status=400)
    return JsonResponse({"noted": sum(note_bounce(address, words) for address, words in pairs)})


@login_not_required
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The last letters, newest first; development only."""
    return render(request, "pages/letters.html", {"letters": Letter.objects.order_by("-written_at", "-pk")[:LATEST]})


@login_not_required
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its headers and plain part, and the way to the other; development only."""
    return render(request, "pages/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})


@login_not_required
@csp_override(BARE)  # letters carry their style in themselves; nothing else is allowed
@require_safe
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part as a mail programme shows it; development only."""
    return HttpResponse(get_object_or_404(Letter.objects.exclude(html=""), pk=pk).html)
