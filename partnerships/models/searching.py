"""What search keeps: one entry for each public project, and the words that people can be led to."""

from django.db import models

from .projects import Project


class SearchEntry(models.Model):
    """What one public project is found by. Written by the actions (partnerships/search/index.py), never by hand.

    Life: written when a project becomes public or what is public of it changes; `is_gone` when it is public no more.
    Always: holds public words and confirmed names only. `stamp` grows with every change; without one the change is so
        new that it has not been numbered yet (see index.py).
    Seen by: nobody; search answers from it.
    Not: the truth. `manage.py reindex` makes it anew from the projects.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="search_entry")
    stamp = models.BigIntegerField(null=True, db_index=True)
    is_gone = models.BooleanField(default=False)
    title_words = models.TextField(default="", blank=True)
    names_words = models.TextField(default="", blank=True)
    story_words = models.TextField(default="", blank=True)
    facets = models.TextField(default="", blank=True, help_text="Like “category=stem cost=free”.")
    points = models.TextField(default="", blank=True, help_text="Easting and northing of each school, the host first.")
    published = models.BigIntegerField(default=0, help_text="Microseconds since 1970.")
    checked = models.IntegerField(default=0, help_text="Day on which it was last confirmed, as a number.")
    partners = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return f"Entry of project {self.project_id}"


class SearchCounter(models.Model):
    """The last stamp that was given out; one row, held while stamps are given, so that they appear in order."""

    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)


class SearchWord(models.Model):
    """A word of public entries, as it is written: what a misspelt word is led to. Pruned by night."""

    word = models.CharField(max_length=40, primary_key=True)
    uses = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
