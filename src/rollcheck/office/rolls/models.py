"""Snapshots of the roll that the office has."""

from typing import ClassVar

from django.db import models
from django.utils.formats import date_format, number_format

from rollcheck.office.acts.kept import Kept


class RollSnapshot(Kept):
    """A snapshot: its folder below the office's, and what its manifest says."""

    code = models.CharField(max_length=40, unique=True)
    as_of = models.DateField()
    voters = models.PositiveBigIntegerField()
    rejected_rows = models.PositiveBigIntegerField()
    layout = models.CharField(max_length=200)
    manifest = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-as_of", "-pk"]

    def __str__(self) -> str:
        voters = number_format(self.voters, force_grouping=True)
        return f"{date_format(self.as_of)}: {voters} ({self.layout})"
