"""Files that were made to be handed out."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept


class HandedOut(Kept):
    """A file with results, stored under its hash, and whom it is for."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    layout = models.CharField(max_length=100)
    lines = models.PositiveIntegerField()
    for_whom = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.lines} lines"
