"""What holds in development, tests and production alike. Each of those adds to this file."""

import os
from pathlib import Path

import environ
from django.utils.csp import CSP

from .stores import picture_store

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

SITE_NAME = "Schools Together"
SITE_URL = env("SITE_URL", default="http://localhost:8000").rstrip("/")
# True shows every component in every state at /gallery/ (docs/look.md); development only.
GALLERY = False
# True puts the "Sample entries" band on every page and prints the sample log-ins at start.
SAMPLE_DIRECTORY = env.bool("SAMPLE_DIRECTORY", default=False)

INSTALLED_APPS = [
    "messaging",
    "partnerships",
    "accounts",
    "schools",
    "schools_together.sample",
    "schools_together.ui",
    "schools_together.outbox",
    "schools_together.geo",
    "schools_together.pictures",
    "accounts.moderation_app.ModerationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "schools_together.errors.brand_refusals",
    "schools_together.pictures.receiving.refuse_large_bodies",
    "accounts.private_pages.keep_private",
    "accounts.reading.remember_places",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.session_ages.end_old_sessions",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "schools_together.urls"
WSGI_APPLICATION = "schools_together.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "schools_together.ui.context.site",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict:
    """One Django database from DATABASE_URL, with what each engine needs to stay correct under writers.

    SQLite: IMMEDIATE transactions and WAL, else a second writer meets "database is locked".
    PostgreSQL: bounded connects, statements and dead peers, so that a lost server ends in a page, not a wait.
    """
    config = env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;",
        }
    else:
        config.setdefault("OPTIONS", {}).update(
            {"connect_timeout": 5, "tcp_user_timeout": 8000, "options": "-c statement_timeout=60000"}
        )
        config["CONN_HEALTH_CHECKS"] = True
    config["CONN_MAX_AGE"] = 60
    return config


DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))}

AUTH_USER_MODEL = "accounts.User"
# The address is unique whatever its case, by the constraint an_address_is_one_person.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.moderation.ModeratorRights",
]
# Two-step log-in before any admin page; production switches it on.
STAFF_TWO_STEP = False
PASSWORD_HASHERS = ["accounts.hashers.PatientPBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ObviousPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_school"

# Links that reset a password hold for three hours.
PASSWORD_RESET_TIMEOUT = 3 * 60 * 60

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "signup": "accounts.forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
# Strict for one account ("key"), kind to an address ("ip"): a whole school may sit behind one.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
    "signup": "60/m/ip,400/d/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "request_login_code": "60/m/ip,3/m/key",
}
# So many proxies of ours stand in front; what others write into X-Forwarded-For is not believed.
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapter.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = SITE_NAME

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "schools_together.ui.formats"

STATIC_URL = "static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STORAGES = {
    "default": picture_store(os.environ),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A program that reads a file and ends with 1 for a bad one, like "clamdscan --no-summary -"; empty: nobody asks one.
PICTURE_SCANNER = env("PICTURE_SCANNER", default="")
PICTURE_QUARANTINE = env("PICTURE_QUARANTINE", default="")

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Hours without a visit, and hours at most, after which a session ends; the second pair is the moderators'.
SESSION_HOURS = (14 * 24, 60 * 24)
MODERATOR_SESSION_HOURS = (12, 3 * 24)
SESSION_COOKIE_AGE = SESSION_HOURS[0] * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "schools_together.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# Pictures of a map service under our dots, in the British National Grid (EPSG:27700) as Ordnance Survey numbers them:
# "https://maps.example/{z}/{x}/{y}.png". Empty: no page asks anybody else for anything.
MAP_TILES = env("MAP_TILES", default="")
if MAP_TILES:
    SECURE_CSP["img-src"].append("/".join(MAP_TILES.split("/")[:3]))
# A form of ours has at most some 150 fields; more is a probe.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Sizes of files: schools_together/pictures/limits.py.
FILE_UPLOAD_HANDLERS = ["schools_together.pictures.receiving.CappedFiles"]

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Schools Together <post@schools-together.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# With it a mail provider may tell /bounces/ which mailboxes refuse letters; without it there is no such address.
BOUNCE_SECRET = env("BOUNCE_SECRET", default="")
# So many days after it was sent, a letter's address and words are forgotten (manage.py nightly).
LETTERS_KEPT_DAYS = env.int("LETTERS_KEPT_DAYS", default=30)
# How long the rest is kept, in days (the privacy page says it; manage.py nightly does it).
UNVERIFIED_KEPT_DAYS = env.int("UNVERIFIED_KEPT_DAYS", default=7)
INVITATIONS_KEPT_DAYS = env.int("INVITATIONS_KEPT_DAYS", default=90)
MEMBERSHIPS_KEPT_DAYS = env.int("MEMBERSHIPS_KEPT_DAYS", default=730)
HISTORY_NAMES_KEPT_DAYS = env.int("HISTORY_NAMES_KEPT_DAYS", default=1095)
REPORTS_KEPT_DAYS = env.int("REPORTS_KEPT_DAYS", default=730)
ENQUIRIES_KEPT_DAYS = env.int("ENQUIRIES_KEPT_DAYS", default=1095)
ENQUIRIES_WARNED_DAYS = env.int("ENQUIRIES_WARNED_DAYS", default=30)
# Views of projects are counted without knowing by whom (docs/decisions/0013).
VIEWS_COUNTED = True
VIEWS_KEPT_DAYS = env.int("VIEWS_KEPT_DAYS", default=800)
# Each erased address as a digest, one line each, so that a restored backup can be erased again. Keep it off the backup.
ERASURE_LEDGER = env("ERASURE_LEDGER", default=str(VAR_DIR / "erasures.txt"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "schools_together.logs.PlainLine",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
