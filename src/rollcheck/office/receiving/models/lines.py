"""The lines of the raw count, and the count as it is fixed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept, KeptQuerySet
from rollcheck.office.receiving.models.sections import Section, Sheet


class CountedLines(models.Manager["Line"]):
    """Finds the lines that are in the raw count as it stands."""

    def get_queryset(self) -> KeptQuerySet["Line"]:
        """Return the guarded query, without lines that a reopened count has left out."""
        return KeptQuerySet(self.model, using=self._db).filter(void=False)


class Line(Kept):
    """One signature. Its identity is its section and its ordinal there, from 1, for good.

    ``on_sheet`` is its place on its sheet, from 1. ``confidential``: as far as is known, it is a
    confidential voter's, and scans of it are shown to cleared people alone. ``void``: the count
    was reopened, and the line is not, or not yet again, in it.
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="lines")
    section = models.ForeignKey(Section, models.PROTECT, related_name="lines")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="numbered_lines")
    ordinal = models.PositiveIntegerField()
    on_sheet = models.PositiveIntegerField()
    confidential = models.BooleanField(default=False, db_default=False)
    void = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[CountedLines] = CountedLines()  # type: ignore[assignment]  # as guarded
    every = KeptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["section", "ordinal"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["section", "ordinal"], name="line_is_section_and_ordinal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}:{self.ordinal}"


class FixedCounts(models.Manager["RawCount"]):
    """Finds the counts that stand fixed."""

    def get_queryset(self) -> KeptQuerySet["RawCount"]:
        """Return the guarded query, without counts that were opened again."""
        return KeptQuerySet(self.model, using=self._db).filter(reopened_at=None)


class RawCount(Kept):
    """The count as fixed: so many sections, sheets and lines."""

    petition = models.OneToOneField(
        "petitions.Petition", models.PROTECT, primary_key=True, related_name="+"
    )
    sections = models.PositiveIntegerField()
    sheets = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)

    objects: ClassVar[FixedCounts] = FixedCounts()  # type: ignore[assignment]  # as guarded
    every = KeptQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.lines}"
