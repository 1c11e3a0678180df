"""Text tables (CSV, TSV, fixed width) read in one streaming pass as columns of text.

Row numbers count records from 1, the header being row 1 where there is one; a blank line
counts, so that a record's number is its line number as long as no cell holds a line end.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from rollcheck.problems.delimited_columns import DELIMITERS, as_asked_for, column_problems
from rollcheck.problems.delimited_fixed import FixedColumns
from rollcheck.problems.delimited_rows import BLANK, BadRow, DelimitedRows, TextBatch
from rollcheck.problems.delimited_source import Utf8Source
from rollcheck.problems.delimited_write import (
    csv_line,
    safe_cell,
    stored_cell,
    whole_file,
    write_csv,
)
from rollcheck.problems.problem import Problem, RollcheckError, raise_if_any
from rollcheck.problems.progress import Progress, silent

__all__ = [
    "AUTO",
    "BadRow",
    "TableFormat",
    "TextBatch",
    "csv_line",
    "read_batches",
    "read_table",
    "safe_cell",
    "stored_cell",
    "whole_file",
    "write_csv",
]

AUTO = "auto"
ROW_COLUMN = "_row"
LINE = "\x1fline"  # the one column of a fixed-width file before it is cut
NO_DELIMITER = "\x1f"


@dataclass(frozen=True, slots=True)
class TableFormat:
    """How a text table is laid out.

    ``delimiter`` and ``quote`` are one ASCII character each (``quote`` None: no quoting);
    ``AUTO`` is the delimiter among comma, semicolon, tab and bar that the first line has most of.
    ``encoding`` is a Python codec name; a byte order mark in the file beats it. ``names`` are
    the columns where there is no header. With ``fixed_width`` (column, first character counted
    from 1, length in characters) delimiter and quote are not used; blanks around a cell are
    kept. ``trimmed``: whoever wrote the fixed-width file left out the blanks at the end of a line,
    so that a line may end anywhere; else one that ends early may be a row cut short.
    """

    delimiter: str = ","
    quote: str | None = '"'
    encoding: str = "utf-8"
    header: bool = True
    fixed_width: tuple[tuple[str, int, int], ...] = ()
    names: tuple[str, ...] = ()
    trimmed: bool = False


def read_batches(  # noqa: PLR0913 - each says what to read, or whom to tell
    path: Path,
    form: TableFormat,
    *,
    required: Collection[str],
    on_bad_row: Callable[[BadRow], None],
    only: Collection[str] | None = None,
    dictionaries: Collection[str] = (),
    on_columns: Callable[[list[str]], None] | None = None,
    name: str | None = None,
    progress: Progress = silent,
) -> Iterator[TextBatch]:
    """Yield the table's rows in order, in batches of some megabytes, at constant memory.

    ``required`` columns must exist, whatever their capitals, blanks, hyphens and underscores; they
    are called as they are asked for. ``only`` names the columns wanted (all by default; those
    of it that the file lacks are left out). Columns among ``dictionaries`` come as dictionaries of
    strings, unless the file is of fixed width. A row with another number of cells than the header,
    with nothing in any cell or with more than 10,000 bytes in one goes to ``on_bad_row`` and is not
    yielded; nor is a row of a fixed-width file (unless ``trimmed``) that ends inside a wanted
    column or before the end of a required one. ``on_columns`` is told the names of all columns
    before the first batch. ``name`` is what problems call the file. Raises ``RollcheckError`` for
    a file that is missing, empty, cut short, not in its encoding or not text, and for columns
    missing or named twice.
    """
    called = name or path.name
    with Utf8Source(path, form.encoding, name=called, progress=progress) as source:
        form = _delimiter_told(source, form)
        known = {*required, *(only or ())}
        names = as_asked_for(_column_names(source, form, called), known)
        raise_if_any(column_problems(names, required, known, called))
        if on_columns:
            on_columns(names)
        parsed = [LINE] if form.fixed_width else names
        rows = DelimitedRows(
            parsed,
            delimiter=NO_DELIMITER if form.fixed_width else form.delimiter,
            quote=None if form.fixed_width else form.quote,
            header_rows=1 if form.header else 0,
            called=called,
            on_bad_row=on_bad_row,
            dictionaries=dictionaries,
        )
        wanted = [column for column in names if only is None or column in only]
        fixed = FixedColumns(form.fixed_width, wanted, required, on_bad_row, trimmed=form.trimmed)
        for batch in rows.read(source, parsed if form.fixed_width else wanted):
            if form.fixed_width:
                batch = fixed.cut(rows.kept_of(batch))  # noqa: PLW2901 - the same rows
            kept = rows.kept_of(batch)
            if kept.rows.num_rows:
                yield kept


def read_table(
    path: Path,
    form: TableFormat,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
    name: str | None = None,
) -> tuple[pa.Table, list[Problem]]:
    """Return the whole table as string columns and an int64 column ``_row``, with its problems.

    Columns are the required ones, then the optional ones that the file has, in that order;
    other columns are left out. Every bad row is a ``Problem`` with its number, but empty rows at
    the end, which spreadsheets leave there. Raises as ``read_batches`` does.
    """
    called = name or path.name
    problems: list[Problem] = []

    def note(bad: BadRow) -> None:
        problems.append(Problem(called, bad.row, None, bad.code, bad.message))

    known = [*required, *optional]
    batches = []
    for batch in read_batches(
        path, form, required=required, only=known, on_bad_row=note, name=name
    ):
        numbers = pa.array(batch.row_numbers, pa.int64())
        batches.append(batch.rows.append_column(ROW_COLUMN, numbers))
    if not batches:
        types = [(column, pa.string()) for column in required] + [(ROW_COLUMN, pa.int64())]
        return pa.schema(types).empty_table(), _before_the_end(problems, 0)
    table = pa.Table.from_batches(batches)
    present = [column for column in known if column in table.column_names]
    last = int(table.column(ROW_COLUMN)[-1].as_py())
    return table.select([*present, ROW_COLUMN]), _before_the_end(problems, last)


def _before_the_end(problems: list[Problem], last: int) -> list[Problem]:
    """Leave out the empty rows behind every other row; ``last`` is the number of the last good."""
    end = max([last, *(bad.row or 0 for bad in problems if bad.code != BLANK)])
    return [bad for bad in problems if bad.code != BLANK or (bad.row or 0) < end]


def _delimiter_told(source: Utf8Source, form: TableFormat) -> TableFormat:
    if form.delimiter != AUTO:
        return form
    header = source.peek().split(b"\n", 1)[0].decode("utf-8", "replace")
    return replace(form, delimiter=max(DELIMITERS, key=header.count))


def _column_names(source: Utf8Source, form: TableFormat, called: str) -> list[str]:
    """Return the columns' names, taking the header off ``source`` where there is one."""
    cells = _header_record(source, form, called)
    if form.fixed_width:
        return [column for column, _, _ in form.fixed_width]
    if not form.header:
        return list(form.names)
    return [cell.strip() or f"unnamed {n}" for n, cell in enumerate(cells, start=1)]


def _header_record(source: Utf8Source, form: TableFormat, called: str) -> list[str]:
    """Take the header's record off ``source``; return its cells (none of a fixed-width one)."""
    text = source.peek().decode("utf-8")
    lines = io.StringIO(text, newline="")
    cells: list[str] = []
    if form.header and form.fixed_width:
        lines.readline()
    elif form.header:
        cells = _cells(lines, form, called)
    # StringIO counts characters, the source bytes.
    source.skip(len(text[: lines.tell()].encode("utf-8")))
    return cells


def _cells(lines: io.StringIO, form: TableFormat, called: str) -> list[str]:
    """Return the cells of the record that ``lines`` begin with, and leave ``lines`` after it."""
    reader = csv.reader(
        iter(lines.readline, ""),
        delimiter=form.delimiter,
        quotechar=form.quote,
        quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
        strict=True,
    )
    try:
        cells = next(reader, [])
    except csv.Error:
        cells = []
    if not cells:
        message = "the header row cannot be read; check the delimiter and the quotes in it"
        raise RollcheckError([Problem(called, 1, None, "bad_header", message)])
    return cells
