"""Why production does not start: read from the environment alone, before any other setting is."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

OFF = {"", "0", "false", "off", "no", "n"}
ON = {"1", "true", "on", "yes", "y"}
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)
DATABASES = ("postgres", "postgresql", "psql", "sqlite")
# Words that name a way of not sending letters, which Django offers for development.
NO_MAIL_SERVER = {"console", "dummy", "file", "locmem"}


def comma_separated(text: str) -> list[str]:
    """The parts of a list, without the spaces that people put after its commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def reasons_not_to_start(environment: Mapping[str, str]) -> list[str]:
    """One sentence for each variable without which a public site would be unsafe or broken; all at once."""
    checks = (secret_key, addresses, database, mail, switches)
    return [reason for check in checks for reason in check(environment)]


def secret_key(asked: Mapping[str, str]) -> Iterator[str]:
    key = asked.get("SECRET_KEY", "")
    if len(key) < 50 or len(set(key)) < 5 or key.startswith(("development", "django-insecure", "tests")):
        yield "SECRET_KEY: set it to a random text of 50 characters or more that stands nowhere else."


def addresses(asked: Mapping[str, str]) -> Iterator[str]:
    hosts = comma_separated(asked.get("ALLOWED_HOSTS", ""))
    if not hosts or not all(HOST.fullmatch(host) for host in hosts):
        yield (
            "ALLOWED_HOSTS: set it to the host names of the site, separated by commas, "
            "without * and without https://, like schools-together.example."
        )
    url = asked.get("SITE_URL", "")
    if not url.startswith("https://") or not HOST.fullmatch(host_of(url)):
        yield "SITE_URL: set it to the public address of the site, like https://schools-together.example."


def database(asked: Mapping[str, str]) -> Iterator[str]:
    if not is_database(asked.get("DATABASE_URL", "")):
        yield "DATABASE_URL: set it to the site's database, like postgres://name:password@host/database."


def is_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in DATABASES and len(parts.path) > 1 and (parts.port is None or parts.port > 0)
    except ValueError:  # what stands for the port is no number
        return False


def mail(asked: Mapping[str, str]) -> Iterator[str]:
    server = asked.get("EMAIL_HOST", "")
    if not HOST.fullmatch(server) or server.lower() in NO_MAIL_SERVER:
        yield "EMAIL_HOST: set it to the mail server that sends the site's letters, like smtp.schools-together.example."
    if not asked.get("EMAIL_PORT", "587").isdigit():
        yield "EMAIL_PORT: set it to the port of the mail server, a number like 587, or leave it out."
    if "@" not in asked.get("DEFAULT_FROM_EMAIL", ""):
        yield "DEFAULT_FROM_EMAIL: set it to the address that letters come from, like post@schools-together.example."


def switches(asked: Mapping[str, str]) -> Iterator[str]:
    if asked.get("DEBUG", "").lower() not in OFF:
        yield "DEBUG: set it to false or leave it out, because it shows strangers what is inside."
    if asked.get("EMAIL_TLS", "true").lower() not in OFF | ON:
        yield "EMAIL_TLS: set it to true or false, or leave it out."


def host_of(url: str) -> str:
    """The host that an address names; empty where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
