"""The columns of a roll as codes: each field's distinct values in order, and each voter's value."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rollcheck.roll.compiled import compiled

Array = npt.NDArray[Any]

BOX = "BOX"  # before the number of a post office box that stands for a house
# Fields that are one column of voters.parquet.
PLAIN = {field: f"n_{field}" for field in ("last", "first", "middle", "suffix")}
PLAIN |= {field: f"n_{field}" for field in ("unit", "city", "zip")}
FIRST_DAY = -65_536  # days before 1970: far before anyone on a roll was born
YEAR_KEYS = 1 << 20  # beyond the days of every birth there is


@dataclass(frozen=True, slots=True)
class Column:
    """The distinct values of a field, sorted, '' first; ``codes[i]`` is the value of row i.

    ``words`` are the words a value is found by, each with the value's code in ``word_values``.
    """

    values: pa.Array
    codes: Array
    words: pa.Array
    word_values: Array


def read_column(voters: Path, field: str) -> Column:
    """Return the column of a field of voters.parquet, its rows in their order.

    One at a time, so that only what is worked on is in memory.
    """
    if field == "birth":
        return _births(voters)
    if field == "house":
        return _houses(*_read(voters, "n_house", "n_po_box"))
    if field == "street":
        return _streets(*_read(voters, "n_dir", "n_street", "n_type"))
    [(values, codes)] = _read(voters, PLAIN[field])
    return _plain(values, codes, joined=field in {"last", "first"})


def _read(voters: Path, *names: str) -> list[tuple[pa.Array, Array]]:
    table = pq.read_table(voters, columns=list(names), read_dictionary=list(names))
    return [_encoded(table[name]) for name in names]


def _encoded(column: pa.ChunkedArray) -> tuple[pa.Array, Array]:
    """Return the distinct texts of a dictionary column in order, '' first, and each row's code."""
    chunks = column.unify_dictionaries().chunks
    texts = chunks[0].dictionary
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
    order = pc.sort_indices(texts).to_numpy()
    shift = 0 if pc.any(pc.equal(texts, "")).as_py() else 1
    rank = np.empty(len(order), np.uint32)
    rank[order] = np.arange(shift, len(order) + shift)
    values = texts.take(pa.array(order))
    if shift:
        values = pa.concat_arrays([pa.array([""], pa.string()), values])
    return values, rank[codes]


def _plain(values: pa.Array, codes: Array, *, joined: bool) -> Column:
    words, owners = _split(values)
    if joined:
        several = pc.match_substring(values, " ").to_numpy(zero_copy_only=False)
        [those] = np.nonzero(several)
        together = pc.replace_substring(values.take(pa.array(those)), " ", "")
        words = pa.concat_arrays([words, together])
        owners = np.concatenate([owners, those])
    return Column(values, codes, words, owners)


def _split(values: pa.Array) -> tuple[pa.Array, Array]:
    """Return the words of every value and the value of each, a word once in a value."""
    lists = pc.split_pattern(values, " ")
    owners = np.repeat(np.arange(len(values)), np.diff(lists.offsets.to_numpy()))
    table = pa.table({"word": lists.flatten(), "value": owners})
    table = table.filter(pc.not_equal(table["word"], ""))
    once = table.group_by(["value", "word"], use_threads=False).aggregate([])
    return once["word"].combine_chunks(), once["value"].to_numpy()


def _together(columns: Sequence[Array], sizes: Sequence[int]) -> tuple[list[Array], Array]:
    """Return the distinct combinations of codes in order, and for each row which it has."""
    key = np.zeros(len(columns[0]), np.int64)
    for codes, size in zip(columns, sizes, strict=True):
        key *= size  # in place: new memory takes longer than the sum
        key += codes
    distinct, codes = _distinct(key)
    parts: list[Array] = []
    for size in reversed(sizes):
        parts.append(distinct % size)
        distinct = distinct // size
    return parts[::-1], codes


def _distinct(key: Array) -> tuple[Array, Array]:
    """Return the distinct whole numbers in order, 0 always first, and each row's place in them."""
    if int(key.max(initial=0)) < 1 << 26:
        seen = np.zeros(int(key.max(initial=0)) + 1, bool)
        seen[0] = True
        _mark(key, seen)
        place = np.cumsum(seen, dtype=np.uint32) - np.uint32(1)
        found = np.empty(len(key), np.uint32)
        _look_up(key, place, found)
        return np.flatnonzero(seen), found
    distinct, codes = np.unique(np.append(key, 0), return_inverse=True)
    return distinct, codes[:-1].astype(np.uint32)


@compiled
def _mark(key: Array, seen: Array) -> None:
    for row in range(len(key)):
        seen[key[row]] = True


@compiled
def _look_up(key: Array, place: Array, found: Array) -> None:
    for row in range(len(key)):
        found[row] = place[key[row]]


def _houses(house: tuple[pa.Array, Array], box: tuple[pa.Array, Array]) -> Column:
    """Return the house numbers; a voter without one is found by the number of the box."""
    (houses, house_codes), (boxes, box_codes) = house, box
    if len(boxes) == 1:
        return _plain(houses, house_codes, joined=False)
    shown = np.where(house_codes == 0, box_codes, 0)
    parts, codes = _together([house_codes, shown], [len(houses), len(boxes)])
    number = boxes.take(pa.array(parts[1]))
    boxed = pc.if_else(pc.equal(number, ""), "", pc.binary_join_element_wise(BOX, number, ""))
    values = pc.binary_join_element_wise(houses.take(pa.array(parts[0])), boxed, "")
    return _plain(values, codes, joined=False)


def _streets(*parts: tuple[pa.Array, Array]) -> Column:
    """Return the streets: direction, name and type together."""
    kept, codes = _together([codes for _, codes in parts], [len(values) for values, _ in parts])
    texts = [values.take(pa.array(k)) for (values, _), k in zip(parts, kept, strict=True)]
    values = pc.utf8_trim_whitespace(
        pc.binary_join_element_wise(pc.utf8_ltrim_whitespace(texts[0]), *texts[1:], " ")
    )
    return _plain(values, codes, joined=False)


def _births(voters: Path) -> Column:
    """Return the birth dates, or years where no more is known: words are 1975 and 19750309."""
    table = pq.read_table(voters, columns=["birth_date", "birth_year"])
    days = pc.fill_null(table["birth_date"].cast(pa.int32()), FIRST_DAY).to_numpy()
    years = pc.fill_null(table["birth_year"], 0).to_numpy()
    key = np.empty(len(days), np.int64)
    _key_births(days, years, key)
    distinct, codes = _distinct(key)
    is_day = (distinct > 0) & (distinct < YEAR_KEYS)
    dates = pa.array(np.where(is_day, distinct + FIRST_DAY, 0).astype(np.int32)).cast(pa.date32())
    written = pc.strftime(dates, format="%Y-%m-%d")
    only_year = pa.array(np.where(distinct > YEAR_KEYS, distinct - YEAR_KEYS, 0)).cast(pa.string())
    values = pc.if_else(
        pa.array(is_day), written, pc.if_else(pa.array(distinct > 0), only_year, "")
    )
    places = np.arange(len(distinct))
    whole = pc.replace_substring(values.filter(pa.array(is_day)), "-", "")
    known = distinct > 0
    year = pc.utf8_slice_codeunits(values.filter(pa.array(known)), 0, 4)
    words = pa.concat_arrays([year, whole])
    return Column(values, codes, words, np.concatenate([places[known], places[is_day]]))


@compiled
def _key_births(days: Array, years: Array, key: Array) -> None:
    """Fill the day of each birth, from ``FIRST_DAY``, else its year beyond them, else 0."""
    for row in range(len(days)):
        if days[row] > FIRST_DAY:
            key[row] = days[row] - FIRST_DAY
        elif years[row] > 0:
            key[row] = YEAR_KEYS + years[row]
        else:
            key[row] = 0
