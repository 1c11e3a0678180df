"""Labelled pairs: lines of which people know the voter."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from rollcheck.problems import Problem, raise_if_any
from rollcheck.problems.delimited import TableFormat, read_table
from rollcheck.roll import Snapshot


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs known to be true: line and voter at the same place of both lists."""

    line_ids: Sequence[str]
    voter_ids: Sequence[str]


def load_labels(path: Path, line_ids: pa.ChunkedArray, snapshot: Snapshot) -> Labels:
    """Read a CSV file with the columns ``line_id`` and ``voter_id``; others are left alone.

    A file of determinations is one. Rows without a voter_id say nothing and are passed over.
    Raises ``RollcheckError`` with every row that names a line or a voter there is not.
    """
    voter_ids = parquet.read_table(snapshot.voters_path, columns=["voter_id"])["voter_id"]
    table, problems = read_table(path, TableFormat(), required=("line_id", "voter_id"))
    known = table.filter(pc.not_equal(pc.fill_null(table["voter_id"], ""), ""))
    for column, values in (("line_id", line_ids), ("voter_id", voter_ids)):
        missing = pc.invert(pc.is_in(known[column], value_set=values))
        what = "line of the file of lines" if column == "line_id" else "voter of the roll"
        for row in known.filter(missing)["_row"].to_pylist():
            message = f"names no {what}; label lines and voters that are there"
            problems.append(Problem(path.name, row, column, "unknown", message))
    raise_if_any(problems)
    return Labels(known["line_id"].to_pylist(), known["voter_id"].to_pylist())
