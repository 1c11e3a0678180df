"""The voters that one line is compared with: each once, the best first at the end."""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled
from rollcheck.matching.line_records import MOST_READINGS
from rollcheck.matching.weigh import EVIDENCE

BEST = 5
MOST = 4096
"""The most voters that one line is compared with."""
_SLOTS = 4 * MOST
VOTER, TOTAL, RECORD, READING = range(4)
COUNT, IS_COMMON, USABLE, IS_THOROUGH = range(4)
NOT_COMPARED = -(2**30)


class Tried(NamedTuple):
    """Room for the candidates of one line.

    ``found`` (MOST, 4) holds VOTER, TOTAL, RECORD and READING; ``size`` (4,) how many there are
    (COUNT), 1 where more voters have the line's name than are looked at (IS_COMMON), how many
    of the readings in ``usable`` are worth trying, and 1 where also those are compared whose
    names begin otherwise (IS_THOROUGH).

    ``levels`` and ``bits`` (MOST + 1, evidence) are each candidate's evidence, the last row room
    for that of a pair before it is known to be a candidate's best.

    ``slots`` (slots, 2) is a hash table of a stamp, of the line that it was made for, and a place
    in ``found``. ``rarest`` is how rare each reading is, ``best`` the places of the best
    candidates.
    """

    found: Int32s
    size: Int64s
    slots: Int32s
    usable: Int64s
    rarest: Int64s
    best: Int64s
    levels: Int32s
    bits: Int32s


class Ids(NamedTuple):
    """The voter_ids' bytes, back to back, and where each begins."""

    data: Bytes
    starts: Int64s


def room_for_a_line() -> Tried:
    """Return room for the candidates of one line at a time."""
    return Tried(
        np.zeros((MOST, 4), np.int32),
        np.zeros(4, np.int64),
        np.full((_SLOTS, 2), -1, np.int32),
        np.zeros(MOST_READINGS, np.int64),
        np.zeros(MOST_READINGS, np.int64),
        np.zeros(BEST, np.int64),
        np.zeros((MOST + 1, len(EVIDENCE)), np.int32),
        np.zeros((MOST + 1, len(EVIDENCE)), np.int32),
    )


@compiled
def note(tried: Tried, voter: int, stamp: int) -> None:
    """Note a voter for the line ``stamp`` unless that was done or there is no more room."""
    slot = (voter * 0x9E3779B1 & 0xFFFFFFFF) % _SLOTS
    while tried.slots[slot, 0] == stamp:
        if tried.found[tried.slots[slot, 1], VOTER] == voter:
            return
        slot = (slot + 1) % _SLOTS
    count = tried.size[COUNT]
    if count < MOST:
        tried.slots[slot, 0], tried.slots[slot, 1] = stamp, count
        tried.found[count, VOTER], tried.found[count, TOTAL] = voter, NOT_COMPARED
        tried.size[COUNT] = count + 1


@compiled
def _precedes(ids: Ids, one: Int32s, other: Int32s) -> bool:
    """Whether a candidate stands before another: by total, then by the smaller voter_id."""
    if one[TOTAL] != other[TOTAL]:
        return bool(one[TOTAL] > other[TOTAL])
    a, a_end = ids.starts[one[VOTER]], ids.starts[one[VOTER] + 1]
    b, b_end = ids.starts[other[VOTER]], ids.starts[other[VOTER] + 1]
    while a < a_end and b < b_end:
        if ids.data[a] != ids.data[b]:
            return bool(ids.data[a] < ids.data[b])
        a += 1
        b += 1
    return bool(a == a_end)


@compiled
def best_of(ids: Ids, tried: Tried, least: int, most: int) -> int:
    """Fill ``tried.best`` with up to ``most`` candidates from ``least`` on; return how many."""
    best, kept = tried.best, 0
    for at in range(tried.size[COUNT]):
        total = tried.found[at, TOTAL]
        if total < least or (kept == most and total < tried.found[best[most - 1], TOTAL]):
            continue
        place = kept
        while place > 0 and _precedes(ids, tried.found[at], tried.found[best[place - 1]]):
            place -= 1
        if place == most:
            continue
        kept = min(kept + 1, most)
        for later in range(kept - 1, place, -1):
            best[later] = best[later - 1]
        best[place] = at
    return kept
