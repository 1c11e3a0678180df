"""The lines of a fixed-width file cut into its columns, by character."""

from collections.abc import Callable, Collection
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.problems.delimited_rows import BadRow, TextBatch

MESSAGE = (
    "the line ends before the columns that are read do, so the row may be cut short: copy the file "
    "again; or, where its writer left out the blanks at the end of a line, say trimmed = true "
    "under [format] in the layout"
)


class FixedColumns:
    """The columns wanted of a fixed-width file: (name, first character from 1, length) each."""

    def __init__(
        self,
        places: Collection[tuple[str, int, int]],
        wanted: Collection[str],
        required: Collection[str],
        on_bad_row: Callable[[BadRow], None],
        *,
        trimmed: bool,
    ) -> None:
        self._places = [place for place in places if place[0] in wanted]
        self._required = required
        self._trimmed = trimmed
        self._on_bad_row = on_bad_row

    def cut(self, lines: TextBatch) -> TextBatch:
        """Return the columns of ``lines`` (one column of text), without the lines cut short."""
        whole = lines if self._trimmed else self._without_short(lines)
        text = whole.rows.column(0)
        cells = [
            pc.utf8_slice_codeunits(text, start - 1, start - 1 + length)
            for _, start, length in self._places
        ]
        names = [column for column, _, _ in self._places]
        return TextBatch(pa.RecordBatch.from_arrays(cells, names=names), whole.row_numbers)

    def _without_short(self, lines: TextBatch) -> TextBatch:
        """Report the lines that end inside a column, or before the end of a required one.

        A line that ends between two columns has lost blank optional ones, as editors do.
        """
        ends = pc.utf8_length(lines.rows.column(0)).to_numpy()
        inside = (
            (ends < start - 1 + length) & (ends >= (0 if column in self._required else start))
            for column, start, length in self._places
        )
        short = reduce(np.logical_or, inside, np.zeros(len(ends), np.bool_))
        if not short.any():
            return lines
        bad = lines.rows.column(0).filter(pa.array(short)).to_pylist()
        for row, text in zip(lines.row_numbers[short], bad, strict=True):
            self._on_bad_row(BadRow(int(row), "short_record", MESSAGE, text))
        return TextBatch(lines.rows.filter(pa.array(~short)), lines.row_numbers[~short])
