"""The plan: block, compare, weigh, rank, classify, then what lines have in common."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from rollcheck.matching.caveats import caveats
from rollcheck.matching.duplicates import with_duplicates
from rollcheck.matching.jurisdiction import refuse_unknown
from rollcheck.matching.matches import SCHEMA, Matches
from rollcheck.matching.partition import CHUNK, Findings, match_partition, matcher_of
from rollcheck.matching.prepared import Prepared, is_prepared, prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import Weights, load_weights
from rollcheck.problems import Progress, silent
from rollcheck.roll import Snapshot

READING = "Reading the lines (the first run compiles the matcher)"


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


@dataclass(frozen=True, slots=True)
class Work:
    """What an engine finds voters for, and against what.

    The folder ``matching`` of ``snapshot`` is prepared; ``prepared`` is that, open. ``scratch`` is
    a folder for files in between, removed when the work is done.
    """

    lines: pa.Table
    snapshot: Snapshot
    prepared: Prepared
    rules: Rules
    weights: Weights
    scratch: Path


Engine = Callable[[Work, Callable[[int], None]], Findings]
"""Returns the findings of the work's lines in their order; is told whom to tell how many are done.

Every engine gives the same findings."""


def match_lines(
    lines: pa.Table,
    snapshot: Snapshot,
    rules: Rules,
    *,
    progress: Progress = silent,
    weights: Weights | None = None,
    means: Means = Means(),
    engine: Engine | None = None,
) -> Matches:
    """Propose an outcome, and a voter where there is one, for every line.

    ``lines`` has the columns of ``rollcheck.lines.LINE_COLUMNS``. ``weights`` are those of
    ``parameters/keyed-1.toml`` unless given. A snapshot that is not prepared yet is prepared, and
    kept so where it can be written to. ``engine`` is the kernel on this machine's cores unless
    given. Raises ``RollcheckError`` for an unfit weights file, where the roll gives counties or
    districts but no voter those of ``rules``, and where an engine cannot do the work.
    """
    weights = weights or load_weights()
    with tempfile.TemporaryDirectory(prefix="rollcheck-match-", dir=means.scratch) as folder:
        prepared = prepare(snapshot, scratch=Path(folder), progress=progress)
        refuse_unknown(prepared, rules)
        if not is_prepared(snapshot):
            snapshot = replace(snapshot, path=Path(folder))
        work = Work(lines, snapshot, prepared, rules, weights, Path(folder))

        def done(count: int) -> None:
            progress("Matching lines", count, len(lines))

        found = (engine or on_this_machine(means, progress))(work, done)
        table = with_duplicates(found.table, found.voters).cast(SCHEMA)
        said = tuple(caveats(prepared, found.outcomes, found.voters, rules))
    return Matches(table, weights.described(), said)


def on_this_machine(means: Means, progress: Progress = silent) -> Engine:
    """Return the engine that runs the kernel on this machine's cores."""

    def match(work: Work, done: Callable[[int], None]) -> Findings:
        matcher = matcher_of(work.prepared, work.rules, work.weights)
        threads = means.threads or os.cpu_count() or 1
        progress(READING, 0, 1)

        def told(count: int) -> None:
            if count == 0:
                progress(READING, 1, 1)
            done(count)

        return match_partition(work.lines, matcher, threads=threads, chunk=means.chunk, done=told)

    return match
