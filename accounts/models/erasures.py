"""What makes an erasure last."""

from django.db import models


class Erasure(models.Model):
    """One address that was erased, or a thing that was taken away: it outlasts the restore of a backup (ledger.py).

    Life: written by an erasure; never taken away, but renewed when the same address is erased again.
    Always: nothing can be read from it; only who has an address and the site's key can ask whether it is here.
    Seen by: nobody.
    Not: a list of people.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Erased {self.erased_at:%d %B %Y}"
