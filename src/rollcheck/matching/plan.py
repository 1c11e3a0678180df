"""The plan: block, compare, weigh, rank, classify, then what lines have in common."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rollcheck.matching.caveats import caveats
from rollcheck.matching.duplicates import with_duplicates
from rollcheck.matching.jurisdiction import refuse_unknown
from rollcheck.matching.matches import SCHEMA, Matches
from rollcheck.matching.partition import CHUNK, matcher_of, match_partition
from rollcheck.matching.prepared import prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import Weights, load_weights
from rollcheck.problems import Progress, silent
from rollcheck.roll import Snapshot


@dataclass(frozen=True, slots=True)
class Means:
    """What the work may take; none of it changes the result.

    ``scratch`` is where a roll is prepared whose snapshot cannot be written to, in a folder that
    is removed again (the system's own place unless given; about 2 GB for six million voters).
    ``threads`` is every core unless given, ``chunk`` in lines at a time and thread.
    """

    scratch: Path | None = None
    threads: int | None = None
    chunk: int = CHUNK


def match_lines(
    lines: pa.Table,
    snapshot: Snapshot,
    rules: Rules,
    *,
    progress: Progress = silent,
    weights: Weights | None = None,
    means: Means = Means(),
) -> Matches:
    """Propose an outcome, and a voter where there is one, for every line.

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS``. ``weights`` are those of
    ``parameters/keyed-1.toml`` unless given. A snapshot that is not prepared yet is prepared, and
    kept so where it can be written to. Raises ``RollcheckError`` for an unfit weights file, and
    where the roll gives counties or districts but no voter those of ``rules``.
    """
    weights = weights or load_weights()
    with tempfile.TemporaryDirectory(prefix="rollcheck-match-", dir=means.scratch) as folder:
        prepared = prepare(snapshot, scratch=Path(folder), progress=progress)
        refuse_unknown(prepared, rules)
        matcher = matcher_of(prepared, rules, weights)
        threads = means.threads or os.cpu_count() or 1

        def done(count: int) -> None:
            progress("Matching lines", count, len(lines))

        found = match_partition(lines, matcher, threads=threads, chunk=means.chunk, done=done)
        table = with_duplicates(found.table, found.voters).cast(SCHEMA)
        said = tuple(caveats(prepared, found.outcomes, found.voters, rules))
    return Matches(table, weights.described(), said)
