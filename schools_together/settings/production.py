"""Production: refuses to start, one sentence per reason, until everything that must be set is set."""

import os
import sys

from .refusals import comma_separated, reasons_not_to_start

# The code 3 is what gunicorn understands as "do not try again".
if refusal := reasons_not_to_start(os.environ):
    sys.stderr.write("Schools Together does not start.\n" + "".join(f"- {reason}\n" for reason in refusal))
    sys.exit(3)

from .base import *  # noqa: E402, F403
from .base import SITE_URL, env  # noqa: E402

DEBUG = False
# Read without django-environ, which takes a value that begins with $ for the name of another variable.
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = comma_separated(os.environ["ALLOWED_HOSTS"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SAMPLE_DIRECTORY = False
STAFF_TWO_STEP = True

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": env("EMAIL_HOST"),
            "port": env.int("EMAIL_PORT", default=587),
            "username": os.environ.get("EMAIL_USER", ""),
            "password": os.environ.get("EMAIL_PASSWORD", ""),
            "use_tls": env.bool("EMAIL_TLS", default=True),
            "timeout": 10,
        },
    }
}
CACHES = {"default": {"BACKEND": "schools_together.cache.CarefulCache", "LOCATION": "cache"}}
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
