"""Scans that were stored, and what each of their pages shows."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept
from rollcheck.office.receiving.models.sections import Sheet


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
