"""What matching hands on: one row per line, and what was used to find it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rollcheck.matching.levels import FIELDS
from rollcheck.matching.outcomes import OUTCOMES

EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "prior": ("one_of_the_roll",),
    **FIELDS,
    "kinship": ("none", "shared_by_kin"),
}
"""The fields of a candidate's evidence in the order of ``levels`` and ``bits``; their levels."""

CANDIDATE = pa.struct(
    [
        pa.field("voter_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("earlier_address", pa.bool_()),
        pa.field("levels", pa.list_(pa.int8(), len(EVIDENCE))),
        pa.field("bits", pa.list_(pa.int32(), len(EVIDENCE))),
    ]
)
SCHEMA = pa.schema(
    [
        pa.field("line_id", pa.string()),
        pa.field("outcome", pa.string()),
        pa.field("voter_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("gap", pa.float64()),
        pa.field("candidates", pa.list_(CANDIDATE)),
        pa.field("duplicate_of", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Matches:
    """The machine's proposals for every line of a petition, in the order of its lines.

    ``table`` has the columns of ``SCHEMA``: ``outcome`` is one of ``OUTCOMES``; ``voter_id`` is
    the proposed voter, null for ``ambiguous`` and ``none``; ``score`` and ``gap`` are the best
    candidate's bits and their distance to the runner-up's, null where there is none;
    ``candidates`` are the best five, best first, whose ``bits`` (thousandths, by the fields of
    ``EVIDENCE``) add up to their score; ``duplicate_of`` is the first line, in this order, that
    proposes the same voter, null for that line itself. ``parameters`` name the weights used;
    ``caveats`` say what the roll could not settle, in words for the report.
    """

    table: pa.Table
    parameters: Mapping[str, str | int]
    caveats: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Return how many lines have each outcome that occurs, in the order of ``OUTCOMES``."""
        counted = Counter(self.table.column("outcome").to_pylist())
        return {outcome: counted[outcome] for outcome in OUTCOMES if counted[outcome]}


def evidence_of(candidate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a candidate's evidence in words: field, level and bits, in the order of ``EVIDENCE``.

    ``candidate`` is one of ``candidates`` as Python values. An earlier address is a field of its
    own name.
    """
    found = []
    for (field, levels), level, bits in zip(
        EVIDENCE.items(), candidate["levels"], candidate["bits"], strict=True
    ):
        is_earlier = field == "address" and candidate["earlier_address"]
        name = "earlier_address" if is_earlier else field
        found.append({"field": name, "level": levels[level], "bits": bits / 1000})
    return found
