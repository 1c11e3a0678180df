"""The plan: block, compare, weigh, rank, classify, in batches of lines."""

import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from rollcheck.matching.caveats import caveats
from rollcheck.matching.jurisdiction import refuse_unknown
from rollcheck.matching.matches import SCHEMA, Matches
from rollcheck.matching.rules import Rules
from rollcheck.matching.weights import Weights, load_weights
from rollcheck.matching.workspace import (
    install_roll,
    install_rules,
    install_weights,
    open_workspace,
    step,
    step_text,
)
from rollcheck.problems import Progress, silent
from rollcheck.roll import Snapshot

MACROS = ("names", "keys", "levels", "rules", "weigh", "dates")
BATCH = (
    *("lines", "block_exact", "pair", "score", "settle", "block_fuzzy", "pair", "score"),
    *("best", "classify"),
)
READ = ("printed_name", "address", "city", "zip", "birth_year", "signed_on")


@dataclass(frozen=True, slots=True)
class Means:
    """What the work may take; none of it changes the result.

    ``scratch`` is where a working folder is made and removed (the system's own place unless
    given; about 1.4 GB for six million voters). ``threads`` is every core unless given,
    ``memory`` as DuckDB writes it, ``batch`` in lines at a time.
    """

    scratch: Path | None = None
    threads: int | None = None
    memory: str = "4GB"
    batch: int = 250_000


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
    ``parameters/keyed-1.toml`` unless given. Raises ``RollcheckError`` for an unfit weights file,
    and where the roll gives counties or districts but no voter those of ``rules``.
    """
    weights = weights or load_weights()
    with tempfile.TemporaryDirectory(prefix="rollcheck-match-", dir=means.scratch) as folder:
        con = open_workspace(Path(folder), threads=means.threads, memory=means.memory)
        try:
            progress("Preparing the roll", 0, 1)
            prepare(con, snapshot, rules, weights)
            progress("Preparing the roll", 1, 1)
            table = _in_batches(con, lines, means.batch, progress)
            said = tuple(caveats(con, snapshot, rules))
        finally:
            con.close()
    return Matches(table, weights.described(), said)


def prepare(
    con: duckdb.DuckDBPyConnection, snapshot: Snapshot, rules: Rules, weights: Weights
) -> None:
    """Give a new workspace its macros, weights, rules and the voters to compare with."""
    install_weights(con, weights)
    install_rules(con, rules, snapshot)
    install_roll(con, snapshot)
    for name in MACROS:
        step(con, name)
    refuse_unknown(con, rules)
    voters = con.execute("SELECT count(*) FROM roll").fetchall()[0][0]
    bits = max(round(1000 * math.log2(max(voters, 1))), weights.scalars["voters_least"])
    con.execute("SET VARIABLE voters_bits = $1", [bits])
    step(con, "voters")


def _in_batches(
    con: duckdb.DuckDBPyConnection, lines: pa.Table, batch: int, progress: Progress
) -> pa.Table:
    numbered = lines.append_column("ix", pa.array(range(len(lines)), pa.int32()))
    con.from_arrow(numbered.select(["ix", "line_id"])).create("line_of_all")
    step(con, "tables")
    progress("Matching lines", 0, len(lines))
    for start in range(0, len(lines), batch):
        part = numbered.slice(start, batch).select(["ix", *READ])
        con.execute("DROP TABLE IF EXISTS line_in")
        con.from_arrow(part).create("line_in")
        for name in BATCH:
            step(con, name)
        progress("Matching lines", start + len(part), len(lines))
    return con.sql(step_text("duplicates")).to_arrow_table().cast(SCHEMA)
