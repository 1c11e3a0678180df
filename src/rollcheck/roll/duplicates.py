"""Rows of a roll that carry the voter_id of an earlier row."""

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.problems.delimited import BadRow
from rollcheck.roll.columns import VOTER_COLUMNS
from rollcheck.roll.compiled import compiled
from rollcheck.roll.rejects import Rejects, row_texts
from rollcheck.roll.source import ROWS_AT_ONCE
from rollcheck.roll.table_import import ParquetSink, Passed


def without_duplicates(
    con: duckdb.DuckDBPyConnection, voters: Path, file: str, passed: Passed, rejects: Rejects
) -> None:
    """Reject every row whose voter_id stands in an earlier row, and mend voters.parquet.

    Looking once at the end needs less memory than remembering every voter_id while reading; the
    file is written a second time only where there are such rows. ``passed`` is brought up to date.
    """
    first_of = _first_rows(con, voters)
    if not first_of:
        return
    doubled = np.fromiter(sorted(first_of), np.int64)
    mended = voters.with_name("voters.mended.parquet")
    kept = 0
    with pq.ParquetFile(voters) as source, ParquetSink(mended, source.schema_arrow) as sink:
        for batch in source.iter_batches():
            table = pa.Table.from_batches([batch])
            rows = table["row"].to_numpy()
            is_double = np.isin(rows, doubled)
            _reject(table.filter(pa.array(is_double)), first_of, file, passed, rejects)
            left = table.filter(pa.array(~is_double))
            renumbered = pa.array(np.arange(kept, kept + left.num_rows, dtype=np.int32))
            sink.write(left.set_column(0, "row", renumbered))
            kept += left.num_rows
    mended.replace(voters)
    passed.rows = np.delete(passed.rows, doubled)
    passed.kept, passed.rejected = kept, passed.rejected + len(doubled)


def _first_rows(con: duckdb.DuckDBPyConnection, voters: Path) -> dict[int, int]:
    """Return, for each row that repeats a voter_id, the first row that has it."""
    if not _may_repeat(voters):
        return {}
    found = con.execute(
        """
        WITH voters AS (SELECT row, voter_id FROM read_parquet($1)),
        doubled AS (
            SELECT voter_id, min(row) AS first_row FROM voters
            GROUP BY voter_id HAVING count(*) > 1
        )
        SELECT row, first_row FROM voters JOIN doubled USING (voter_id) WHERE row <> first_row
        """,
        [str(voters)],
    ).fetchall()
    return dict(found)


def _may_repeat(voters: Path) -> bool:
    """Tell whether two voter_ids have the same hash; on most rolls no two have."""
    hashes = []
    with pq.ParquetFile(voters) as source:
        for batch in source.iter_batches(ROWS_AT_ONCE, columns=["voter_id"]):
            ids = batch.column(0).cast(pa.large_binary())
            _, offsets, content = ids.buffers()
            starts = np.frombuffer(offsets, np.int64)[ids.offset : ids.offset + len(ids) + 1]
            found = np.empty(len(ids), np.uint64)
            _hash(np.frombuffer(content, np.uint8), starts, found)
            hashes.append(found)
    every = np.concatenate(hashes)
    every.sort()
    return bool((every[1:] == every[:-1]).any())


@compiled
def _hash(
    content: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], found: npt.NDArray[np.uint64]
) -> None:
    """Fill the FNV-1a hash of each text, 64 bits."""
    for row in range(len(found)):
        value = np.uint64(0xCBF29CE484222325)
        for at in range(starts[row], starts[row + 1]):
            value = (value ^ np.uint64(content[at])) * np.uint64(0x100000001B3)
        found[row] = value


def _reject(
    table: pa.Table, first_of: dict[int, int], file: str, passed: Passed, rejects: Rejects
) -> None:
    texts = row_texts(table.select(list(VOTER_COLUMNS)))
    for row, text in zip(table["row"].to_pylist(), texts, strict=True):
        reason = f"voter_id is that of row {passed.rows[first_of[row]]}"
        rejects.add(file, BadRow(int(passed.rows[row]), "duplicate_voter_id", reason, text))
