"""Boxes as they stand now, and every step of their custody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept


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
