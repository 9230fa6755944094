"""People who sign in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


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
