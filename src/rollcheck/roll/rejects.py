"""rejected.csv: every row that was not kept, with its place, why, and what it holds."""

from pathlib import Path
from typing import IO

import pyarrow as pa

from rollcheck.problems.delimited import BadRow, csv_line

HEADER = ("file", "row", "code", "reason", "text")


class Rejects:
    """The rejects file of one import, written as it goes; use as a context manager.

    ``counts`` tells how many rows of each source file were rejected, ``codes`` how many for each
    code, ``reasons`` the first reason given with it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self.counts: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.reasons: dict[str, str] = {}

    def __enter__(self) -> "Rejects":
        """Begin the file with its header."""
        self._file = self._path.open("w", encoding="utf-8", newline="")
        self._file.write(csv_line(HEADER))
        return self

    def __exit__(self, *reason: object) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def add(self, file: str, bad: BadRow) -> None:
        """Write one row."""
        if self._file is None:
            raise ValueError("the rejects file is not open")
        self.counts[file] = self.counts.get(file, 0) + 1
        self.codes[bad.code] = self.codes.get(bad.code, 0) + 1
        self.reasons.setdefault(bad.code, bad.message)
        self._file.write(csv_line((file, bad.row, bad.code, bad.message, bad.text)))


def row_texts(rows: pa.Table | pa.RecordBatch) -> list[str]:
    """Return each row's cells as one line of CSV without its line end."""
    columns = [column.to_pylist() for column in rows.columns]
    return [csv_line(cells).removesuffix("\n") for cells in zip(*columns, strict=True)]
