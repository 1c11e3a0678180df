"""From a chunk of lines to their best candidates: block, compare, weigh, rank."""

import numpy as np

from rollcheck.matching.asked import (
    Roll,
    ask_exact,
    ask_fuzzy,
    note_found,
    read_ahead,
)
from rollcheck.matching.compare import Texts
from rollcheck.matching.compare_voters import compare_voters
from rollcheck.matching.compiled import Int32s, Int64s, compiled, entry, wide
from rollcheck.matching.keep import keep_best
from rollcheck.matching.line_records import ORDER, ORDERS, READINGS, SWAPPED, Chunk
from rollcheck.matching.records import FIRST, LAST
from rollcheck.matching.room import Room, find_asked
from rollcheck.matching.search_loosely import search_loosely
from rollcheck.matching.tried import (
    COUNT,
    IS_COMMON,
    NOT_COMPARED,
    TOTAL,
    USABLE,
    Ids,
    Tried,
    best_of,
)
from rollcheck.matching.weigh import (
    ACCEPT,
    FIRST_RARITY,
    LAST_RARITY,
    READING_MOST,
    SAME_DWELLING_GAP,
    SETTLED,
    Scale,
    rarity_of,
)

_AHEAD = 32
"""Lines whose first keys are looked up together."""


@compiled
def choose_readings(scale: Scale, line: Int32s, readings: Int32s, tried: Tried) -> None:
    """Fill ``tried.usable`` with the readings that are worth trying, and how many.

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
    tried.size[USABLE] = count


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
def _search(
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    room: Room,
    keys: Int64s,
    stamp: int,
) -> None:
    """Find and compare the candidates of one line.

    By the exact keys of the name as written, which are from ``keys[0]`` to ``keys[1]`` of those
    looked up ahead, then, where these do not settle it, of every reading, then by all keys.
    """
    asked, tried = room.asked, room.tried
    tried.size[COUNT] = tried.size[IS_COMMON] = 0
    choose_readings(scale, line, readings, tried)
    usable = tried.size[USABLE]
    note_found(roll, room.ahead, keys[0], keys[1], tried, stamp)
    compare_voters(texts, scale, roll, line, readings, tried, wide(0), tried.size[COUNT])
    if _is_settled(roll.ids, scale, tried):
        return
    count = 0
    for place in range(1, usable):
        count = ask_exact(texts, roll, line, readings[tried.usable[place]], asked, count)
    find_asked(texts, scale, roll, line, readings, room, count, stamp)
    if _is_settled(roll.ids, scale, tried):
        return
    count = 0
    for place in range(usable):
        reading = readings[tried.usable[place]]
        count = ask_fuzzy(texts, roll, line, reading, place, asked, count)
    find_asked(texts, scale, roll, line, readings, room, count, stamp)
    if best_of(roll.ids, tried, scale.numbers[ACCEPT], 1) == 0:
        search_loosely(texts, scale, roll, line, readings, room, stamp)


@compiled
def _look_ahead(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    roll: Roll,
    first: int,
    room: Room,
    keys: Int64s,
) -> int:
    """Look up the first keys of the lines from ``first`` on; return how many lines.

    The keys of the i-th are those of ``ahead`` from ``keys[i]`` to ``keys[i + 1]``.
    """
    ahead, tried = room.ahead, room.tried
    lines = min(_AHEAD, len(chunk.lines) - first)
    count = 0
    for at in range(lines):
        line, readings = chunk.lines[first + at], chunk.readings[first + at]
        choose_readings(scale, line, readings, tried)
        count = ask_exact(texts, roll, line, readings[tried.usable[0]], ahead, count)
        keys[at + 1] = count
    read_ahead(roll, ahead, count)
    return lines


@entry
def find_candidates(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    roll: Roll,
    room: Room,
    kept: Int32s,
    counts: Int32s,
    evidence: tuple[Int32s, Int32s],
) -> None:
    """Fill ``kept`` (lines, MOST_SHOWN, 4) with VOTER, TOTAL, RECORD and READING of candidates.

    The best five from SHOWN on come first, best first; then confidential voters of any total.
    ``counts`` (lines, 3) gets how many the former are, how many all, and 1 where so many voters
    have the line's name that they were not looked at; ``evidence`` gets levels and bits (lines,
    MOST_SHOWN, evidence) of each candidate. Every line is judged alone.
    """
    keys = np.zeros(_AHEAD + 1, np.int64)
    first = 0
    while first < len(chunk.lines):
        lines = _look_ahead(chunk, texts, scale, roll, first, room, keys)
        for place in range(lines):
            at = first + place
            line, readings = chunk.lines[at], chunk.readings[at]
            _search(texts, scale, roll, line, readings, room, keys[place:], at)
            best = kept[at], evidence[0][at], evidence[1][at]
            keep_best(roll, scale, room.tried, best, counts[at])
        first += lines
