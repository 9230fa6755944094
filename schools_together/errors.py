"""Pages for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came back too late or from elsewhere."""
    return render(request, "error.html", {"code": 403}, status=403)
