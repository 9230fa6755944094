"""People, and their places at schools."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from simple_history.models import HistoricalRecords

from schools.models import School, Status

from .notice_models import Digest, DigestLine, NoticeChoice, When  # noqa: F401 - Django looks for models here


class UserManager(BaseUserManager):
    """Makes people; the e-mail address is the log-in, compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields):
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """An adult who signs in: staff of a school, a governor, a coordinator or a moderator.

    Life: signs up → verifies the address (allauth) → may join schools; erased on request.
    Always: one account for an address, whatever its case.
    Seen by: colleagues at the same school see the name; nobody else sees name or address.
    Not: the right to act for a school (Membership).
    """

    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField("your name", max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("moderator", default=False, help_text="May enter the admin.")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["email", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="an_address_is_one_person")]
        permissions = [("see_address", "Can see people’s e-mail addresses")]

    def __str__(self) -> str:
        return self.name or f"Person {self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Contributor"
    LEAD = "lead", "Lead"


class MembershipState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


# Who moves them: a lead of the school or a moderator activates; the person, a lead or a moderator ends.
MEMBERSHIP_MOVES = {
    MembershipState.WAITING: {MembershipState.ACTIVE, MembershipState.ENDED},
    MembershipState.ACTIVE: {MembershipState.ENDED},
    MembershipState.ENDED: set(),
}


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Places that give rights today: the person is not disabled and the school is not closed."""
        return self.filter(state=MembershipState.ACTIVE, user__is_active=True).exclude(school__status=Status.CLOSED)

    def living(self):
        """Not ended: at most one for a person at a school."""
        return self.exclude(state=MembershipState.ENDED)

    def waiting(self):
        return self.filter(state=MembershipState.WAITING)

    def leads(self):
        return self.filter(role=Role.LEAD)

    def of_school(self, school: School):
        return self.filter(school=school)

    def of_user(self, user):
        return self.filter(user_id=user.pk)


class Membership(models.Model):
    """A person's place at a school: contributor or lead.

    Life: waiting → active → ended; MEMBERSHIP_MOVES says who moves it. Ended is final; joining again is a new row.
    Always: at most one living (waiting or active) place for a person at a school.
    Seen by: the person, leads of the school, moderators.
    Not: an invitation (Invitation).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    state = models.CharField(max_length=8, choices=MembershipState, default=MembershipState.WAITING)
    job_title = models.CharField("your role at the school", max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was agreed, refused or ended.")
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=~Q(state="ended"),
                name="a_person_has_one_living_place_at_a_school",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False), name="an_ended_membership_says_when"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="membership_queue")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} at {self.school}"

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD


INVITATION_LIFE = timedelta(days=14)


def new_invitation_token() -> str:
    """An unguessable token for an invitation link (256 bits)."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A lead's invitation of one address to one school, single use.

    Life: sent → accepted, withdrawn or expired.
    Always: bound to its address; one open invitation for an address at a school is a matter of actions.
    Seen by: leads of the school; the invited through the link.
    Not: a membership; accepting it makes one.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    token = models.CharField(max_length=64, unique=True, default=new_invitation_token, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"Invitation to {self.school}"

    def save(self, *args, **kwargs):
        if self.expires_at is None:
            self.expires_at = self.sent_at + INVITATION_LIFE
        super().save(*args, **kwargs)


CODE_LIFE = timedelta(days=7)
CODE_SIGNS = "BCDFGHJKLMNPQRSTVWXZ2456789"  # none that looks or sounds like another, no words


def new_office_code() -> str:
    """Eight signs that a person can read out and type, like "BK4T-9WXZ" (27^8 of them)."""
    code = get_random_string(8, CODE_SIGNS)
    return f"{code[:4]}-{code[4:]}"


def digest_of_code(code: str) -> str:
    """What is kept of a code; spaces, dashes and case do not matter."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("accounts.office", typed, algorithm="sha256").hexdigest()


class OfficeCodeQuerySet(models.QuerySet):
    def open(self):
        """Those that can still be used."""
        return self.filter(used_at=None, refused_at=None, expires_at__gt=timezone.now())

    def just_sent(self):
        """Within the last ten minutes: a second press of the button means these."""
        return self.open().filter(sent_at__gt=timezone.now() - timedelta(minutes=10))


class OfficeCode(models.Model):
    """A code sent to a school's office, which makes a waiting person the first lead.

    Life: sent → used, refused by the office, or expired after CODE_LIFE; a newer one ends it.
    Always: kept as a digest; used and refused exclude each other.
    Seen by: nobody; the office has the letter, moderators see to which mailbox it went.
    Not: the code that shows that an address is a person's own (allauth's).
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="office_codes")
    address = models.EmailField("office mailbox")
    digest = models.CharField(max_length=64, editable=False)
    token = models.CharField(max_length=64, unique=True, default=new_invitation_token, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeCodeQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(refused_at__isnull=True),
                name="an_office_code_is_not_both_used_and_refused",
            )
        ]

    def __str__(self) -> str:
        return f"Code for {self.membership}"


class Deed(models.TextChoices):
    END_SESSIONS = "end-sessions", "Sign out everywhere"
    CLOSE = "close", "Close the account"
    OPEN = "open", "Open the account again"
    MAKE_MODERATOR = "make-moderator", "Make moderator"
    NO_MODERATOR = "no-moderator", "Moderator no more"
    MERGE = "merge", "Merge into another account"


class AccountDecision(models.Model):
    """What a moderator did about an account, and why.

    Life: written once; never changed. It loses the person when the account is erased.
    Seen by: moderators.
    Not: a decision about a place at a school (Membership's own history).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    deed = models.CharField(max_length=16, choices=Deed)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}, {timezone.localdate(self.decided_at):%-d %B %Y}"


class Tally(models.Model):
    """How often something was done lately: what limits.py counts with.

    Life: made by the first try → counts up → begins anew once `ends_at` is past; emptied by night.
    Always: one for a name and key, of which only a digest is kept.
    Seen by: nobody.
    Not: history; it forgets.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"


class Erasure(models.Model):
    """One address that was erased: what makes an erasure outlast the restore of a backup (ledger.py).

    Life: written by an erasure; never taken away, but renewed when the same address is erased again.
    Always: nothing can be read from it; only who has an address and the site's key can ask whether it is here.
    Seen by: nobody.
    Not: a list of people.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Erased {self.erased_at:%d %B %Y}"
