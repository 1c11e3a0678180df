"""The review as it stands now: each line's state, who has it, what people found and asked."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rollcheck.office.acts.kept import Kept, KeptQuerySet

FIRST, ADJUDICATION = 1, 0
"""Steps: the first independent finding (2 is the second, and so on), and settling a split."""


class OpenReviews(models.Manager["Review"]):
    """Finds the reviews that are open."""

    def get_queryset(self) -> KeptQuerySet["Review"]:
        """Return the guarded query, without reviews whose raw count was opened again."""
        return KeptQuerySet(self.model, using=self._db).filter(closed_at=None)


class Review(Kept):
    """That a petition's lines are being reviewed, since when, and how many they are.

    ``closed_at``: the raw count was reopened; the review opens again once it is fixed.
    """

    petition = models.OneToOneField(
        "petitions.Petition", models.PROTECT, primary_key=True, related_name="review"
    )
    lines = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[OpenReviews] = OpenReviews()  # type: ignore[assignment]  # as guarded

    def __str__(self) -> str:
        return f"review of {self.lines}"


class Stands(models.TextChoices):
    """How a line stands. A void one is no longer in the raw count."""

    WAITING = "waiting", _("Waiting")
    HELD = "held", _("Asked a lead")
    SETTLED = "settled", _("Settled")
    VOID = "void", _("Not counted any more")


class LineState(Kept):
    """How a line stands and, once settled, with what result.

    ``free``: it waits and nobody has it. ``step`` is the finding that it wants next; ``people``
    have given one in this ``round``, the last of them ``last_by`` (0: nobody). A reopened line is
    in its next round, where earlier findings do not count. ``order`` is the order of work.
    """

    line = models.OneToOneField(
        "receiving.Line", models.PROTECT, primary_key=True, related_name="state"
    )
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=Stands.choices, default=Stands.WAITING)
    free = models.BooleanField(default=True)
    step = models.PositiveSmallIntegerField(default=FIRST)
    people = models.PositiveSmallIntegerField(default=0)
    last_by = models.PositiveBigIntegerField(default=0)
    round = models.PositiveSmallIntegerField(default=1)
    confidential = models.BooleanField(default=False)
    order = models.PositiveBigIntegerField()
    valid = models.BooleanField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    voter = models.CharField(max_length=64, blank=True)
    repeats = models.ForeignKey("receiving.Line", models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=1400, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # The next line for somebody is the first of a range of this index.
            models.Index(
                fields=["petition", "free", "confidential", "step", "last_by", "order"],
                name="review_next_line",
            ),
            models.Index(fields=["petition", "voter", "state"], name="review_line_of_voter"),
            models.Index(fields=["petition", "state"], name="review_line_stands"),
            # Whose lines are valid more than once is read off this index alone.
            models.Index(
                fields=["petition", "voter"],
                condition=models.Q(valid=True),
                name="review_valid_of_voter",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(free=False),
                name="review_only_waiting_lines_are_free",
            ),
            models.CheckConstraint(
                condition=models.Q(state="settled", valid__isnull=False)
                | (~models.Q(state="settled") & models.Q(valid__isnull=True)),
                name="review_settled_lines_have_a_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.state}"


class Counted(Kept):
    """How many lines of a section stand alike; ``touched``: somebody has given a finding.

    ``result``: 0 nothing yet, 1 valid, 2 invalid. The database keeps it by itself (``counted``).
    """

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    section = models.ForeignKey("receiving.Section", models.PROTECT, related_name="+")
    state = models.CharField(max_length=7)
    step = models.PositiveSmallIntegerField()
    touched = models.BooleanField()
    confidential = models.BooleanField()
    result = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=40)
    lines = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=[
                    *("section", "state", "step", "touched", "confidential", "result", "reason")
                ],
                name="review_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.state}: {self.lines}"


class Ended(models.TextChoices):
    """How a person's having a line ended."""

    DETERMINED = "determined", _("Determined")
    SKIPPED = "skipped", _("Skipped")
    ASKED = "asked", _("Asked a lead")
    TAKEN_BACK = "taken_back", _("Taken back")


class Assignment(Kept):
    """That a person has a line for one step, or had it; its number is the step's ticket.

    ``again``: the person took back what they had done with it, and has it once more. ``known``: it
    is settled, and given to watch quality.
    """

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="assignments")
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    again = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    undone = models.BooleanField(default=False)
    known = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["petition", "person", "ended_at"], name="review_had_by_person"),
            models.Index(
                fields=["petition", "at"],
                condition=models.Q(ended_at=None),
                name="review_had_since",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # One person at a time, whatever the step: so never two for the same step.
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(ended_at=None), name="review_line_had_by_one"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended="")),
                name="review_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} step {self.step}"


class Finding(Kept):
    """What one person found on a line; nothing of it ever changes but whether it was taken back.

    ``entry`` is its number in the record, ``image`` the SHA-256 of the scan that was looked at,
    ``repeats`` the line that a duplicate repeats. One on a ``known`` line never counts.
    """

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="findings")
    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    valid = models.BooleanField()
    reason = models.CharField(max_length=40, blank=True)
    voter = models.CharField(max_length=64, blank=True)
    repeats = models.ForeignKey("receiving.Line", models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=1400, blank=True)
    image = models.CharField(max_length=64, blank=True)
    entry = models.PositiveBigIntegerField()
    undone_at = models.DateTimeField(null=True)
    known = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["petition", "at"], name="review_found_at"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["line", "round", "person"],
                condition=models.Q(undone_at=None),
                name="review_one_finding_a_person",
            ),
            models.UniqueConstraint(
                fields=["line", "round", "step"],
                condition=models.Q(undone_at=None, step__gt=ADJUDICATION, known=False),
                name="review_one_finding_a_step",
            ),
            models.CheckConstraint(
                condition=(models.Q(valid=True, reason="") & ~models.Q(voter=""))
                | (models.Q(valid=False) & ~models.Q(reason="")),
                name="review_valid_has_voter_invalid_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.reason or 'valid'}"


class Query(Kept):
    """What somebody asked the roll about a line. Append-only."""

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="queries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"query about {self.line_id}"


class Note(Kept):
    """What somebody wrote about a line; ``lead``: a question for a lead. Append-only.

    ``answer``: a lead's answer, which whoever has the line next may read.
    """

    line = models.ForeignKey("receiving.Line", models.PROTECT, related_name="notes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    lead = models.BooleanField(default=False)
    answer = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"note on {self.line_id}"
