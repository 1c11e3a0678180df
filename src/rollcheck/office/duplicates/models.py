"""Groups that the machine puts side by side, and what people settle of lines."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept


class Group(Kept):
    """Lines without a voter that may be one person's; replaced when they are looked for again.

    ``evidence`` has for each two lines (by their keys) the level of every field.
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    evidence = models.JSONField()
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"group {self.pk}"


class GroupLine(Kept):
    """A line of a group."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="lines")
    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.group_id} {self.line_id}"


class Settlement(Kept):
    """What one person settled: these lines are one person's, and of them ``counting`` counts.

    Both are keys of lines in the order of filing. Where all count they are several people's.
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    lines = models.JSONField()
    counting = models.JSONField()
    first = models.ForeignKey("receiving.Line", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stands = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["petition", "first"], name="settled_by_first_line")
        ]

    def __str__(self) -> str:
        return f"{self.lines}"
