"""How often the pages of projects were read, day by day."""

from django.db import models

from .projects import Project


class ViewCountQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(day__gte=day)


class ViewCount(models.Model):
    """How often a project's page was opened on one day.

    Life: counted up by partnerships/counting.py; forgotten after VIEWS_KEPT_DAYS.
    Always: one for a project and day. Nobody can tell from it who read what: nothing else is written down.
    Seen by: members of the schools that stand behind the project, as a sum.
    Not: a count of people. Somebody who opens a page twice counts twice.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="view_counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = ViewCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "day"], name="a_project_has_one_count_a_day")]
        indexes = [models.Index(fields=["day"], name="view_count_by_day")]

    def __str__(self) -> str:
        return f"{self.count} on {self.day:%d %B %Y}"
