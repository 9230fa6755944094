"""Development on one's own machine: nothing to configure, letters kept in a folder."""

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-never-used-in-production")  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SAMPLE_DIRECTORY = env.bool("SAMPLE_DIRECTORY", default=True)
VAR_DIR.mkdir(exist_ok=True)

GALLERY = True
# Static files come from their sources at once, whether Django's own traces are shown (DEBUG) or our error pages.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "letters")},
    }
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
