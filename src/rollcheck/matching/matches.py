"""What matching hands on: one row per line, and what was used to find it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from rollcheck.matching.outcomes import OUTCOMES

EVIDENCE = pa.struct(
    [pa.field("field", pa.string()), pa.field("level", pa.string()), pa.field("bits", pa.float64())]
)
CANDIDATE = pa.struct(
    [
        pa.field("voter_id", pa.string()),
        pa.field("score", pa.float64()),
        pa.field("evidence", pa.list_(EVIDENCE)),
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
    ``candidates`` are the best five, best first, whose evidence adds up to their score;
    ``duplicate_of`` is the first line, in this order, that proposes the same voter, null for
    that line itself. ``parameters`` name the weights used; ``caveats`` say what the roll could
    not settle, in words for the report.
    """

    table: pa.Table
    parameters: Mapping[str, str | int]
    caveats: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """Return how many lines have each outcome that occurs, in the order of ``OUTCOMES``."""
        counted = Counter(self.table.column("outcome").to_pylist())
        return {outcome: counted[outcome] for outcome in OUTCOMES if counted[outcome]}
