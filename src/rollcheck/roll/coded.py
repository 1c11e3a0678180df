"""A column as its distinct texts and each row's place in them: work is done once for each text."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.roll.compiled import compiled

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
# Up to here a table of all the combinations there may be is faster than sorting those there are.
SMALL = 1 << 22
MOST = 1 << 62


class Coded(NamedTuple):
    """The texts of a column, and for each row the place of its text, -1 where it has none.

    Texts may be null, alike or of no row; ``compact`` gives a column in which none is.
    """

    texts: pa.Array
    codes: Int32s


def coded(column: pa.ChunkedArray, cleaned: Callable[[pa.Array], pa.Array] | None = None) -> Coded:
    """Return a column of strings, or of dictionaries of them, its distinct texts ``cleaned``."""
    texts, codes, first = [], [], 0
    for chunk in column.chunks:
        encoded = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
        places = encoded.indices
        if places.null_count:
            places = pc.fill_null(places, -1)
        part = places.to_numpy().astype(np.int32, copy=False)
        # Chunks may have texts in common: that is seen to where columns are made compact.
        codes.append(np.where(part < 0, part, part + np.int32(first)) if first else part)
        texts.append(encoded.dictionary)
        first += len(encoded.dictionary)
    if not texts:
        return Coded(pa.array([], pa.string()), np.empty(0, np.int32))
    every = pa.concat_arrays(texts)
    return compact(Coded(cleaned(every) if cleaned else every, np.concatenate(codes)))


def as_arrow(column: Coded) -> pa.DictionaryArray:
    """Return a column as Arrow has it; Parquet is written from it without looking at each row."""
    missing = column.codes < 0
    codes = pa.array(column.codes, mask=missing if missing.any() else None)
    return pa.DictionaryArray.from_arrays(codes, column.texts)


def as_texts(column: Coded) -> pa.Array:
    """Return the text of each row."""
    return as_arrow(column).dictionary_decode()


def compact(column: Coded) -> Coded:
    """Return a column with each text once, in the order of the first rows that have them."""
    used, codes = _in_order(column.codes, len(column.texts))
    encoded = column.texts.take(pa.array(used)).dictionary_encode()
    if len(encoded.dictionary) == len(used):
        return Coded(encoded.dictionary, codes)
    place = np.empty(len(used) + 1, np.int32)
    place[:-1] = pc.fill_null(encoded.indices, -1).to_numpy()
    place[-1] = -1  # where rows without a text find theirs
    return Coded(encoded.dictionary, place[codes])


def with_null(column: Coded) -> Coded:
    """Return a column in which what has no text has the last one, which is null."""
    texts = pa.concat_arrays([column.texts, pa.nulls(1, pa.string())])
    missing = column.codes < 0
    if not missing.any():
        return Coded(texts, column.codes)
    return Coded(texts, np.where(missing, np.int32(len(texts) - 1), column.codes))


def together(columns: Sequence[Coded]) -> tuple[Int64s, Int32s]:
    """Return a row of each distinct combination of texts, and which combination each row has."""
    key, size = np.zeros(len(columns[0].codes), np.int64), 1
    for texts, codes in columns:
        if size * (len(texts) + 1) > MOST:
            _, small = _in_order(key, size)
            key, size = small.astype(np.int64), len(small)
        key = key * (len(texts) + 1) + (codes + 1)
        size *= len(texts) + 1
    distinct, places = _in_order(key, size)
    first = np.empty(len(distinct), np.int64)
    first[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    return first, places


def _in_order(numbers: Int32s | Int64s, size: int) -> tuple[Int64s, Int32s]:
    """Return the distinct numbers from 0 in the order of their first rows, and each row's place.

    ``size`` is more than the largest of them. A negative one is left out, its place is -1.
    """
    if size > SMALL:
        sorted_numbers, which = np.unique(numbers, return_inverse=True)
        distinct: Int64s = sorted_numbers.astype(np.int64)
        missing = int(np.count_nonzero(distinct < 0))
        known, places = _by_table(which.astype(np.int64) - missing, len(distinct))
        return distinct[known + missing], places
    return _by_table(numbers, size)


def _by_table(numbers: Int32s | Int64s, size: int) -> tuple[Int64s, Int32s]:
    found, places = np.empty(size, np.int64), np.empty(len(numbers), np.int32)
    count = _number(numbers, np.full(size, -1, np.int32), found, places)
    return found[:count], places


@compiled
def _number(numbers: Int32s | Int64s, place_of: Int32s, found: Int64s, places: Int32s) -> int:
    """Fill the distinct numbers as they come, and each row's place; return how many there are."""
    count = 0
    for row in range(len(numbers)):
        number = numbers[row]
        place = np.int32(-1)
        if number >= 0:
            place = place_of[number]
            if place < 0:
                place = np.int32(count)
                place_of[number] = place
                found[count] = number
                count += 1
        places[row] = place
    return count


def evaluated(
    con: duckdb.DuckDBPyConnection, expression: str, columns: dict[str, Coded], rows: int
) -> tuple[pa.Array, Int32s]:
    """Return the values of an SQL expression over ``columns`` by name, and which each row has.

    It is computed once for each distinct text, or combination of texts.
    """
    if not columns:
        return queried(con, pa.table({"nothing": [0]}), expression), np.zeros(rows, np.int32)
    if len(columns) == 1:
        [(name, column)] = columns.items()
        texts, codes = with_null(column)
        return queried(con, pa.table({name: texts}), expression), codes
    first, places = together(list(columns.values()))
    parts = {name: as_texts(Coded(c.texts, c.codes[first])) for name, c in columns.items()}
    return queried(con, pa.table(parts), expression), places


def queried(con: duckdb.DuckDBPyConnection, table: pa.Table, expression: str) -> pa.Array:
    """Return an SQL expression over the columns of ``table`` for each row, in their order."""
    con.register("batch", table)
    try:
        found = con.sql(f"SELECT {expression} AS found FROM batch").to_arrow_table()["found"]  # noqa: S608 - our own expressions
    finally:
        con.unregister("batch")
    return pa.concat_arrays(found.chunks) if found.num_chunks else pa.array([], found.type)
