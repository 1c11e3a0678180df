"""Normalised lines as the arrays of ``line_records.py``."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching import line_records, records
from rollcheck.matching.compiled import Int32s
from rollcheck.matching.forms import forms_of
from rollcheck.matching.line_records import BORN, LINE_FIELDS, READING_FIELDS, SIGNED_ON, Chunk
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.readings import MOST_NEW_WORDS, read_names
from rollcheck.matching.roll_words import Roll
from rollcheck.matching.words import Words, WordTable, text_buffers
from rollcheck.roll import other_names

_PLACES = {
    "house": records.HOUSE,
    "street": records.STREET,
    "unit": records.UNIT,
    "city": records.CITY,
    "zip": records.ZIP,
    "po_box": records.PO_BOX,
}
WORDS_PER_LINE = 2


def nothing_normalised() -> pa.Table:
    """Return no lines, with the columns that ``encode`` needs of normalised ones."""
    names = ("name", *_PLACES, "dir", "type")
    return pa.schema([(name, pa.string()) for name in names]).empty_table()


def encode(lines: pa.Table, normalised: pa.Table, prepared: Prepared, lore: Lore) -> Chunk:
    """Return the arrays of a chunk of lines and of the same lines normalised."""
    table = WordTable(prepared.words)
    # Names that the roll lacks have the same numbers in every chunk, so that they are told apart.
    table.numbers(pa.array(list(other_names())))
    found = np.zeros((len(lines), LINE_FIELDS), np.int32)
    for name, at in _PLACES.items():
        found[:, at] = _numbers(table, normalised[name])
    signs = [_sign_numbers(prepared.signs, normalised[name]) for name in ("dir", "type")]
    found[:, records.SIGNS] = signs[0] << 16 | signs[1]
    found[:, BORN] = pc.fill_null(lines["birth_year"], 0).to_numpy()
    days = lines["signed_on"].cast(pa.int32())
    found[:, SIGNED_ON] = pc.fill_null(days, records.NO_DATE).to_numpy()
    readings = np.zeros((len(lines), line_records.MOST_READINGS, READING_FIELDS), np.int32)
    _read_names(normalised["name"].combine_chunks(), prepared, lore, table, found, readings)
    words = table.words
    return Chunk(found, readings, words, forms_of(words, int(words.size[0])))


def _read_names(
    names: pa.Array,
    prepared: Prepared,
    lore: Lore,
    table: WordTable,
    lines: Int32s,
    readings: Int32s,
) -> None:
    """Fill readings; the table grows as it must, since few words of a name are new to the roll."""
    data, offsets = text_buffers(names)
    roll = Roll(prepared.words, prepared.holders)
    done = 0
    while done < len(lines):
        words = table.reserve(WORDS_PER_LINE * (len(lines) - done) + MOST_NEW_WORDS, 1 << 20)
        done = read_names(lore, roll, words, data, offsets, lines, readings, done)


def _distinct(column: pa.ChunkedArray) -> tuple[pa.Array, Int32s]:
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.dictionary, encoded.indices.to_numpy()


def _numbers(table: WordTable, column: pa.ChunkedArray) -> Int32s:
    texts, which = _distinct(column)
    return table.numbers(texts)[which]


def _sign_numbers(signs: Words, column: pa.ChunkedArray) -> Int32s:
    """Return numbers of directions or types; those that the roll does not know go on after it."""
    texts, which = _distinct(column)
    return WordTable(signs).numbers(texts)[which]
