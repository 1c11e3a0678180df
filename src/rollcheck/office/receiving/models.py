"""The paper as it stands now: boxes, sections, sheets, counts, lines, scans."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept, KeptQuerySet


class Box(Kept):
    """A box of sections: what stands on it, the seal last put on it, where it is."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="boxes")
    code = models.CharField(max_length=40)
    seal = models.CharField(max_length=40)
    sections_said = models.PositiveIntegerField()
    place = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["petition", "code"], name="box_once_at_a_petition")
        ]

    def __str__(self) -> str:
        return self.code


class StepKind(models.TextChoices):
    """What happened to a box."""

    RECEIVED = "received", _("Received")
    SEALED_AGAIN = "sealed_again", _("Sealed again")
    SEAL_CHECKED = "seal_checked", _("Seal checked")
    MOVED = "moved", _("Moved")


class BoxStep(Kept):
    """One step in a box's custody. ``whole`` and ``as_written`` belong to a check of its seal."""

    box = models.ForeignKey(Box, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    seal = models.CharField(max_length=40, blank=True)
    whole = models.BooleanField(null=True, blank=True)
    as_written = models.BooleanField(null=True, blank=True)
    from_place = models.CharField(max_length=100, blank=True)
    to_place = models.CharField(max_length=100, blank=True)
    brought_by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.box} {self.kind}"


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


class Image(Kept):
    """A stored scan, named by its SHA-256; ``name`` is what its file was called."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="images")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=200, blank=True)
    bytes = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["petition", "digest"], name="image_once_at_a_petition")
        ]

    def __str__(self) -> str:
        return self.name or self.digest[:12]


class ImagePage(Kept):
    """A page of a scan, from 1: of a sheet, of one line of it, or of none that is known yet."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="image_pages")
    number = models.PositiveIntegerField()
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="image_pages")
    on_sheet = models.PositiveIntegerField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["image", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["image", "number"], name="page_once_in_an_image")
        ]

    def __str__(self) -> str:
        return f"{self.image} p{self.number}"
