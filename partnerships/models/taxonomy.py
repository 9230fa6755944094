"""The directory's fixed words: rows that a moderator may edit, with slugs that never change."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Value
from django.urls import reverse

from schools_together.prepared import Prepared


class Family(models.TextChoices):
    """Six families of categories; each gives its tiles their ink (docs/look.md)."""

    LEARN = "learn", "Learning"
    ARTS = "arts", "Arts"
    ACTIVE = "active", "Active"
    LEAD = "lead", "Leading"
    CARE = "care", "Care"
    PLACE = "place", "Places"


class Term(models.Model):
    """A word of the taxonomy: its stable slug, its name and its place in lists."""

    slug = models.SlugField(max_length=40, unique=True, help_text="Part of addresses: never change it.")
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Category(Term):
    """The one main field of a project."""

    short_name = models.CharField(max_length=40)
    family = models.CharField(max_length=8, choices=Family)
    description = models.CharField(max_length=200, blank=True)

    class Meta(Term.Meta):
        verbose_name_plural = "categories"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:category", args=[self.slug])


class Subject(Term):
    """A school subject that a project touches."""


class SharedThing(Term):
    """What is shared in a project: expertise, facilities, equipment, …"""


class Stage(Term):
    """A phase or key stage of the pupils; ages in whole years."""

    label = models.CharField(max_length=60, blank=True, help_text="In plain words, like “Years 3 to 6”.")
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)


@dataclass
class Terms:
    """What one thing has of each list, in the order of the lists."""

    subjects: list[Term]
    shares: list[Term]
    stages: list[Term]

    @classmethod
    def of_project(cls, project_id: int) -> "Terms":
        """One query."""
        found = {name: [] for name in LISTS}
        for name, position, pk, slug, words in sorted(terms_of_project(project_id)):
            found[name].append(LISTS[name](pk=pk, slug=slug, name=words, position=position))
        return cls(**found)


LISTS = {"subjects": Subject, "shares": SharedThing, "stages": Stage}


def _terms_of_project(project_id: int) -> models.QuerySet:
    """(list, position, pk, slug, name) of each, in no order."""
    columns = ("position", "pk", "slug", "name")
    subjects, *others = (
        kind.objects.filter(projects=project_id).order_by().values_list(Value(name), *columns)
        for name, kind in LISTS.items()
    )
    return subjects.union(*others, all=True).order_by()


terms_of_project = Prepared(_terms_of_project, int)


class Synonym(models.Model):
    """What teachers type, and the words it should also find."""

    term = models.CharField(max_length=60, unique=True)
    means = models.CharField(max_length=300, help_text="Words or phrases, separated by commas.")
    both_ways = models.BooleanField(default=True, help_text="The words find the term, too.")

    class Meta:
        ordering = ["term"]

    def __str__(self) -> str:
        return f"{self.term} = {self.means}"
