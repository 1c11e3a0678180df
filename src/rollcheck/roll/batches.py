"""One batch of a source: its text as the snapshot's columns, and which of its rows are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.roll.checks import BatchQuery, Expression
from rollcheck.roll.coded import (
    Coded,
    as_texts,
    coded,
    compact,
    evaluated,
    queried,
    with_null,
)

Flags = npt.NDArray[np.bool_]
IDENTIFIER = "voter_id"  # all different, so that nothing is gained by taking the distinct ones
BIRTH_YEAR = "birth_year"


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch's rows: ``texts`` and ``dates`` and the like by column of the snapshot.

    ``wrong``: bit i is set where check i of the query failed; ``skip``: no row of the roll;
    ``oddities``: kept, but worth a count.
    """

    texts: Mapping[str, Coded]
    others: Mapping[str, pa.Array]
    wrong: npt.NDArray[np.uint32]
    skip: Flags
    oddities: Mapping[str, Flags]

    def kept(self, keep: Flags) -> "Checked":
        """Return the rows to keep."""
        if keep.all():
            return self
        chosen = pa.array(keep)
        return Checked(
            {name: compact(Coded(c.texts, c.codes[keep])) for name, c in self.texts.items()},
            {name: column.filter(chosen) for name, column in self.others.items()},
            self.wrong[keep],
            self.skip[keep],
            {name: flags[keep] for name, flags in self.oddities.items()},
        )


class _Source:
    """The columns of a batch by number: trimmed, null where there is nothing."""

    def __init__(self, rows: pa.Table) -> None:
        self._rows = rows
        self._coded: dict[int, Coded] = {}

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    def coded(self, number: int) -> Coded:
        """Return a column as its distinct texts."""
        if number not in self._coded:
            self._coded[number] = coded(self._rows.column(number), _filled_or_null)
        return self._coded[number]

    def plain(self, number: int) -> pa.Array:
        """Return a column as the text of each row."""
        column = self._rows.column(number)
        if pa.types.is_dictionary(column.type):
            return as_texts(self.coded(number))
        return _filled_or_null(pa.concat_arrays(column.chunks))


def _filled_or_null(texts: pa.Array) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(texts)
    empty = pc.equal(trimmed, "")
    if not pc.any(empty).as_py():
        return trimmed
    return pc.if_else(empty, pa.scalar(None, pa.string()), trimmed)


def checked(con: duckdb.DuckDBPyConnection, rows: pa.Table, query: BatchQuery) -> Checked:
    """Fill the snapshot's columns from the source's and check every row."""
    source = _Source(rows)
    texts, others, said = {}, {}, {}
    for name, expression in query.texts.items():
        if name == IDENTIFIER:
            others[name] = _plain(con, expression, source)
        elif name in query.dates or name == BIRTH_YEAR:
            said[name] = _text(con, expression, source)
        else:
            texts[name] = _text(con, expression, source)
    looked_at = dict(others)
    looked_at |= {name: pa.array(c.codes, mask=c.codes < 0) for name, c in texts.items()}
    for name in query.dates:
        others[name], known = _dates(con, query, said[name])
        looked_at |= {name: others[name], f"{name}_text": known}
    if BIRTH_YEAR in said:
        birth = _births(con, query, said[BIRTH_YEAR], others["birth_date"])
        others[BIRTH_YEAR] = birth[BIRTH_YEAR]
        looked_at |= birth
    wrong, *odd = queried(con, pa.table(looked_at), query.found).flatten()
    skip, codes = _evaluated(con, query.skip, source)
    oddities = dict(zip(query.oddities, map(_flags, odd), strict=True))
    return Checked(texts, others, wrong.to_numpy(), _flags(skip)[codes], oddities)


def _evaluated(
    con: duckdb.DuckDBPyConnection, expression: Expression, source: _Source
) -> tuple[pa.Array, npt.NDArray[np.int32]]:
    columns = {f"c{number}": source.coded(number) for number in expression.sources}
    return evaluated(con, expression.sql, columns, len(source))


def _text(con: duckdb.DuckDBPyConnection, expression: Expression, source: _Source) -> Coded:
    if expression.only is not None:
        return source.coded(expression.only)
    return compact(Coded(*_evaluated(con, expression, source)))


def _plain(con: duckdb.DuckDBPyConnection, expression: Expression, source: _Source) -> pa.Array:
    if expression.only is not None:
        return source.plain(expression.only)
    return as_texts(_text(con, expression, source))


def _dates(
    con: duckdb.DuckDBPyConnection, query: BatchQuery, said: Coded
) -> tuple[pa.Array, pa.Array]:
    """Return the date of each row, and something where the text does not stand for unknown."""
    texts, codes = with_null(said)
    day, unknown = _each(con, texts, query.date, query.unknown)
    no_date = day.is_null().to_numpy(zero_copy_only=False)
    days = pc.fill_null(day.cast(pa.int32()), 0).to_numpy()
    dates = pa.array(days[codes], pa.int32(), mask=no_date[codes]).cast(pa.date32())
    return dates, pa.array(codes, mask=_flags(unknown)[codes])


def _births(
    con: duckdb.DuckDBPyConnection, query: BatchQuery, said: Coded, dates: pa.Array
) -> dict[str, pa.Array]:
    """Return birth_year, of the date where there is one, and its text as the checks see it."""
    texts, codes = with_null(said)
    number, unknown = _each(con, texts, "try_cast(t AS SMALLINT)", query.unknown)
    rows = pa.array(codes)
    known = pc.if_else(unknown, pa.scalar(None, pa.int16()), number)
    return {
        BIRTH_YEAR: pc.coalesce(pc.year(dates).cast(pa.int16()), known.take(rows)),
        f"{BIRTH_YEAR}_said": number.take(rows),
        f"{BIRTH_YEAR}_text": pa.array(codes, mask=_flags(unknown)[codes]),
    }


def _each(
    con: duckdb.DuckDBPyConnection, texts: pa.Array, expression: str, unknown: str
) -> tuple[pa.Array, pa.Array]:
    """Return an expression over each text ``t``, and whether there is none or it is unknown."""
    both = f"{{'said': {expression}, 'unknown': t IS NULL OR {unknown}}}"
    said, is_unknown = queried(con, pa.table({"t": texts}), both).flatten()
    return said, is_unknown


def _flags(values: pa.Array) -> Flags:
    flags: Flags = values.to_numpy(zero_copy_only=False)
    return flags
