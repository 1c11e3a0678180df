"""The parser of delimited text: good rows with their numbers, bad rows with what is wrong."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from rollcheck.problems.delimited_source import Utf8Source
from rollcheck.problems.problem import Problem, RollcheckError

TEXTS = pa.dictionary(pa.int32(), pa.string())
BLOCK = 8 << 20  # bytes parsed at once; also the longest record that can be read
LONGEST_CELL = 10_000  # bytes; no name, address or note is, but what an open quote swallows
BLANK = "blank_row"
END_MARK = "\x1eend"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no row of the table. ``text`` is for a rejects file, never for a message."""

    row: int
    code: str
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class TextBatch:
    """Consecutive good rows: ``rows`` of strings or dictionaries of them, an int64 number each."""

    rows: pa.RecordBatch
    row_numbers: npt.NDArray[np.int64]

    @property
    def first_row(self) -> int:
        """Number of the batch's first row."""
        return int(self.row_numbers[0])


class DelimitedRows:
    """One pass over one file: which row comes next, and which were bad."""

    def __init__(
        self,
        names: list[str],
        *,
        delimiter: str,
        quote: str | None,
        header_rows: int,
        called: str,
        on_bad_row: Callable[[BadRow], None],
        dictionaries: Collection[str] = (),
    ) -> None:
        self._names = names
        self._dictionaries = dictionaries
        self._delimiter = delimiter
        self._quote = quote
        self._header_rows = header_rows
        self._called = called
        self._on_bad_row = on_bad_row
        self._next = header_rows + 1
        self._last_seen = header_rows
        self._unreported: list[BadRow] = []
        self._to_pass_over: list[int] = []
        self._reached_end = False
        # One cell too many, so that the parser always reports it: the proof that it saw the end.
        self._end_mark = END_MARK + delimiter * len(names)

    def read(self, source: Utf8Source, wanted: list[str]) -> Iterator[TextBatch]:
        """Yield the ``wanted`` columns of every good row; raise on a quote that never closes."""
        source.ending = self._end_mark.encode()
        try:
            for batch in self._reader(source, wanted):
                numbers = self._number(batch.num_rows)
                self._report()
                if batch.num_rows:
                    yield TextBatch(batch, numbers)
        except pa.ArrowInvalid:
            raise self._unclosed() from None
        if not self._reached_end:
            raise self._unclosed()
        self._report()

    def kept_of(self, batch: TextBatch) -> TextBatch:
        """Take out, and report, rows that hold nothing at all or far too much in a cell."""
        return self._without_overlong(self._without_blank(batch))

    def _without_overlong(self, batch: TextBatch) -> TextBatch:
        found = [mask for column in batch.rows.columns if (mask := _overlong(column)) is not None]
        if not found:
            return batch
        flags = np.logical_or.reduce(found)
        message = (
            f"a cell holds more than {LONGEST_CELL:,} bytes; most often a quote is missing or "
            "one too many"
        )
        for row in batch.row_numbers[flags]:
            self._on_bad_row(BadRow(int(row), "overlong_cell", message, ""))
        return TextBatch(batch.rows.filter(pa.array(~flags)), batch.row_numbers[~flags])

    def _without_blank(self, batch: TextBatch) -> TextBatch:
        blank = None
        for column in batch.rows.columns:
            empty = _is_blank(column)
            blank = empty if blank is None else pc.and_(blank, empty)
            if not pc.any(blank).as_py():
                return batch
        if blank is None:
            return batch
        flags = blank.to_numpy(zero_copy_only=False)
        for row in batch.row_numbers[flags]:
            self._on_bad_row(BadRow(int(row), BLANK, "the row has nothing in it", ""))
        return TextBatch(batch.rows.filter(pc.invert(blank)), batch.row_numbers[~flags])

    def _reader(self, source: Utf8Source, wanted: list[str]) -> arrow_csv.CSVStreamingReader:
        return arrow_csv.open_csv(
            pa.PythonFile(source, mode="r"),
            # One thread: with more the parser does not tell the number of a bad row.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=self._names
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._delimiter,
                quote_char=self._quote or False,
                newlines_in_values=self._quote is not None,
                ignore_empty_lines=False,
                invalid_row_handler=self._on_invalid,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={
                    name: TEXTS if name in self._dictionaries else pa.string()
                    for name in self._names
                },
                include_columns=wanted,
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _on_invalid(self, invalid: arrow_csv.InvalidRow) -> str:
        row = invalid.number + self._header_rows
        if invalid.text == self._end_mark:
            self._reached_end = True
            return "skip"
        self._last_seen = row
        self._to_pass_over.append(row)
        message = (
            f"the row has {invalid.actual_columns} cells where {invalid.expected_columns} belong; "
            "a quote or a delimiter is missing or one too many"
        )
        self._unreported.append(BadRow(row, "wrong_cells", message, invalid.text))
        return "skip"

    def _number(self, count: int) -> npt.NDArray[np.int64]:
        """Give the next ``count`` good rows their numbers, passing over the bad ones."""
        passed = self._to_pass_over
        span = np.arange(self._next, self._next + count + len(passed), dtype=np.int64)
        numbers = np.setdiff1d(span, passed, assume_unique=True)[:count] if passed else span
        if count:
            self._next = int(numbers[-1]) + 1
            self._last_seen = max(self._last_seen, self._next - 1)
            # The parser may be a block ahead: rows bad there are still to be passed over.
            self._to_pass_over = [row for row in passed if row >= self._next]
        return numbers

    def _report(self) -> None:
        """Hand on the bad rows, but not one that an open quote has run into the end mark."""
        for bad in self._unreported:
            if not bad.text.endswith(self._end_mark):
                self._on_bad_row(bad)
        self._unreported = []

    def _unclosed(self) -> RollcheckError:
        message = (
            "a quote opened in this row, or not far after it, is never closed: the file is cut "
            "short, or its cells hold quotes that do not quote (then read it without a quote "
            "character)"
        )
        problem = Problem(self._called, self._last_seen, None, "unclosed_quote", message)
        return RollcheckError([problem])


def _is_blank(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return _is_blank(column.dictionary).take(column.indices)
    return pc.equal(pc.utf8_trim_whitespace(column), "")


def _overlong(column: pa.Array) -> npt.NDArray[np.bool_] | None:
    """Return which cells are longer than any may be, or None where none is."""
    texts = column.dictionary if pa.types.is_dictionary(column.type) else column
    longer = pc.greater(pc.binary_length(texts), LONGEST_CELL)
    if not pc.any(longer).as_py():
        return None
    flags: npt.NDArray[np.bool_] = longer.to_numpy(zero_copy_only=False)
    return flags if texts is column else flags[column.indices.to_numpy()]
