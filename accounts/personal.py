"""What accounts and the libraries beneath it keep about a person."""

from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from schools.models import SchoolProfile
from schools_together.outbox.models import Bounce, Letter

from .keeping import Person, also_erases, keeps
from .models import AccountDecision, Digest, DigestLine, Invitation, Membership, NoticeChoice, OfficeCode, User

FORMER_MODERATOR = "former-moderator@erased.invalid"
ERASED_LABEL = "A former person"

keeps(
    User, "Your account", mine=["id"], goes=["email"], shown=["email", "name", "joined_at", "last_login", "is_staff"],
    own_words=["email", "name"],
)  # fmt: skip
keeps(EmailAddress, "Your addresses", mine=["user"], goes=["user", "email"], shown=["email", "verified", "primary"])
keeps(Authenticator, "Your second steps", mine=["user"], goes=["user"], shown=["type", "created_at", "last_used_at"])
keeps(
    UserSession, "Where you have signed in", mine=["user"], goes=["user"],
    shown=["ip", "user_agent", "created_at", "last_seen_at"],
)  # fmt: skip
keeps(
    Membership, "Your places at schools", mine=["user"], goes=["user"], unnamed=["decided_by"],
    shown=["school", "role", "state", "job_title", "asked_at", "decided_at", "ended_at", "reason"],
    own_words=["job_title", "reason"],
    stays="That somebody held a place at your school, and from when to when, as a number without your name or role: "
    "so that it can be told later who could act for the school.",
)  # fmt: skip
keeps(
    Invitation, "Invitations to you", mine=["email"], goes=["email"], unnamed=["invited_by"],
    shown=["school", "role", "sent_at", "expires_at", "accepted_at"],
)  # fmt: skip
keeps(
    AccountDecision, "What moderators did about your account", mine=["user"], unnamed=["user", "by"],
    shown=["deed", "reason", "decided_at"], own_words=["reason"],
    stays="That moderators did something about an account, and when, without whose it was and why.",
)  # fmt: skip
keeps(Bounce, "That your mailbox refused our letters", mine=["address"], goes=["address"], shown=["first_at", "words"])
keeps(NoticeChoice, "When you want which letters", mine=["user"], goes=["user"], shown=["kind", "when"])
keeps(
    DigestLine, "What is collected for your daily letter", mine=["user"], goes=["user"],
    shown=["kind", "subject", "written_at"], own_words=["subject"],
)  # fmt: skip
keeps(Digest, "Days on which you got a daily letter", mine=["user"], goes=["user"], shown=["day"])
keeps(OfficeCode, "Codes sent to a school’s office", others=["address"])
keeps(SchoolProfile, "Schools that you trusted as a moderator", unnamed=["trusted_by"])
keeps(
    LogEntry, "What you did as a moderator", mine=["user"], unnamed=["user"],  # the column takes no null: see below
    shown=["action_time", "content_type", "object_id", "action_flag"],
    stays="What you decided as a moderator, under the name “Former moderator”: so that decisions can be explained.",
)  # fmt: skip
keeps(
    Letter, "Letters to you that are not forgotten yet", mine=["to"], goes=["to"],
    shown=["subject", "text", "written_at", "sent_at"],
)  # fmt: skip


@also_erases
def erase_letters(person: Person) -> None:
    """Letters that name one of the addresses within, or the person: a code to the school's office does."""
    codes = OfficeCode.objects.filter(membership__user=person.user).values_list("pk", flat=True)
    Letter.objects.filter(key__in=[f"office code {pk}" for pk in codes]).delete()
    for address in person.addresses:
        named = Q(subject__icontains=address) | Q(text__icontains=address) | Q(html__icontains=address)
        Letter.objects.filter(named | Q(last_error__icontains=address)).delete()


@also_erases
def erase_sessions(person: Person) -> None:
    """The sessions themselves: what UserSession lists is only their keys."""
    keys = list(UserSession.objects.filter(user=person.user).values_list("session_key", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()


@also_erases
def erase_from_the_log(person: Person) -> None:
    """Admin's own log: their name as the thing that was changed, and their account as the one who did it."""
    kinds = ContentType.objects.get_for_models(User, Membership)
    places = [str(pk) for pk in person.user.memberships.values_list("pk", flat=True)]
    about = Q(content_type=kinds[User], object_id=str(person.user.pk))
    about |= Q(content_type=kinds[Membership], object_id__in=places)
    LogEntry.objects.filter(about).update(object_repr=ERASED_LABEL, change_message="")
    done = LogEntry.objects.filter(user=person.user)
    if done.exists():
        done.update(user=former_moderator())


def former_moderator() -> User:
    """The account that stands in the log for moderators who are gone. Nobody can sign in with it."""
    user = User.objects.filter(email=FORMER_MODERATOR).first()
    return user or User.objects.create_user(FORMER_MODERATOR, name="Former moderator", is_active=False)
