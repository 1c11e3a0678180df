"""Normalised lines as the arrays of ``line_records.py``."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching import line_records, records
from rollcheck.matching.compiled import Int32s
from rollcheck.matching.forms import forms_of
from rollcheck.matching.line_records import BORN, LINE_FIELDS, READING_FIELDS, SIGNED_ON, Chunk
from rollcheck.matching.name_lore import Lore
from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.readings import MOST_NEW_WORDS, read_names
from rollcheck.matching.roll_words import Roll
from rollcheck.matching.words import Words, WordTable, text_buffers

_PLACES = {
    "house": records.HOUSE,
    "street": records.STREET,
    "unit": records.UNIT,
    "city": records.CITY,
    "zip": records.ZIP,
    "po_box": records.PO_BOX,
}
WORDS_PER_LINE = 2


def by_known_streets(normaliser: Normaliser, normalised: pa.Table, prepared: Prepared) -> pa.Table:
    """Return ``normalised`` with what ends or begins a street that the roll does not know moved.

    A unit that no sign announces (12 MAIN 4, 4 12 MAIN), and the end of a name (12 LOPEZ MAIN).
    """
    normalised = _with_unsigned_units(normaliser, normalised, prepared)
    normalised = _with_units_in_front(normalised, prepared)
    return _with_names_out_of_streets(normalised, prepared)


def _with_unsigned_units(
    normaliser: Normaliser, normalised: pa.Table, prepared: Prepared
) -> pa.Table:
    may = normaliser.may_end_with_unit(normalised).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(may)
    if len(at) == 0:
        return normalised
    streets = normalised["street"].take(pa.array(at)).combine_chunks()
    at = at[_holders(prepared, streets, records.STREET_HOLDERS) == 0]
    again = normaliser.with_units(normalised.select(["address"]).take(pa.array(at)))
    return _replaced(normalised, at, again)


def _with_units_in_front(normalised: pa.Table, prepared: Prepared) -> pa.Table:
    """Return lines with two numbers in front of a street put right: 4 123 MAIN is 123 MAIN # 4."""
    two_numbers = pc.match_substring_regex(normalised["street"], r"^[0-9]+ [A-Z]")
    no_unit = pc.equal(normalised["unit"], "")
    may = pc.and_(two_numbers, no_unit).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(may)
    some = normalised.select(["house", "street"]).take(pa.array(at)).combine_chunks()
    house, street, moved = _after_first_word(prepared, some["street"].combine_chunks())
    again = pa.table({"house": house, "street": street, "unit": some["house"].combine_chunks()})
    return _replaced(normalised, at[moved], again.filter(pa.array(moved)))


def _after_first_word(
    prepared: Prepared, streets: pa.Array
) -> tuple[pa.Array, pa.Array, npt.NDArray[np.bool_]]:
    """Return streets' first words, the rest, and whether the roll knows only that as a street."""
    parts = pc.split_pattern(streets, " ", max_splits=1)
    first, rest = (pc.list_element(parts, place) for place in range(2))
    unknown = _holders(prepared, streets, records.STREET_HOLDERS) == 0
    return first, rest, unknown & (_holders(prepared, rest, records.STREET_HOLDERS) > 0)


def _with_names_out_of_streets(normalised: pa.Table, prepared: Prepared) -> pa.Table:
    """Return lines with a name of one word and a surname in front of the street put right."""
    one_word = pc.match_substring_regex(normalised["name"], r"^[^ ,]+$")
    two_words = pc.match_substring_regex(normalised["street"], r"^[A-Z]{2,} ..")
    has_house = pc.not_equal(normalised["house"], "")
    may = pc.and_(pc.and_(one_word, two_words), has_house).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(may)
    some = normalised.select(["name", "street"]).take(pa.array(at)).combine_chunks()
    first, street, moved = _after_first_word(prepared, some["street"].combine_chunks())
    moved &= _holders(prepared, first, records.LAST_HOLDERS) > 0
    names = pc.binary_join_element_wise(some["name"].combine_chunks(), first, " ")
    again = pa.table({"name": names, "street": street}).filter(pa.array(moved))
    return _replaced(normalised, at[moved], again)


def _replaced(table: pa.Table, at: npt.NDArray[np.int64], others: pa.Table) -> pa.Table:
    """Return a table with the columns of ``others`` in the rows ``at``."""
    places = np.arange(len(table))
    places[at] = len(table) + np.arange(len(at))
    for name in others.column_names:
        both = pa.concat_arrays([table[name].combine_chunks(), others[name].combine_chunks()])
        where = table.column_names.index(name)
        table = table.set_column(where, name, both.take(pa.array(places)))
    return table


def _holders(prepared: Prepared, texts: pa.Array, column: int) -> Int32s:
    """Return how many voters have each of the texts, which ``column`` says as what."""
    numbers = WordTable(prepared.words).numbers(texts)
    known = numbers < prepared.words.size[0]
    found = np.zeros(len(numbers), np.int32)
    found[known] = prepared.holders[numbers[known], column]
    return found


def encode(lines: pa.Table, normalised: pa.Table, prepared: Prepared, lore: Lore) -> Chunk:
    """Return the arrays of a chunk of lines and of the same lines normalised."""
    table = WordTable(prepared.words)
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
