"""What every template may know about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    """Context processor: the site's name, its public address and whether it shows samples."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "sample_directory": settings.SAMPLE_DIRECTORY,
    }
