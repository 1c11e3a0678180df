"""Practice that people finished, and lines whose answer is known, mixed in to watch quality."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from rollcheck.office.acts.kept import Kept


class PracticePolicy(Kept):
    """Whether reviewers of a petition pass the practice before they are given lines."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    asked = models.BooleanField()
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=models.Q(replaced_at=None),
                name="practice_policy_stands_once",
            )
        ]

    def __str__(self) -> str:
        return "asked" if self.asked else "offered"


class Practice(Kept):
    """One person's finished practice for a petition. Append-only."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="practices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="practices")
    at = models.DateTimeField()
    passed = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {'passed' if self.passed else 'not passed'}"


class PracticeAnswer(Kept):
    """What somebody answered to a case: a reason's code, or ``valid``. Append-only."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="answers")
    case = models.CharField(max_length=40)
    answer = models.CharField(max_length=40)
    right = models.BooleanField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["practice", "case"], name="case_once_in_a_practice")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.answer}"


class KnownPolicy(Kept):
    """After about how many lines a known one is mixed in at a petition; 0: never."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    every = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["petition"],
                condition=models.Q(replaced_at=None),
                name="known_policy_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"every {self.every}"


class Known(Kept):
    """A settled line whose result is beyond doubt, as it stood in this ``round``. Append-only."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="known")
    round = models.PositiveSmallIntegerField()
    valid = models.BooleanField()
    reason = models.CharField(max_length=40, blank=True)
    voter = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "round"], name="line_known_once_in_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.reason or 'valid'}"
