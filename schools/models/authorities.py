"""Who answers for schools: councils and trusts, as the register states them."""

from django.db import models
from django.utils.text import slugify

from .kinds import Region


class LocalAuthority(models.Model):
    """A council responsible for schools.

    Always: `code` is the register's three digits in England and Wales, the nation's own code elsewhere.
    Not: a place to search by; see places.py.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=110)
    region = models.CharField(max_length=30, choices=Region, default=Region.ELSEWHERE)

    class Meta:
        verbose_name_plural = "local authorities"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.slug = slugify(self.name)[:110]
        super().save(*args, **kwargs)


class Trust(models.Model):
    """The single- or multi-academy trust (or federation) that a school belongs to, keyed by the register's UID."""

    uid = models.CharField("register UID", max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True, help_text="As the register calls it.")
    companies_house_number = models.CharField(max_length=12, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
