"""What a project counted or estimated in one academic year."""

from django.db import models

from .answers import Basis
from .projects import Project


class YearFigures(models.Model):
    """The figures of one project in one academic year, each counted or estimated.

    Always: one row for a project and year. `year` is the calendar year in which the academic year begins.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("academic year beginning")
    state_pupils = models.PositiveIntegerField("pupils at state schools", null=True, blank=True)
    state_pupils_basis = models.CharField(max_length=10, choices=Basis, default=Basis.ESTIMATED)
    independent_pupils = models.PositiveIntegerField("pupils at independent schools", null=True, blank=True)
    independent_pupils_basis = models.CharField(max_length=10, choices=Basis, default=Basis.ESTIMATED)
    staff_hours = models.PositiveIntegerField(null=True, blank=True)
    staff_hours_basis = models.CharField(max_length=10, choices=Basis, default=Basis.ESTIMATED)
    sessions = models.PositiveIntegerField(null=True, blank=True)
    sessions_basis = models.CharField(max_length=10, choices=Basis, default=Basis.ESTIMATED)

    class Meta:
        verbose_name_plural = "figures of the year"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "year"], name="a_project_has_one_set_of_figures_a_year")
        ]

    def __str__(self) -> str:
        return self.academic_year

    @property
    def academic_year(self) -> str:
        """ "2025–26"."""
        return f"{self.year}–{(self.year + 1) % 100:02d}"
