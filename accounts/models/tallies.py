"""What the limits count with."""

from django.db import models


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
