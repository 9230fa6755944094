"""Production: refuses to start, one sentence per reason, until everything that must be set is set."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import SITE_URL, env

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SAMPLE_DIRECTORY = False


def reasons_not_to_start() -> list[str]:
    """One sentence for each setting without which a public site would be unsafe or broken."""
    reasons = []
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development"):
        reasons.append("Set SECRET_KEY to a random text of 50 characters or more.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        reasons.append("Set ALLOWED_HOSTS to the host names of the site, separated by commas.")
    if not env.str("DATABASE_URL", default=""):
        reasons.append("Set DATABASE_URL, like postgres://name:password@host/database.")
    if not SITE_URL.startswith("https://"):
        reasons.append("Set SITE_URL to the public address, like https://schools-together.example.")
    if not env.str("EMAIL_HOST", default=""):
        reasons.append("Set EMAIL_HOST to the mail server that sends the site's letters.")
    if DEBUG:
        reasons.append("Set DEBUG to false: it shows strangers what is inside.")
    return reasons


if refusal := reasons_not_to_start():
    raise ImproperlyConfigured("The site does not start.\n" + "\n".join(f"- {reason}" for reason in refusal))

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("EMAIL_HOST"),
            "port": env.int("EMAIL_PORT", default=587),
            "username": env.str("EMAIL_USER", default=""),
            "password": env.str("EMAIL_PASSWORD", default=""),
            "use_tls": env.bool("EMAIL_TLS", default=True),
            "timeout": 10,
        },
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
