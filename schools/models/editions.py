"""Which edition of the schools this is, so that a process knows when to read them again."""

import secrets

from django.db import models


class SchoolEdition(models.Model):
    """Which edition of the schools this is: one row, two words of chance that change with every change.

    Life: `facts` is renewed by whoever writes schools (School.save, the import), `marks` by whoever writes marks, in
        the same transaction. So a process that has both words has read all there is (schools/memory.py).
    Always: one row.
    Seen by: nobody.
    Not: a date or a number: a transaction that fails takes its word back with it.
    """

    facts = models.CharField(max_length=16, default="")
    marks = models.CharField(max_length=16, default="")

    def __str__(self) -> str:
        return f"{self.facts} {self.marks}"

    @classmethod
    def renew(cls, what: str) -> None:
        """Tell every process to read `what` ("facts" or "marks") again. Holds the row until the transaction ends."""
        cls.objects.update_or_create(pk=1, defaults={what: secrets.token_hex(8)})
