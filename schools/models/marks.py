"""What apps to our right say of schools, for the filters of the list."""

from django.db import models

from .schools import School


class SchoolMark(models.Model):
    """What an app to our right says of a school, for the filters of the list: like “projects”, it has some.

    Life: written and taken away by that app (schools/marks.py), which can always say it anew.
    Always: a school bears a mark once.
    Seen by: everybody, as a filter.
    Not: the truth; partnerships/marking.py compares the marks with the projects every night.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="marks")
    name = models.CharField(max_length=20)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="a_school_bears_a_mark_once")]

    def __str__(self) -> str:
        return f"{self.school}: {self.name}"
