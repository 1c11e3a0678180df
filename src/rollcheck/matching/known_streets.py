"""Streets of lines beside those of the roll: what else ran into a street's name is moved out."""

from collections.abc import Iterator, Mapping
from functools import cache
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching import records
from rollcheck.matching.compiled import Int32s
from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.prepared import Prepared
from rollcheck.matching.words import WordTable
from rollcheck.roll.words import word_table

_LONG_ENOUGH = 5
"""Letters of a kind of street of which one may be wrong."""


def by_known_streets(normaliser: Normaliser, normalised: pa.Table, prepared: Prepared) -> pa.Table:
    """Return ``normalised`` with what ends or begins a street that the roll does not know moved.

    A unit that no sign announces (12 MAIN 4, 4 12 MAIN), the end of a name (12 LOPEZ MAIN), and a
    kind of street with a slip or a space in it (12 MAIN STEET).
    """
    streets = normalised["street"].combine_chunks().dictionary_encode()
    is_unknown = _holders(prepared, streets.dictionary, records.STREET_HOLDERS) == 0
    at = np.flatnonzero(is_unknown[streets.indices.to_numpy()])
    # They are few: what follows would take long over all lines.
    some = normalised.take(pa.array(at)).combine_chunks()
    found = _with_unsigned_units(normaliser, some)
    found = _with_units_in_front(found, prepared)
    found = _with_names_out_of_streets(found, prepared)
    found = _without_misspelt_types(found, prepared)
    changed = [name for name in found.column_names if not found[name].equals(some[name])]
    return _replaced(normalised, at, found.select(changed))


def _with_unsigned_units(normaliser: Normaliser, normalised: pa.Table) -> pa.Table:
    """Return lines on streets that the roll does not know with units that end them apart."""
    may = normaliser.may_end_with_unit(normalised).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(may)
    if len(at) == 0:
        return normalised
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


def _without_misspelt_types(normalised: pa.Table, prepared: Prepared) -> pa.Table:
    """Return lines with a kind of street that has a slip taken off the street's name."""
    encoded = normalised["street"].combine_chunks().dictionary_encode()
    known = _holders(prepared, encoded.dictionary, records.STREET_HOLDERS) > 0
    streets = encoded.dictionary.to_pylist()
    cut = [
        None if is_known else _cut(street) for street, is_known in zip(streets, known, strict=True)
    ]
    rest = pa.array(["" if one is None else one[0] for one in cut], pa.string())
    kind = pa.array(["" if one is None else one[1] for one in cut], pa.string())
    found = _holders(prepared, rest, records.STREET_HOLDERS) > 0
    no_type = pc.equal(normalised["type"], "").to_numpy(zero_copy_only=False)
    at = np.flatnonzero(found[encoded.indices.to_numpy()] & no_type)
    places = encoded.indices.take(pa.array(at))
    return _replaced(
        normalised, at, pa.table({"street": rest.take(places), "type": kind.take(places)})
    )


def _cut(street: str) -> tuple[str, str] | None:
    """Return a street's name and its kind, where it may end with one that has a slip or a space."""
    words = street.rsplit(" ", 2)
    if len(words) == 3 and (kind := _types_of_street().get(words[1] + words[2])):
        return words[0], kind
    if len(words) > 1 and (kind := _types_of_street().get(words[-1])):
        return street.rpartition(" ")[0], kind
    return None


@cache
def _types_of_street() -> Mapping[str, str]:
    """Return the kinds of street spelt out, and every text one slip from them: abbreviations."""
    types = {
        row["spelt_out"]: row["abbreviation"]
        for row in word_table("street_types")
        if row["taken_off"] == "yes" and len(row["spelt_out"]) >= _LONG_ENOUGH
    }
    slips = {slip: types[word] for word in sorted(types) for slip in _slips(word)}
    return slips | types


def _slips(word: str) -> Iterator[str]:
    """Yield what one letter left out, doubled, put in, replaced or swapped makes of a word."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_uppercase:
            yield before + letter + after
            yield before + letter + after[1:]


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
