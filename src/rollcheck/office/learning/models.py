"""Practice that people finished: each answer, and whether the marks were reached."""

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
