"""Who says that a defect voids its lines by the law, and how each line stood before."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rollcheck.office.acts.kept import Kept


class Said(Kept):
    """One person's word that a noted defect voids the ``lines`` of its section by the law."""

    defect = models.ForeignKey("receiving.Defect", models.PROTECT, related_name="said")
    lines = models.TextField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["defect", "person"], name="defect_said_once_by_one")
        ]

    def __str__(self) -> str:
        return f"{self.defect}: {self.lines}"


class VoidLine(Kept):
    """A line that a defect voids while it stands; ``before`` is how the line stands without it.

    The findings on the line stay as they are: they say by what it stood so.
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="voids")
    defect = models.ForeignKey("receiving.Defect", models.PROTECT, related_name="voids")
    before = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "defect"], name="line_void_once_by_a_defect")
        ]

    def __str__(self) -> str:
        return f"{self.line_id} void by {self.defect_id}"


def refuse_void(line: models.Model) -> None:
    """Raise ``ValidationError`` while a defect voids a line: the defect is taken back first."""
    if VoidLine.objects.filter(line=line.pk, defect__taken_back_at=None).exists():
        raise ValidationError(
            _("By a defect of its sheet or section this line is void. Take the defect back first.")
        )
