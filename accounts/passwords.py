"""What is too easy to guess here, besides what Django refuses: the site's words, and a password that is little else."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

FEWEST_SIGNS = 3
LEAST_LEFT = 6  # characters, once what everybody would try first is taken away
# What anybody would try at a site for schools, longest first.
OBVIOUS = sorted(
    [
        *settings.SITE_NAME.lower().split(), "schoolstogether", "partnerships", "partnership", "password", "passwort",
        "school", "teacher", "headteacher", "welcome", "letmein", "qwertyuiop", "qwerty", "abcdef", "123456789",
        "1234567890", "12345678", "123456", "12345", "1234", "2024", "2025", "2026", "2027",
    ],
    key=len,
    reverse=True,
)  # fmt: skip
REPEATED = re.compile(r"(.{1,8}?)\1+")
TOO_OBVIOUS = (
    "This password is easy to guess. Take three or four words that have nothing to do with this site or with you."
)


class ObviousPasswordValidator:
    """Refuses a password in which little is left once the site's own words and years are taken out."""

    def validate(self, password: str, user=None) -> None:
        left = re.sub(r"[\W_]+", "", password.lower())
        for word in [*OBVIOUS, *own_words(user)]:
            left = left.replace(word, "")
        if len(left) < LEAST_LEFT or len(set(left)) < FEWEST_SIGNS or REPEATED.fullmatch(left):
            raise ValidationError(TOO_OBVIOUS, code="password_obvious")

    def get_help_text(self) -> str:
        return "It must not be made of the words of this site or of your own name."


def own_words(user) -> list[str]:
    """The parts of the person's name and address, domain included, that have three letters or more."""
    text = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".lower()
    return sorted((word for word in re.findall(r"\w+", text) if len(word) > 2), key=len, reverse=True)
