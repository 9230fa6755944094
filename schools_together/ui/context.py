"""What every template may say about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest | None) -> dict:
    """Name, address and kind of this directory. Needs no request, so that error pages can use it too."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "sample_directory": settings.SAMPLE_DIRECTORY,
    }
