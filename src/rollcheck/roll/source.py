"""A voter file as batches of text columns, whether it is delimited, fixed width or Parquet."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.problems import Problem, Progress, RollcheckError
from rollcheck.problems.delimited import BadRow, TextBatch, read_batches
from rollcheck.roll.columns import IDENTITY
from rollcheck.roll.layout import Layout

PARQUET_MAGIC = b"PAR1"
ROWS_AT_ONCE = 400_000  # what is done once for each distinct text of them then pays off


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was read: its name, SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int

    def as_json(self) -> dict[str, str | int]:
        """Return what the manifest says of it."""
        return {"name": self.name, "sha256": self.sha256, "bytes": self.size}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Consecutive good rows: columns of strings, or of dictionaries of them; their numbers."""

    rows: pa.Table
    row_numbers: npt.NDArray[np.int64]


def source_file(path: Path) -> SourceFile:
    """Hash a file; raise ``RollcheckError`` when it is missing or a folder."""
    file_at(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return SourceFile(path.name, digest, path.stat().st_size)


def file_at(path: Path) -> None:
    """Raise ``RollcheckError`` where there is no file."""
    if not path.is_file():
        message = "this is a folder; name a file" if path.is_dir() else "there is no such file"
        raise RollcheckError([Problem(str(path), None, None, "missing", message)])


def read_source(
    path: Path,
    layout: Layout,
    *,
    on_bad_row: Callable[[BadRow], None],
    on_columns: Callable[[list[str]], None],
    progress: Progress,
) -> Iterator[Gathered]:
    """Yield batches of some 400,000 rows holding the columns the layout reads.

    Of delimited text all but the voter_id come as dictionaries of strings.
    ``on_columns`` is told, before the first batch, the names of all columns of the file.
    """
    with path.open("rb") as file:
        is_parquet = file.read(4) == PARQUET_MAGIC
    if is_parquet:
        yield from _read_parquet(path, layout, on_columns, progress)
        return
    batches = read_batches(
        path,
        layout.format,
        required=required_columns(layout),
        only=layout.source_columns(),
        # What identifies a voter is different in every row: there is nothing to take together.
        dictionaries=set(layout.source_columns()) - set(layout.columns["voter_id"].sources),
        on_bad_row=on_bad_row,
        on_columns=on_columns,
        progress=progress,
    )
    yield from _gathered(batches)


def required_columns(layout: Layout) -> list[str]:
    """Return the columns that the file must have."""
    if not layout.columns_may_be_absent:
        return layout.source_columns()
    needed = ("voter_id",) if "from_date" in layout.columns else IDENTITY
    origins = [layout.columns[column] for column in needed if column in layout.columns]
    return list(dict.fromkeys(source for origin in origins for source in origin.sources))


def _gathered(batches: Iterator[TextBatch]) -> Iterator[Gathered]:
    waiting: list[TextBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(part.rows.num_rows for part in waiting) >= ROWS_AT_ONCE:
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _joined(parts: list[TextBatch]) -> Gathered:
    rows = pa.Table.from_batches([part.rows for part in parts])
    return Gathered(rows, np.concatenate([part.row_numbers for part in parts]))


def _read_parquet(
    path: Path, layout: Layout, on_columns: Callable[[list[str]], None], progress: Progress
) -> Iterator[Gathered]:
    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            _check_parquet_columns(path, layout, names)
            on_columns(names)
            wanted = [name for name in layout.source_columns() if name in names]
            row = 1
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted):
                numbers = np.arange(row, row + batch.num_rows, dtype=np.int64)
                row += batch.num_rows
                progress(f"Reading {path.name}", row - 1, file.metadata.num_rows)
                yield Gathered(_as_text(batch.select(wanted)), numbers)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        message = "the Parquet file is damaged or cut short, or holds columns that are no text"
        raise RollcheckError([Problem(path.name, None, None, "damaged_parquet", message)]) from None


def _check_parquet_columns(path: Path, layout: Layout, names: list[str]) -> None:
    problems = [
        Problem(path.name, None, name, "missing_column", f"the file has no column {name}")
        for name in required_columns(layout)
        if name not in names
    ]
    problems += [
        Problem(path.name, None, name, "column_twice", "two columns have this name")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if problems:
        raise RollcheckError(problems)


def _as_text(batch: pa.RecordBatch) -> pa.Table:
    cells = [pc.fill_null(column.cast(pa.string()), "") for column in batch.columns]
    return pa.table(cells, names=batch.schema.names)
