"""Sections and sheets as they stand now: their form, counts, whereabouts and defects."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept
from rollcheck.office.receiving.models.custody import Box


class FurtherForm(Kept):
    """A form of sheets beside the usual one; what it has, and where, is as keying writes it."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="further_forms")
    name = models.CharField(max_length=40)
    fields = models.CharField(max_length=200)
    sheet = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "name"],
                condition=models.Q(replaced_at=None),
                name="further_form_stands_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Section(Kept):
    """A bound section: the number on it, its box, how many sheets it has, of which form they are.

    A sheet has a row of its own from when something is first said of it. ``form`` is empty for the
    petition's usual form.
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="sections")
    box = models.ForeignKey(Box, models.PROTECT, null=True, blank=True, related_name="sections")
    number = models.CharField(max_length=20)
    sheets_said = models.PositiveIntegerField()
    circulator = models.CharField(max_length=200, blank=True)
    form = models.CharField(max_length=40, blank=True, default="", db_default="")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition", "number"], name="section_once_at_a_petition"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Sheet(Kept):
    """A sheet of a section, numbered from 1; ``lines`` once its counts agree.

    A missing sheet was registered with its section and then not found in it. ``round`` counts from
    1; counts of earlier rounds stand no more.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="sheets")
    number = models.PositiveIntegerField()
    lines = models.PositiveIntegerField(null=True)
    missing = models.BooleanField(default=False)
    round = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["section", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "number"], name="sheet_once_in_a_section")
        ]

    def __str__(self) -> str:
        return f"{self.section}/{self.number}"

    @property
    def standing_counts(self) -> models.QuerySet["SheetCount"]:
        """Return the counts of this round."""
        return SheetCount.objects.filter(sheet=self, round=self.round)


class SheetCount(Kept):
    """One person's count of a sheet; nobody counts a sheet twice in a round."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="counts")
    round = models.PositiveSmallIntegerField(default=1)
    lines = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet", "round", "by"], name="sheet_counted_once_by_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.lines}"


class SheetOut(Kept):
    """A sheet out of its box, and back in it once ``back_at`` is set."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="outs")
    purpose = models.CharField(max_length=200)
    out_at = models.DateTimeField()
    out_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["sheet"], condition=models.Q(back_at=None), name="sheet_out_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet} out"


class Defect(Kept):
    """What a sheet, or with no sheet the whole section, lacks of what the law asks.

    It stands until somebody takes it back, with a reason; it stays on the record all the same.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="defects")
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="defects")
    defect = models.CharField(max_length=40)
    citation = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    why_taken_back = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.section}: {self.defect}"
