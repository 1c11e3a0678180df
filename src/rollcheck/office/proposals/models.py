"""Runs of the matcher, and what it proposes for each line now."""

from typing import ClassVar

from django.db import models

from rollcheck.office.acts.kept import Kept
from rollcheck.office.proposals.labels import outcome_choices


class Run(Kept):
    """Lines matched together: against which snapshot, with which weights, kept in which file."""

    petition = models.ForeignKey("petitions.Petition", models.PROTECT, related_name="match_runs")
    snapshot = models.ForeignKey("rolls.RollSnapshot", models.PROTECT, related_name="+")
    parameters = models.CharField(max_length=200)
    file = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.petition}: {self.lines}"


class Proposal(Kept):
    """What the machine proposes for a line now; what it proposed before is in earlier runs' files.

    ``candidates`` are the best five, each {voter, earlier, levels, bits} as the matcher has them,
    without anything else of the roll; ``voter`` is the one proposed, empty for none.
    """

    line = models.OneToOneField(
        "receiving.Line", models.PROTECT, primary_key=True, related_name="proposal"
    )
    run = models.ForeignKey(Run, models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=20, choices=outcome_choices)
    voter = models.CharField(max_length=64, blank=True)
    candidates = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["voter"], name="proposed_voter")
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"
