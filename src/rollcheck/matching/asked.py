"""The keys that a line is looked up by, and the voters that the index holds under them.

A look at an index of a county waits for memory, not for the processor. So the looks of a line, and
the first ones of several lines, are taken together, step by step: where each key's entries begin,
then the entries, then the voters' records. The processor waits for many of them at once.
"""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compare import Texts, form_of, text_of
from rollcheck.matching.compiled import Int32s, Int64s, Uint64s, compiled, wide
from rollcheck.matching.evidence import Nicknames
from rollcheck.matching.forms import FORMS, FULL, INITIAL
from rollcheck.matching.indexes import FIELD_OF, MOST_OWN_KEYS, Index, confidential_keys, year_hash
from rollcheck.matching.keys import (
    EXACT,
    KEYS,
    LOOSE,
    NAMELESS,
    NAMES,
    SOURCES,
    TOO_MANY,
    YEAR,
    key_of_parts,
)
from rollcheck.matching.line_records import BORN
from rollcheck.matching.near_names import MOST_NEAR, Near
from rollcheck.matching.records import FIRST, LAST, SECOND
from rollcheck.matching.tried import IS_COMMON, Ids, Tried, note

MOST_ASKED = 1024
"""The most keys that are looked up together."""

_KINDS = len(KEYS)
_FIRST_NAME_PARTS = FORMS
"""Where the hashes of the first name stand among those that keys are made of."""
_BY_NAME = NAMES["last_first"]
_BY_NICKNAME = (NAMES["last_first_house"], NAMES["last_first_zip"])
_BY_MIDDLE = (NAMES["last_first_house"], NAMES["last_first_zip"], NAMES["last_first"])
_BY_NEAR_FIRST = (NAMES["last_first_zip"], NAMES["last_first"])
_BY_NEAR_LAST = (
    NAMES["last_first_zip"],
    NAMES["last_first"],
    NAMES["last_house"],
    NAMES["last_street"],
    NAMES["last_initial_zip"],
)


class Roll(NamedTuple):
    """What of a prepared roll the search looks at; ``parts`` is ``keys.parts_table``."""

    records: Int32s
    facts: Int32s
    ids: Ids
    nicknames: Nicknames
    blocks: Index
    parts: Int32s
    holders: Int32s


class Asked(NamedTuple):
    """Keys to look up together: upper halves, kinds, and where their entries may be (keys, 2).

    ``touched`` (1,) keeps what was only read ahead from being left out as of no use. ``values``
    is room for the hashes that keys are made of, ``own`` for confidential voters' keys.
    """

    uppers: Uint64s
    kinds: Int64s
    spans: Int64s
    touched: Int64s
    values: Uint64s
    own: Uint64s


def room_to_ask() -> Asked:
    """Return room for the keys of one line, or of the lines that are read ahead."""
    return Asked(
        np.zeros(MOST_ASKED, np.uint64),
        np.zeros(MOST_ASKED, np.int64),
        np.zeros((MOST_ASKED, 2), np.int64),
        np.zeros(1, np.int64),
        np.zeros(SOURCES * FORMS, np.uint64),
        np.zeros(MOST_OWN_KEYS, np.uint64),
    )


@compiled
def _fill_values(texts: Texts, line: Int32s, reading: Int32s, forms: int, values: Uint64s) -> None:
    """Fill the first ``forms`` hashes a reading's keys are made of, by source * FORMS + form."""
    for source in range(YEAR):
        field = FIELD_OF[source]
        word = reading[field] if field <= FIRST + 2 else line[field]
        for form in range(forms):
            values[source * FORMS + form] = form_of(texts, wide(word), form)
    values[YEAR * FORMS] = year_hash(wide(line[BORN]))


@compiled
def _ask(asked: Asked, count: int, kind: int, key: np.uint64) -> int:
    """Add a key, if it is one; return how many there are."""
    if key == 0 or count == len(asked.uppers):
        return count
    asked.uppers[count], asked.kinds[count] = key >> np.uint64(32), kind
    return count + 1


@compiled
def ask_exact(
    texts: Texts, roll: Roll, line: Int32s, reading: Int32s, asked: Asked, count: int
) -> int:
    """Add the exact keys of a reading; return how many there are."""
    _fill_values(texts, line, reading, FULL + 1, asked.values)
    for kind in range(EXACT):
        count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], asked.values))
    return count


@compiled
def ask_fuzzy(
    texts: Texts,
    roll: Roll,
    line: Int32s,
    reading: Int32s,
    place: int,
    asked: Asked,
    count: int,
) -> int:
    """Add the other keys of a reading, a confidential voter's and nicknames' included.

    Keys without a name are the same for every reading, so only the first, at place 0, has them.
    """
    values = asked.values
    _fill_values(texts, line, reading, FORMS, values)
    count = _ask_confidential(texts, reading, asked, count)
    for kind in range(EXACT if place == 0 else EXACT + NAMELESS, LOOSE):
        count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], values))
    word = wide(reading[FIRST])
    if word + 1 >= len(roll.nicknames.starts):
        return count
    for at in range(roll.nicknames.starts[word], roll.nicknames.starts[word + 1]):
        other = wide(roll.nicknames.others[at])
        values[_FIRST_NAME_PARTS + FULL] = form_of(texts, other, FULL)
        for kind in _BY_NICKNAME:
            count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], values))
    return count


@compiled
def ask_loose(
    texts: Texts, roll: Roll, line: Int32s, reading: Int32s, asked: Asked, count: int
) -> int:
    """Add the keys of a reading that bear the most slips; return how many there are."""
    _fill_values(texts, line, reading, FORMS, asked.values)
    for kind in range(LOOSE, _KINDS):
        count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], asked.values))
    return count


@compiled
def ask_near(
    texts: Texts, roll: Roll, near: Near, line: Int32s, reading: Int32s, asked: Asked
) -> int:
    """Ask with names one slip apart in place of those of a reading; return how many keys."""
    values, count = asked.values, 0
    lasts, firsts = near.counts
    _fill_values(texts, line, reading, FORMS, values)
    first = values[_FIRST_NAME_PARTS + FULL]
    for at in range(firsts):
        values[_FIRST_NAME_PARTS + FULL] = texts.forms[near.first[at], FULL]
        for kind in _BY_NEAR_FIRST:
            count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], values))
    for at in range(lasts):
        values[_FIRST_NAME_PARTS + FULL] = first
        values[FULL] = texts.forms[near.last[at], FULL]
        for kind in _BY_NEAR_LAST:
            count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], values))
        if lasts * firsts > MOST_NEAR:
            continue
        for place in range(firsts):
            values[_FIRST_NAME_PARTS + FULL] = texts.forms[near.first[place], FULL]
            for kind in _BY_NEAR_FIRST:
                count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], values))
    return count


@compiled
def ask_by_middle(
    texts: Texts, roll: Roll, line: Int32s, reading: Int32s, asked: Asked, count: int
) -> int:
    """Add the keys of a reading with its middle name for the first; return how many there are."""
    if reading[SECOND] == 0:
        return count
    _fill_values(texts, line, reading, FULL + 1, asked.values)
    asked.values[_FIRST_NAME_PARTS + FULL] = form_of(texts, wide(reading[SECOND]), FULL)
    for kind in _BY_MIDDLE:
        count = _ask(asked, count, kind, key_of_parts(kind, roll.parts[kind], asked.values))
    return count


@compiled
def _ask_confidential(texts: Texts, reading: Int32s, asked: Asked, count: int) -> int:
    """Add the keys of confidential voters whose name may be the reading's."""
    if reading[LAST] == 0:
        return count
    text, start, end = text_of(texts, wide(reading[LAST]))
    initial = form_of(texts, wide(reading[FIRST]), INITIAL)
    made = confidential_keys(text, start, end, asked.values, initial, asked.own)
    for at in range(made):
        count = _ask(asked, count, _KINDS, asked.own[at])
    return count


@compiled
def read_ahead(roll: Roll, asked: Asked, count: int) -> None:
    """Find where the entries of the first ``count`` keys are, and touch the records they name."""
    index, spans = roll.blocks, asked.spans
    for at in range(count):
        kind = asked.kinds[at]
        place = asked.uppers[at] >> np.uint64(index.kinds[kind, 1])
        bucket = index.kinds[kind, 0] + np.int64(place)
        spans[at, 0], spans[at, 1] = index.buckets[bucket], index.buckets[bucket + 1]
    touched = np.uint64(0)
    for at in range(count):
        if spans[at, 0] < spans[at, 1]:
            touched ^= index.entries[spans[at, 0]]
    for at in range(count):
        upper, place, end = asked.uppers[at], spans[at, 0], spans[at, 1]
        while place < end and index.entries[place] >> np.uint64(32) < upper:
            place += 1
        spans[at, 0] = place
        while place < end and index.entries[place] >> np.uint64(32) == upper:
            voter = index.entries[place] & np.uint64(0xFFFFFFFF)
            if voter != TOO_MANY:
                touched ^= np.uint64(roll.records[voter, LAST])
            place += 1
        spans[at, 1] = place
    asked.touched[0] = np.int64(touched)


@compiled
def note_few(roll: Roll, asked: Asked, count: int, tried: Tried, stamp: int, most: int) -> None:
    """Note the voters under the first ``count`` keys that name at most ``most``."""
    for at in range(count):
        if asked.spans[at, 1] - asked.spans[at, 0] <= most:
            for place in range(asked.spans[at, 0], asked.spans[at, 1]):
                voter = np.int64(roll.blocks.entries[place] & np.uint64(0xFFFFFFFF))
                if voter != TOO_MANY:
                    note(tried, int(voter), stamp)


@compiled
def note_found(roll: Roll, asked: Asked, first: int, last: int, tried: Tried, stamp: int) -> None:
    """Note the voters under keys ``first`` to ``last``, which ``read_ahead`` has found.

    Where a key names too many, only that it does is noted.
    """
    for at in range(first, last):
        for place in range(asked.spans[at, 0], asked.spans[at, 1]):
            voter = np.int64(roll.blocks.entries[place] & np.uint64(0xFFFFFFFF))
            if voter != TOO_MANY:
                note(tried, int(voter), stamp)
            elif asked.kinds[at] == _BY_NAME:
                tried.size[IS_COMMON] = 1
