"""Notices: letters that a person may have at once, once a day together, or not at all.

An app names its kinds in `<app>/letters.py`, which is found when the site starts:

    name_kind("enquiries", "Enquiries", "A school writes to yours, or answers.")

and writes in the transaction of the reason:

    notify(person, "enquiries", key=f"message 7 to {person.pk}", subject=..., template="enquiry_message", context=...)

`context` holds the `path` that the letter leads to. Letters that must come (codes, and what concerns one's own account
or place) are written with `write_letter` and cannot be turned off.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from schools_together.outbox.letters import one_line, write_letter
from schools_together.outbox.models import Letter

from .models import Digest, DigestLine, NoticeChoice, User, When
from .permissions import is_moderator

SALT = "accounts.notices.off"
THE_DIGEST = "digest"  # what the switch of the daily letter turns off: every kind that comes in it


@dataclass(frozen=True)
class Kind:
    """One kind of notice in plain words; `first` is when it comes to somebody who has not chosen."""

    slug: str
    words: str
    hint: str
    first: str = When.AT_ONCE
    for_moderators: bool = False


KINDS: dict[str, Kind] = {}


def name_kind(slug: str, words: str, hint: str, *, first: str = When.AT_ONCE, for_moderators: bool = False) -> str:
    """Register a kind and return its slug. Raises ValueError where another kind has this name."""
    kind = Kind(slug, words, hint, first, for_moderators)
    if KINDS.setdefault(slug, kind) != kind or slug == THE_DIGEST:
        raise ValueError(f"Two kinds of notice are called “{slug}”.")
    return slug


MODERATION = name_kind("moderation", "Work for moderators", "Something waits for a moderator.", for_moderators=True)


def kinds_for(user) -> list[Kind]:
    """The kinds that this person may meet."""
    return [kind for kind in KINDS.values() if is_moderator(user) or not kind.for_moderators]


def choice_of(user, kind: str) -> str:
    """When this person wants it: one of When."""
    stored = NoticeChoice.objects.filter(user_id=user.pk, kind=kind).values_list("when", flat=True).first()
    return stored or KINDS[kind].first


def choose(*, by, kind: str, when: str) -> None:
    """Keep what somebody has chosen. Raises KeyError for a kind that there is not."""
    kind_of = KINDS[kind]
    NoticeChoice.objects.update_or_create(user=by, kind=kind_of.slug, defaults={"when": When(when)})


def notify(user, kind: str, *, key: str, subject: str, template: str, context: dict) -> None:
    """Tell one person of something, as they have chosen, once for a key. Call it in the transaction of the reason.

    Raises as `write_letter`; KeyError for a kind that nobody has named.
    """
    when = choice_of(user, kind)
    if when == When.OFF or not user.is_active or DigestLine.objects.filter(key=key).exists():
        return
    if when == When.DAILY and not Letter.objects.filter(key=key).exists():
        fresh = {"user": user, "kind": kind, "subject": one_line(subject), "path": context["path"]}
        DigestLine.objects.get_or_create(key=key, defaults=fresh)
    if when == When.DAILY:
        return
    write_letter(
        key=key, to=user.email, subject=subject, template=template, off_path=off_path(user, kind),
        context={**context, "choices_path": reverse("accounts:notice_choices")},
    )  # fmt: skip


def notify_moderators(*, key: str, subject: str, template: str, context: dict) -> None:
    """Tell everybody who looks after the directory today; `key` is made each one's own."""
    for moderator in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        notify(
            moderator, MODERATION, key=f"{key} to {moderator.pk}", subject=subject, template=template, context=context
        )


def has_told(key: str) -> bool:
    """Whether a notice with this key has been written or waits for the daily letter."""
    return Letter.objects.filter(key=key).exists() or DigestLine.objects.filter(key=key).exists()


def off_path(user, kind: str) -> str:
    """Where this person turns off letters of this kind, signed, so that it works without signing in."""
    return reverse("accounts:notices_off", args=[signing.Signer(salt=SALT).sign_object([user.pk, kind])])


def read_off_token(token: str) -> tuple[int, str]:
    """(person's id, kind) of a token from `off_path`. Raises signing.BadSignature for anything else."""
    pk, kind = signing.Signer(salt=SALT).unsign_object(token)
    if kind != THE_DIGEST and kind not in KINDS:
        raise signing.BadSignature("There is no such kind any more.")
    return pk, kind


def turn_off(*, by, kind: str) -> None:
    """No more letters of this kind; for the daily letter, of every kind that comes in it. Twice is once."""
    for slug in [kind] if kind != THE_DIGEST else [slug for slug in KINDS if choice_of(by, slug) == When.DAILY]:
        choose(by=by, kind=slug, when=When.OFF)


def write_digests(today: date) -> int:
    """One letter to each person for whom something waits; returns how many. A second run on one day writes none."""
    people = DigestLine.objects.filter(done=False).order_by("user").values_list("user", flat=True).distinct()
    return sum(_write_digest(pk, today) for pk in list(people))


@transaction.atomic
def _write_digest(pk: int, today: date) -> bool:
    """The day's digest is a row with a constraint: who comes second finds it there, and what waits, waits on."""
    digest, is_new = Digest.objects.get_or_create(user_id=pk, day=today)
    if not is_new:
        return False
    user = digest.user
    lines = list(DigestLine.objects.filter(user=user, done=False).order_by("written_at", "pk"))
    off = {slug for slug in KINDS if choice_of(user, slug) == When.OFF}
    told = [line for line in lines if line.kind not in off and line.kind in KINDS] if user.is_active else []
    if told:
        count = len(told)
        write_letter(
            key=f"digest {pk} of {today:%Y%m%d}", to=user.email, template="digest",
            subject=f"{count} thing{'' if count == 1 else 's'} from {settings.SITE_NAME} today",
            off_path=off_path(user, THE_DIGEST),
            context={"lines": told, "path": reverse("my_school"), "choices_path": reverse("accounts:notice_choices")},
        )  # fmt: skip
    DigestLine.objects.filter(pk__in=[line.pk for line in lines]).update(done=True, digest=digest)
    return bool(told)


def forget_old_lines(days: int) -> int:
    """Empty what digests said, as letters are emptied; the key stays."""
    before = timezone.now() - timedelta(days=days)
    return DigestLine.objects.filter(done=True, written_at__lt=before).exclude(subject="").update(subject="", path="")
