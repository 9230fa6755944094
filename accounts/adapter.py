"""How allauth fits into our house: letters go through the outbox, links come from our settings, names are kept."""

import re
from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.crypto import get_random_string

from schools_together.outbox.letters import post_letter

from .limits import client_address, client_ip, hit, is_spent

FAILED = "failed log-ins"
FLOOD = 30  # a minute, on the whole site
FEW = 3  # a minute, for one client, and only during a flood

# A path of this site: not //host, /\host, a scheme, a bare word, nor anything with spaces or controls.
OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This e-mail address and password do not belong together. Check both.",
        "too_many_login_attempts": "That was too often. Wait five minutes, or set a new password.",
        "incorrect_code": "This code is not right. Check the letter, or ask for a new code.",
        "incorrect_password": "This is not your password.",
        "email_taken": "Another account uses this address already.",
        "duplicate_email": "Your account uses this address already.",
        "rate_limited": "That was a lot at once. Wait a few minutes, then try again.",
    }

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def is_safe_url(self, url: str) -> bool:
        """Where signing in may lead: our own paths only. allauth would take other hosts, and fails on "//["."""
        return bool(url) and OWN_PATH.fullmatch(url) is not None

    def get_client_ip(self, request) -> str:
        """allauth's own fails with a page of error where a client leaves the header out or garbles it."""
        return client_address(request)

    def pre_authenticate(self, request, **credentials) -> None:
        """Refuse before the password is hashed. One hash takes a third of a second: a flood of them is an attack.

        While many log-ins fail all over the site, clients with several failures of their own wait. Others get in.
        """
        if is_spent(FAILED, "site", FLOOD) and is_spent(FAILED, client_ip(request), FEW):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request, **credentials) -> None:
        hit(FAILED, "site", FLOOD, 60)
        hit(FAILED, client_ip(request), FEW, 60)
        super().authentication_failed(request, **credentials)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Put allauth's letter into the outbox, so that a slow mail server never holds a sign-up.

        Every link leads to SITE_URL, whatever host the request named.
        """
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.SITE_URL)
        links = {name: at_home(value) for name, value in context.items() if name.endswith("_url")}
        mail = self.render_mail(template_prefix, email, {**context, **links, "email": email, "current_site": site})
        name = template_prefix.rpartition("/")[2]
        with transaction.atomic():
            post_letter(
                key=f"{name} {get_random_string(16)}",
                to=email,
                subject=mail.subject,
                text=mail.body + "\n",
                html=rich(mail.subject, mail.body),
            )


def rich(subject: str, text: str) -> str:
    """The HTML part of a letter of allauth, out of its plain part: the same words and links in our frame."""
    words, _, reason = text.partition("\n--\n")
    reason = reason.replace("For school staff only: never send pupils’ names.", "").strip()
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return render_to_string(
        "emails/account.html", {**site, "subject": subject, "words": words.strip(), "reason": reason}
    )


class TwoStepAdapter(DefaultMFAAdapter):
    """Two-step log-in."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That does not fit. Type the newest code, or use your key again.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The code to scan as SVG that may stand within a page: no XML head, and paper behind it in the dark."""
        svg = super().build_totp_svg(url).partition("?>")[2].strip()
        head, _, rest = svg.partition(">")
        return f'{head}><rect width="100%" height="100%" fill="#fff"/>{rest}'


def at_home(url: str) -> str:
    """The same page at SITE_URL."""
    parts = urlsplit(url)
    return f"{settings.SITE_URL}{parts.path}{'?' if parts.query else ''}{parts.query}"
