"""A line's candidates: voters who share a key, each under its best reading and address."""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compare import (
    Texts,
    born_level,
    first_level,
    last_level,
    middle_level,
    suffix_level,
)
from rollcheck.matching.compare_address import address_level
from rollcheck.matching.compiled import Bytes, Int32s, Int64s, Uint64s, compiled
from rollcheck.matching.forms import FORMS, INITIAL
from rollcheck.matching.indexes import Index, confidential_keys, year_hash
from rollcheck.matching.keys import FIRST as FIRST_KEY
from rollcheck.matching.keys import (
    EXACT,
    HOUSE as HOUSE_KEY,
    MIDDLE as MIDDLE_KEY,
    SOURCES,
    STREET as STREET_KEY,
    TOO_MANY,
    YEAR as YEAR_KEY,
    ZIP as ZIP_KEY,
    key_of_parts,
)
from rollcheck.matching.line_records import BORN, ORDER, READINGS, SUFFIX as LINE_SUFFIX, SWAPPED
from rollcheck.matching.records import (
    FIRST,
    HAS_STAYS,
    HOUSE,
    LAST,
    MIDDLE,
    SIGNS,
    STAYS,
    STREET,
    SUFFIX_YEAR,
    ZIP,
)
from rollcheck.matching.weigh import (
    ADDRESS,
    BIRTH_YEAR,
    FIRST_NAME,
    KINSHIP,
    LAST_NAME,
    MIDDLE_NAME,
    NAME_ORDER,
    PRIOR,
    SUFFIX,
    Scale,
    address_worth,
    kinship,
    surname_rarity,
    worth,
)

MOST_TRIED = 4096
"""The most voters that one line is compared with."""
_SLOTS = 4 * MOST_TRIED
NOT_COMPARED = -(2**30)


class Roll(NamedTuple):
    """What of a prepared roll the search looks at."""

    names: Int32s
    places: Int32s
    facts: Int32s
    id_data: Bytes
    id_starts: Int64s
    nickname_starts: Int32s
    nicknames: Int32s
    parts: Int32s


class Tried(NamedTuple):
    """The voters that one line was compared with, in the order in which they were found.

    ``count`` (1,); for each its row, total, address (a row of ``Roll.places``) and reading.
    ``slots`` is a hash table of places in ``rows``, void where ``stamps`` is not the line's.
    """

    count: Int64s
    rows: Int32s
    totals: Int32s
    addresses: Int32s
    readings: Int32s
    slots: Int32s
    stamps: Int32s
    usable: Int32s


def tried() -> Tried:
    """Return room for the candidates of one line at a time."""
    numbers = [np.zeros(MOST_TRIED, np.int32) for _ in range(4)]
    slots = [np.full(_SLOTS, -1, np.int32) for _ in range(2)]
    return Tried(np.zeros(1, np.int64), *numbers, *slots, np.zeros(16, np.int32))


@compiled
def is_new(tried: Tried, row: int, stamp: int) -> bool:
    """Note a voter for the line ``stamp``; false where that was done or there is no more room."""
    slot = (row * 0x9E3779B1 & 0xFFFFFFFF) % _SLOTS
    while tried.stamps[slot] == stamp:
        if tried.rows[tried.slots[slot]] == row:
            return False
        slot = (slot + 1) % _SLOTS
    count = tried.count[0]
    if count == MOST_TRIED:
        return False
    tried.stamps[slot], tried.slots[slot] = stamp, count
    tried.rows[count] = row
    tried.totals[count] = NOT_COMPARED
    tried.count[0] = count + 1
    return True


@compiled
def nicknames_of(roll: Roll, word: int) -> Int32s:
    """The other first names that a first name may stand for."""
    if word + 1 >= len(roll.nickname_starts):
        return roll.nicknames[:0]
    return roll.nicknames[roll.nickname_starts[word] : roll.nickname_starts[word + 1]]


@compiled
def _form(texts: Texts, word: int, form: int) -> np.uint64:
    if word < texts.known:
        return texts.forms[word, form]
    return texts.own_forms[word - texts.known, form]


@compiled
def fill_values(texts: Texts, line: Int32s, reading: Int32s, values: Uint64s) -> None:
    """Fill the hashes that a reading's keys are made of, by source * FORMS + form."""
    for form in range(FORMS):
        values[form] = _form(texts, reading[LAST], form)
        values[FIRST_KEY * FORMS + form] = _form(texts, reading[FIRST], form)
    values[MIDDLE_KEY * FORMS + INITIAL] = _form(texts, reading[MIDDLE], INITIAL)
    values[HOUSE_KEY * FORMS] = _form(texts, line[HOUSE], 0)
    values[STREET_KEY * FORMS] = _form(texts, line[STREET], 0)
    values[ZIP_KEY * FORMS] = _form(texts, line[ZIP], 0)
    values[YEAR_KEY * FORMS] = year_hash(line[BORN])


@compiled
def look_up(index: Index, kind: int, key: np.uint64, tried: Tried, stamp: int) -> bool:
    """Note the voters of a key of a kind; return whether it names too many."""
    if key == 0:
        return False
    entries = index.entries
    upper = key >> np.uint64(32)
    bucket = index.kinds[kind, 0] + np.int64(upper >> np.uint64(index.kinds[kind, 1]))
    place, end = index.buckets[bucket], index.buckets[bucket + 1]
    while place < end and entries[place] >> np.uint64(32) < upper:
        place += 1
    while place < end and entries[place] >> np.uint64(32) == upper:
        row = np.int64(entries[place] & np.uint64(0xFFFFFFFF))
        if row == TOO_MANY:
            return True
        is_new(tried, row, stamp)
        place += 1
    return False


@compiled
def choose_readings(scale: Scale, line: Int32s, readings: Int32s, usable: Int32s) -> int:
    """Fill which readings are worth trying; return how many.

    A swapped one that is much less likely than the line's best, by how common its names are on
    the roll, is left out.
    """
    rarest = np.empty(line[READINGS], np.int32)
    for at in range(line[READINGS]):
        first = readings[at, FIRST]
        rarest[at] = surname_rarity(scale, readings[at, LAST]) + (
            scale.first_rarity[first]
            if first < len(scale.first_rarity) and first != 0
            else scale.last_name_most
        )
    count = 0
    for at in range(line[READINGS]):
        if readings[at, ORDER] != SWAPPED or rarest[at] - rarest.min() <= scale.reading_most:
            usable[count] = at
            count += 1
    return count


@compiled
def evidence(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    reading: Int32s,
    row: int,
    place: Int32s,
    levels: Int32s,
    bits: Int32s,
) -> int:
    """Fill levels and bits of every field of a reading beside a voter at an address; the total."""
    name = roll.names[row]
    levels[ADDRESS] = address_level(texts, line, place)
    bits[ADDRESS] = address_worth(scale, levels[ADDRESS], place)
    levels[BIRTH_YEAR] = born_level(line[BORN], name[SUFFIX_YEAR] & 0xFFFF)
    bits[BIRTH_YEAR] = scale.bits[BIRTH_YEAR, levels[BIRTH_YEAR]]
    levels[SUFFIX] = suffix_level(line[LINE_SUFFIX], name[SUFFIX_YEAR] >> 16)
    bits[SUFFIX] = scale.bits[SUFFIX, levels[SUFFIX]]
    bits[PRIOR] = scale.registered_odds - scale.voters_bits
    _fill_name(texts, scale, roll, reading, name, levels, bits)
    bits[KINSHIP] = kinship(scale, bits[LAST_NAME], bits[ADDRESS])
    levels[KINSHIP] = 1 if bits[KINSHIP] < 0 else 0
    return bits.sum()


@compiled
def _fill_name(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    reading: Int32s,
    name: Int32s,
    levels: Int32s,
    bits: Int32s,
) -> None:
    """Fill levels and bits of the fields that depend on how the name is read."""
    words = len(scale.last_rarity)
    last, first = reading[LAST], reading[FIRST]
    last_is_known = last < words and scale.known[last, 0] != 0
    first_is_known = first < words and scale.known[first, 1] != 0
    levels[LAST_NAME] = last_level(texts, reading, last_is_known, name)
    rarity = 0 if name[LAST] == 0 else scale.last_rarity[name[LAST]]
    rarity = min(rarity, surname_rarity(scale, last))
    bits[LAST_NAME] = worth(scale, LAST_NAME, levels[LAST_NAME], rarity)
    others = nicknames_of(roll, first)
    levels[FIRST_NAME] = first_level(texts, reading, first_is_known, others, name)
    rarity = 0 if name[FIRST] == 0 else scale.first_rarity[name[FIRST]]
    bits[FIRST_NAME] = worth(scale, FIRST_NAME, levels[FIRST_NAME], rarity)
    levels[MIDDLE_NAME] = middle_level(texts, levels[FIRST_NAME], reading[MIDDLE], name[MIDDLE])
    bits[MIDDLE_NAME] = scale.bits[MIDDLE_NAME, levels[MIDDLE_NAME]]
    levels[NAME_ORDER] = reading[ORDER]
    bits[NAME_ORDER] = scale.bits[NAME_ORDER, reading[ORDER]]


@compiled
def compare_new(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    usable: int,
    tried: Tried,
    first_new: int,
) -> None:
    """Compare the line with the voters found since ``first_new``, at all of their addresses."""
    levels, bits = np.zeros(9, np.int32), np.zeros(9, np.int32)
    voters = len(roll.names)
    for at in range(first_new, tried.count[0]):
        row = tried.rows[at]
        stays = 0
        if roll.places[row, SIGNS] & HAS_STAYS:
            stays = roll.facts[row + 1, STAYS] - roll.facts[row, STAYS]
        for stay in range(stays + 1):
            address = row if stay == 0 else voters + roll.facts[row, STAYS] + stay - 1
            for reading in tried.usable[:usable]:
                total = evidence(
                    texts,
                    scale,
                    roll,
                    line,
                    readings[reading],
                    row,
                    roll.places[address],
                    levels,
                    bits,
                )
                if total > tried.totals[at]:
                    tried.totals[at] = total
                    tried.addresses[at], tried.readings[at] = address, reading


@compiled
def precedes(roll: Roll, tried: Tried, one: int, other: int) -> bool:
    """Whether a candidate stands before another: by total, then by the smaller voter_id."""
    if tried.totals[one] != tried.totals[other]:
        return tried.totals[one] > tried.totals[other]
    a, b = tried.rows[one], tried.rows[other]
    a0, a1 = roll.id_starts[a], roll.id_starts[a + 1]
    b0, b1 = roll.id_starts[b], roll.id_starts[b + 1]
    for i in range(min(a1 - a0, b1 - b0)):
        if roll.id_data[a0 + i] != roll.id_data[b0 + i]:
            return roll.id_data[a0 + i] < roll.id_data[b0 + i]
    return a1 - a0 < b1 - b0


@compiled
def best_of(roll: Roll, tried: Tried, chosen: Int32s) -> int:
    """Fill ``chosen`` with the best candidates, best first; return how many."""
    kept = 0
    for at in range(tried.count[0]):
        place = kept
        while place > 0 and precedes(roll, tried, at, chosen[place - 1]):
            place -= 1
        if place == len(chosen):
            continue
        kept = min(kept + 1, len(chosen))
        for later in range(kept - 1, place, -1):
            chosen[later] = chosen[later - 1]
        chosen[place] = at
    return kept


__all__ = ["EXACT", "SOURCES", "Roll", "confidential_keys", "key_of_parts"]
