"""rejected.csv: every row that was not kept, with its place, why, and what it holds."""

from pathlib import Path
from typing import IO

import pyarrow as pa

from rollcheck.problems.delimited import BadRow, csv_line

# More rejected rows than these are written as they come, in the order in which they were found.
SORTED_AT_MOST = 100_000
HEADER = ("file", "row", "code", "reason", "text")


class Rejects:
    """The rejects file of one import; use as a context manager.

    Its rows are in the order of the source files as long as they are not too many to hold.

    ``counts`` tells how many rows of each source file were rejected, ``codes`` how many for each
    code, ``reasons`` the first reason given with it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._waiting: list[tuple[int, int, str]] = []
        self.counts: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.reasons: dict[str, str] = {}

    def __enter__(self) -> "Rejects":
        """Begin the file with its header."""
        self._file = self._path.open("w", encoding="utf-8", newline="")
        self._file.write(csv_line(HEADER))
        return self

    def __exit__(self, kind: type[BaseException] | None, *reason: object) -> None:
        """Write what waits, unless something went wrong, and close the file."""
        if self._file:
            with self._file:
                if kind is None:
                    self._write_waiting()

    def add(self, file: str, bad: BadRow) -> None:
        """Take one row."""
        if self._file is None:
            raise ValueError("the rejects file is not open")
        self.counts[file] = self.counts.get(file, 0) + 1
        self.codes[bad.code] = self.codes.get(bad.code, 0) + 1
        self.reasons.setdefault(bad.code, bad.message)
        line = csv_line((file, bad.row, bad.code, bad.message, bad.text))
        self._waiting.append((list(self.counts).index(file), bad.row, line))
        if sum(self.counts.values()) > SORTED_AT_MOST:
            self._write_waiting()

    def _write_waiting(self) -> None:
        if self._file:
            self._file.writelines(line for _, _, line in sorted(self._waiting))
        self._waiting = []


def row_texts(rows: pa.Table | pa.RecordBatch) -> list[str]:
    """Return each row's cells as one line of CSV without its line end."""
    columns = [column.to_pylist() for column in rows.columns]
    return [csv_line(cells).removesuffix("\n") for cells in zip(*columns, strict=True)]
