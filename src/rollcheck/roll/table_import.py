"""One pass over one source: its rows read, checked, normalised, and written or rejected."""

from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from rollcheck.problems import Progress, Threads
from rollcheck.problems.delimited import BadRow
from rollcheck.roll.ahead import read_ahead
from rollcheck.roll.batches import Checked, checked
from rollcheck.roll.checks import BatchQuery
from rollcheck.roll.coded import Coded, as_arrow
from rollcheck.roll.layout import Layout
from rollcheck.roll.rejects import Rejects, row_texts
from rollcheck.roll.source import Gathered, read_source

if TYPE_CHECKING:
    from concurrent.futures import Future

Forms = Callable[[Mapping[str, Coded]], Mapping[str, Coded]]
# Batches that may wait for the writer: more would only hold memory.
WAITING = 2


@dataclass
class Passed:
    """What one pass found. ``rows[i]`` is the source's row number of the i-th row written."""

    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    kept: int = 0
    rejected: int = 0
    skipped: int = 0
    columns_read: list[str] = field(default_factory=list)
    columns_left_out: list[str] = field(default_factory=list)
    oddities: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """Return the number of rows read: every one was kept, rejected or skipped."""
        return self.kept + self.rejected + self.skipped


class ParquetSink:
    """A Parquet file: one thread makes its rows, one writes them, while the next batch is checked.

    Text columns may come as strings or as dictionaries; the file says the same of both.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.schema = schema
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self._making, self._writing = Threads(1), Threads(1)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> "ParquetSink":
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *reason: object) -> None:
        """Write what waits and finish the file, or give it up where something went wrong.

        The first error of the writer is the one to tell: those after it only say that the file
        is broken.
        """
        try:
            self._making.finish(give_up=kind is not None)
        finally:
            self._writing.finish(give_up=kind is not None)
        if kind is not None:
            return
        while self._waiting:
            self._waiting.popleft().result()
        if self._writer is None:
            self._write(self.schema.empty_table())
        if self._writer is not None:
            self._writer.close()

    def write(self, table: pa.Table) -> None:
        """Take rows to be written; waits while the writer is behind."""
        self.write_made(lambda: table)

    def write_made(self, table: Callable[[], pa.Table]) -> None:
        """Take what makes rows to be written: in a thread of its own, and in this order."""
        while len(self._waiting) >= WAITING:
            self._waiting.popleft().result()
        made = self._making.submit(table)
        self._waiting.append(self._writing.submit(lambda: self._write(made.result())))

    def _write(self, table: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._path,
                table.schema,
                compression="zstd",
                compression_level=1,
                # Identifiers are all different: a dictionary of them only costs.
                use_dictionary=[n for n in self.schema.names if n not in {"voter_id", "row"}],
                # Nobody asks for least and greatest, which take half of the time.
                write_statistics=False,
                # Whether texts came as dictionaries is nobody's business either.
                store_schema=False,
            )
        self._writer.write_table(table)


def import_table(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    layout: Layout,
    query: Callable[[list[str]], BatchQuery],
    forms: Forms,
    sink: ParquetSink,
    rejects: Rejects,
    progress: Progress,
) -> Passed:
    """Read ``path`` by ``layout`` and write its good rows to ``sink``, the others to ``rejects``.

    ``query`` makes the query once the source's columns are known; ``forms`` adds the normalised
    columns, in a thread of the sink's and with a connection of its own. Where the sink's schema has
    ``row``, it counts the rows written from 0.
    """
    passed = Passed()
    numbers: list[npt.NDArray[np.int64]] = []

    def reject(bad: BadRow) -> None:
        passed.rejected += 1
        rejects.add(path.name, bad)

    def columns(names: list[str]) -> None:
        wanted = set(layout.source_columns())
        passed.columns_read = [name for name in names if name in wanted]
        passed.columns_left_out = [name for name in names if name not in wanted]

    batch_query: BatchQuery | None = None
    with closing(read_ahead(_batches(path, layout, columns, progress))) as batches:
        for batch, bad_rows in batches:
            for bad in bad_rows:
                reject(bad)
            if batch is None:
                continue
            batch_query = batch_query or query(batch.rows.schema.names)
            good, rows = _sorted_out(con, batch, batch_query, passed, reject)
            if len(rows):
                sink.write_made(partial(_with_forms, good, forms, passed.kept, sink.schema))
                numbers.append(rows)
                passed.kept += len(rows)
    passed.rows = np.concatenate(numbers) if numbers else passed.rows
    return passed


def _batches(
    path: Path, layout: Layout, on_columns: Callable[[list[str]], None], progress: Progress
) -> Generator[tuple[Gathered | None, list[BadRow]]]:
    """Yield each batch with the bad rows found up to it; at the end those after the last."""
    bad: list[BadRow] = []
    for batch in read_source(
        path, layout, on_bad_row=bad.append, on_columns=on_columns, progress=progress
    ):
        yield batch, bad.copy()
        bad.clear()
    yield None, bad


def _sorted_out(
    con: duckdb.DuckDBPyConnection,
    batch: Gathered,
    query: BatchQuery,
    passed: Passed,
    reject: Callable[[BadRow], None],
) -> tuple[Checked, npt.NDArray[np.int64]]:
    """Return the good rows with their numbers; reject the bad ones, count the skipped ones."""
    found = checked(con, batch.rows, query)
    passed.skipped += int(found.skip.sum())
    bad = np.flatnonzero((found.wrong != 0) & ~found.skip)
    # Taking none of the rows would still put the batch's dictionaries together.
    texts = row_texts(batch.rows.take(pa.array(bad))) if len(bad) else []
    for place, text in zip(bad, texts, strict=True):
        wrong = int(found.wrong[place])
        failed = [check for bit, check in enumerate(query.checks) if wrong >> bit & 1]
        reason = "; ".join(check.reason for check in failed)
        reject(BadRow(int(batch.row_numbers[place]), failed[0].code, reason, text))
    keep = (found.wrong == 0) & ~found.skip
    good = found.kept(keep)
    for name, odd in good.oddities.items():
        passed.oddities[name] = passed.oddities.get(name, 0) + int(odd.sum())
    return good, batch.row_numbers[keep]


def _with_forms(good: Checked, forms: Forms, first: int, schema: pa.Schema) -> pa.Table:
    return _filled(good, forms(good.texts), first, schema)


def _filled(good: Checked, forms: Mapping[str, Coded], first: int, schema: pa.Schema) -> pa.Table:
    """Return the rows with every column of ``schema``, in its order; texts as dictionaries."""
    columns = dict(good.others)
    columns |= {name: as_arrow(column) for name, column in {**good.texts, **forms}.items()}
    if "row" in schema.names:
        rows = len(columns["voter_id"])
        columns["row"] = pa.array(np.arange(first, first + rows, dtype=np.int32))
    return pa.table([columns[name] for name in schema.names], names=schema.names)
