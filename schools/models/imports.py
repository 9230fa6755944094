"""Runs of the register import that were finished."""

from django.db import models

from .kinds import Nation


class RegisterImport(models.Model):
    """One finished run of `import_schools`: which file, when, and what it did. Kept for moderators."""

    nation = models.CharField(max_length=20, choices=Nation)
    file_name = models.CharField(max_length=200)
    finished_at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()

    class Meta:
        ordering = ["-finished_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.finished_at:%d %B %Y}"
