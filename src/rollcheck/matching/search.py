"""From a chunk of lines to their best candidates: block, compare, weigh, rank."""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compare import Texts, form_of, text_of
from rollcheck.matching.compiled import Int32s, Uint64s, compiled, entry, wide
from rollcheck.matching.evidence import Nicknames, compare_name, compare_person, is_hopeless
from rollcheck.matching.forms import FORMS, INITIAL
from rollcheck.matching.indexes import (
    FIELD_OF,
    Index,
    confidential_keys,
    year_hash,
)
from rollcheck.matching.keys import EXACT, KEYS, NAMELESS, NAMES, TOO_MANY, YEAR, key_of_parts
from rollcheck.matching.line_records import BORN, ORDER, ORDERS, READINGS, SWAPPED, Chunk
from rollcheck.matching.records import FIRST, HAS_STAYS, IS_CONFIDENTIAL, LAST, SIGNS, STAYS
from rollcheck.matching.tried import (
    BEST,
    NOT_COMPARED,
    READING,
    RECORD,
    TOTAL,
    VOTER,
    Ids,
    Tried,
    best_of,
    note,
)
from rollcheck.matching.weigh import (
    FIRST_RARITY,
    LAST_RARITY,
    READING_MOST,
    SAME_DWELLING_GAP,
    SETTLED,
    SHOWN,
    Scale,
    rarity_of,
)

MOST_SHOWN = 2 * BEST
"""Candidates that a line keeps: the best, and the best confidential ones besides."""
_KINDS = len(KEYS)
_FIRST_NAME_PARTS = FORMS
"""Where the hashes of the first name stand among those that keys are made of."""
_BY_NAME = NAMES["last_first"]
_BY_NICKNAME = (NAMES["last_first_house"], NAMES["last_first_zip"])


class Roll(NamedTuple):
    """What of a prepared roll the search looks at; ``parts`` is ``keys.parts_table``."""

    records: Int32s
    facts: Int32s
    ids: Ids
    nicknames: Nicknames
    blocks: Index
    parts: Int32s


@compiled
def _fill_values(texts: Texts, line: Int32s, reading: Int32s, values: Uint64s) -> None:
    """Fill the hashes that a reading's keys are made of, by source * FORMS + form."""
    for source in range(YEAR):
        field = FIELD_OF[source]
        word = reading[field] if field <= FIRST + 2 else line[field]
        for form in range(FORMS):
            values[source * FORMS + form] = form_of(texts, wide(word), form)
    values[YEAR * FORMS] = year_hash(wide(line[BORN]))


@compiled
def _look_up(index: Index, kind: int, key: np.uint64, tried: Tried, stamp: int) -> None:
    """Note the voters of a key of a kind; where it names too many, only that it does."""
    if key == 0:
        return
    upper = key >> np.uint64(32)
    bucket = index.kinds[kind, 0] + np.int64(upper >> np.uint64(index.kinds[kind, 1]))
    place, end = index.buckets[bucket], index.buckets[bucket + 1]
    while place < end and index.entries[place] >> np.uint64(32) < upper:
        place += 1
    while place < end and index.entries[place] >> np.uint64(32) == upper:
        voter = np.int64(index.entries[place] & np.uint64(0xFFFFFFFF))
        if voter != TOO_MANY:
            note(tried, int(voter), stamp)
        elif kind == _BY_NAME:
            tried.size[1] = 1
        place += 1


@compiled
def choose_readings(scale: Scale, line: Int32s, readings: Int32s, tried: Tried) -> int:
    """Fill ``tried.usable`` with the readings that are worth trying; return how many.

    A swapped one that is much less likely than the line's best, by how common its names are on
    the roll, is left out.
    """
    rarest = tried.rarest
    least = 1 << 30
    for at in range(line[READINGS]):
        last, first = wide(readings[at, LAST]), wide(readings[at, FIRST])
        rarest[at] = rarity_of(scale, last, LAST_RARITY) + rarity_of(scale, first, FIRST_RARITY)
        least = min(least, rarest[at])
    count = 0
    for at in range(line[READINGS]):
        if (
            readings[at, ORDER] & ORDERS != SWAPPED
            or rarest[at] - least <= scale.numbers[READING_MOST]
        ):
            tried.usable[count] = at
            count += 1
    return count


@compiled
def compare_voter(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    usable: int,
    tried: Tried,
    found: Int32s,
) -> None:
    """Compare the line with the voter of ``found`` at all addresses; fill the rest of ``found``.

    ``usable`` is how many of ``tried.usable`` there are. The best is the first of the greatest
    total, the present address before earlier ones.
    """
    levels, bits = tried.levels, tried.bits
    voter = found[VOTER]
    stay, last_stay = 0, 0
    if roll.records[voter, SIGNS] & HAS_STAYS:
        stay, last_stay = roll.facts[voter, STAYS], roll.facts[voter + 1, STAYS]
    number = wide(voter)
    while True:
        record = roll.records[number]
        person = compare_person(texts, scale, line, record, levels, bits)
        for place in range(usable):
            reading = tried.usable[place]
            if is_hopeless(readings[reading], record):
                continue
            total = compare_name(
                texts, scale, roll.nicknames, readings[reading], record, person, levels, bits
            )
            if total > found[TOTAL]:
                found[TOTAL], found[RECORD], found[READING] = total, number, reading
        if stay == last_stay:
            break
        number = wide(len(roll.facts) - 1 + stay)
        stay += 1


@compiled
def _compare(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    usable: int,
    tried: Tried,
    first: int,
) -> None:
    """Compare the line with the voters from place ``first`` on."""
    for at in range(first, tried.size[0]):
        compare_voter(texts, scale, roll, line, readings, usable, tried, tried.found[at])


@compiled
def _is_settled(ids: Ids, scale: Scale, tried: Tried) -> bool:
    """Whether the best candidate stands well above the threshold and well ahead of the next."""
    kept, best = best_of(ids, tried, NOT_COMPARED + 1, 2), tried.best
    if kept == 0 or tried.found[best[0], TOTAL] < scale.numbers[SETTLED]:
        return False
    if kept == 1:
        return True
    ahead = tried.found[best[0], TOTAL] - tried.found[best[1], TOTAL]
    return bool(ahead >= scale.numbers[SAME_DWELLING_GAP])


@compiled
def _find_fuzzy(
    texts: Texts, roll: Roll, reading: Int32s, first_kind: int, tried: Tried, stamp: int
) -> None:
    """Note voters by the fuzzy keys from ``first_kind`` on, and by nicknames."""
    values = tried.values
    for kind in range(first_kind, _KINDS):
        _look_up(roll.blocks, kind, key_of_parts(kind, roll.parts[kind], values), tried, stamp)
    word = wide(reading[FIRST])
    if word + 1 >= len(roll.nicknames.starts):
        return
    for at in range(roll.nicknames.starts[word], roll.nicknames.starts[word + 1]):
        other = wide(roll.nicknames.others[at])
        for form in range(FORMS):
            values[_FIRST_NAME_PARTS + form] = texts.forms[other, form]
        for kind in _BY_NICKNAME:
            _look_up(roll.blocks, kind, key_of_parts(kind, roll.parts[kind], values), tried, stamp)


@compiled
def _find_confidential(
    texts: Texts, index: Index, reading: Int32s, tried: Tried, stamp: int
) -> None:
    """Note confidential voters whose name may be the reading's."""
    if reading[LAST] == 0:
        return
    text, start, end = text_of(texts, wide(reading[LAST]))
    initial = form_of(texts, wide(reading[FIRST]), INITIAL)
    made = confidential_keys(text, start, end, tried.values, initial, tried.own_keys)
    for at in range(made):
        _look_up(index, _KINDS, tried.own_keys[at], tried, stamp)


@compiled
def _search(
    texts: Texts, scale: Scale, roll: Roll, line: Int32s, readings: Int32s, tried: Tried, stamp: int
) -> None:
    """Find and compare the candidates of one line.

    By the exact keys of the name as written, then, where these do not settle it, of every reading,
    then by all keys.
    """
    tried.size[0] = tried.size[1] = 0
    usable = choose_readings(scale, line, readings, tried)
    compared, place = 0, 0
    for stage in range(2):
        while place < (usable if stage else 1):
            _fill_values(texts, line, readings[tried.usable[place]], tried.values)
            for kind in range(EXACT):
                key = key_of_parts(kind, roll.parts[kind], tried.values)
                _look_up(roll.blocks, kind, key, tried, stamp)
            place += 1
        _compare(texts, scale, roll, line, readings, usable, tried, compared)
        compared = tried.size[0]
        if _is_settled(roll.ids, scale, tried):
            return
    for place in range(usable):
        reading = readings[tried.usable[place]]
        _fill_values(texts, line, reading, tried.values)
        _find_confidential(texts, roll.blocks, reading, tried, stamp)
        # Keys without a name are the same for every reading.
        first_kind = EXACT if place == 0 else EXACT + NAMELESS
        _find_fuzzy(texts, roll, reading, first_kind, tried, stamp)
    _compare(texts, scale, roll, line, readings, usable, tried, compared)


@compiled
def _keep(tried: Tried, place: int, kept: Int32s) -> None:
    for field in range(4):
        kept[field] = tried.found[place, field]


@compiled
def _keep_best(
    ids: Ids, scale: Scale, records: Int32s, tried: Tried, kept: Int32s, counts: Int32s
) -> None:
    """Keep the best candidates, then the best confidential ones besides; count both."""
    count, best = best_of(ids, tried, scale.numbers[SHOWN], BEST), tried.best
    for place in range(count):
        _keep(tried, best[place], kept[place])
        tried.found[best[place], TOTAL] = NOT_COMPARED
    for at in range(tried.size[0]):
        if not records[tried.found[at, VOTER], SIGNS] & IS_CONFIDENTIAL:
            tried.found[at, TOTAL] = NOT_COMPARED
    more = best_of(ids, tried, NOT_COMPARED + 1, BEST)
    for place in range(more):
        _keep(tried, best[place], kept[count + place])
    counts[0], counts[1], counts[2] = count, count + more, tried.size[1]


@entry
def find_candidates(
    chunk: Chunk, texts: Texts, scale: Scale, roll: Roll, tried: Tried, kept: Int32s, counts: Int32s
) -> None:
    """Fill ``kept`` (lines, MOST_SHOWN, 4) with VOTER, TOTAL, RECORD and READING of candidates.

    The best five from SHOWN on come first, best first; then confidential voters of any total.
    ``counts`` (lines, 3) gets how many the former are, how many all, and 1 where so many voters
    have the line's name that they were not looked at. Every line is judged alone.
    """
    for at in range(len(chunk.lines)):
        _search(texts, scale, roll, chunk.lines[at], chunk.readings[at], tried, at)
        _keep_best(roll.ids, scale, roll.records, tried, kept[at], counts[at])


@entry
def fill_evidence(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    roll: Roll,
    kept: Int32s,
    counts: Int32s,
    levels: Int32s,
    bits: Int32s,
) -> None:
    """Fill levels and bits (lines, MOST_SHOWN, evidence) of the candidates that were kept."""
    for at in range(len(chunk.lines)):
        line = chunk.lines[at]
        for place in range(counts[at, 1]):
            record = roll.records[kept[at, place, RECORD]]
            reading = chunk.readings[at, kept[at, place, READING]]
            person = compare_person(texts, scale, line, record, levels[at, place], bits[at, place])
            compare_name(
                texts,
                scale,
                roll.nicknames,
                reading,
                record,
                person,
                levels[at, place],
                bits[at, place],
            )
