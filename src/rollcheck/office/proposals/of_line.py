"""What is proposed for a line, as the review asks for it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rollcheck.matching import LEVEL_LABELS, evidence_of
from rollcheck.office.proposals.models import Proposal
from rollcheck.office.receiving.models import Line

SILENT = frozenset({"prior", "kinship"})
"""What weighs every candidate alike, or says nothing about this one alone."""


def candidates_of(line: Line) -> list[dict[str, Any]]:
    """Return the voters that a line might be, best first, each with its evidence.

    ``voter`` is the id on the roll; ``why`` has for each field its name, level, label and bits.
    Name and address stay on the roll: who asks shows of them what the reader may see.
    """
    found = Proposal.objects.filter(line=line).values_list("candidates", flat=True).first()
    return [{"voter": one["voter"], "why": why(one)} for one in found or ()]


def outcome_of(line: Line) -> str:
    """Return the outcome that is proposed for a line, or nothing where it was not matched."""
    return Proposal.objects.filter(line=line).values_list("outcome", flat=True).first() or ""


def why(candidate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a candidate's evidence with labels in the reader's language."""
    evidence = evidence_of(
        {
            "levels": candidate["levels"],
            "bits": candidate["bits"],
            "earlier_address": candidate["earlier"],
        }
    )
    return [
        {**one, "label": _(LEVEL_LABELS[one["field"]][one["level"]])}
        for one in evidence
        if one["field"] not in SILENT
    ]
