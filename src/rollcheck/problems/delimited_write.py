"""Tables written for people: CSV that a spreadsheet opens without running anything in it."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import pyarrow as pa

from rollcheck.problems.unfinished import ENDING

# OWASP, "CSV Injection": a cell that begins with one of these is taken for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
QUOTED = re.compile(r'[",\r\n]')


def write_csv(
    path: Path,
    rows: pa.Table | Iterable[Mapping[str, object]],
    *,
    columns: Sequence[str] | None = None,
) -> None:
    """Write ``rows`` to ``path`` as UTF-8 CSV with a header, whole or not at all.

    ``rows`` is an Arrow table or an iterable of mappings; ``columns`` (their order in the
    file) must be given for mappings and defaults to the table's own. ``None`` becomes an empty
    cell, dates ISO 8601. Text that a spreadsheet would run as a formula gets a leading
    apostrophe, which ``stored_cell`` takes off again; numbers are left alone. Raises
    ``OSError`` when the disk refuses.
    """
    if columns is None:
        if not isinstance(rows, pa.Table):
            raise TypeError("write_csv needs `columns` for rows that are not an Arrow table")
        columns = list(rows.column_names)
    with whole_file(path) as file:
        file.write(csv_line(columns))
        for row in _mappings(rows):
            file.write(csv_line(row.get(column) for column in columns))


def safe_cell(value: object) -> str:
    """Return ``value`` as the text of a CSV cell, before quoting: formulas defused."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _is_formula(text) else text


def stored_cell(text: str) -> str:
    """Return the text that ``safe_cell`` was given, from the text it made."""
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Tell text that a spreadsheet would run, with or without apostrophes before it.

    Counting those that have one already is what makes ``safe_cell`` reversible.
    """
    return text.lstrip("'").startswith(FORMULA_STARTS)


def csv_line(cells: Iterable[object]) -> str:
    """Return one line of CSV (RFC 4180, but ending in a line feed alone), formulas defused.

    Python's own writer leaves a carriage return unquoted, on which other readers break.
    """
    texts = [safe_cell(cell) for cell in cells]
    if texts == [""]:
        return '""\n'
    quoted = [
        '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text for text in texts
    ]
    return ",".join(quoted) + "\n"


@contextmanager
def whole_file(path: Path, *, private: bool = False) -> Iterator[IO[str]]:
    """Give a text file that becomes ``path`` when the block ends well, and vanishes otherwise.

    A ``private`` one is for its owner alone.
    """
    with NamedTemporaryFile(
        "w",
        encoding="utf-8",
        newline="",
        dir=path.parent,
        prefix=f".{path.name}.",
        suffix=ENDING,
        delete=False,
    ) as file:
        unfinished = Path(file.name)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            # The temporary file is private to its owner; another finished one follows the umask.
            if not private:
                unfinished.chmod(0o666 & ~_umask())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    current = os.umask(0o077)
    os.umask(current)
    return current


def _mappings(rows: pa.Table | Iterable[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    if not isinstance(rows, pa.Table):
        yield from rows
        return
    for batch in rows.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()
