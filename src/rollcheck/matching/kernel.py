"""One chunk of lines from their arrays to findings: block, compare, weigh, rank, classify."""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.classify import Law
from rollcheck.matching.compare import Texts, text_of
from rollcheck.matching.compare_address import clash
from rollcheck.matching.compiled import Bytes, Int32s, Uint64s, compiled, entry
from rollcheck.matching.forms import FORMS, INITIAL
from rollcheck.matching.indexes import MOST_OWN_KEYS, Index, confidential_keys
from rollcheck.matching.keys import EXACT, KEYS, NAMES, SOURCES, key_of_parts
from rollcheck.matching.levels import (
    FIRST_BY_MIDDLE,
    FIRST_CLOSE,
    FIRST_EXACT,
    FIRST_INITIAL,
    FIRST_NICKNAME,
    LAST_CLOSE,
    LAST_EXACT,
    LAST_ONE_PART,
)
from rollcheck.matching.line_records import Chunk
from rollcheck.matching.records import (
    FIRST,
    HOUSE,
    IS_CONFIDENTIAL,
    LAST,
    SIGNS,
    STREET,
    UNIT,
    ZIP,
)
from rollcheck.matching.search import (
    NOT_COMPARED,
    Roll,
    Tried,
    best_of,
    choose_readings,
    compare_new,
    evidence,
    fill_values,
    look_up,
    nicknames_of,
)
from rollcheck.matching.standing import AMBIGUOUS, NONE, OTHER, Register, outcome_of, same_address
from rollcheck.matching.weigh import ADDRESS, FIRST_NAME, LAST_NAME, Scale

BEST = 5
MOST_SHOWN = 2 * BEST
"""Candidates that a line shows: the best, and confidential voters who may be meant."""
_KINDS = len(KEYS)
_FIRST_NAME_KEYS = FORMS
"""Where the hashes of the first name stand among those that keys are made of."""
_BY_NICKNAME = (NAMES["last_first_house"], NAMES["last_first_zip"])


class Found(NamedTuple):
    """What was found for a chunk: arrays by line, and by line and candidate.

    ``outcomes`` are places in ``OUTCOMES``; ``rows`` the proposed voters, -1 for none; ``totals``
    and ``gaps`` thousandths of a bit, ``NOT_COMPARED`` for none; ``shown`` how many candidates.
    Levels and bits are by the places of ``weigh.EVIDENCE``; ``earlier`` says whether the address
    compared is an earlier one.
    """

    outcomes: Int32s
    rows: Int32s
    totals: Int32s
    gaps: Int32s
    shown: Int32s
    candidates: Int32s
    levels: Int32s
    bits: Int32s
    earlier: Int32s


def room_for(lines: int) -> Found:
    """Return arrays for the findings of so many lines."""
    by_line = [np.zeros(lines, np.int32) for _ in range(5)]
    shape = (lines, MOST_SHOWN)
    return Found(
        *by_line,
        np.zeros(shape, np.int32),
        np.zeros((*shape, 9), np.int32),
        np.zeros((*shape, 9), np.int32),
        np.zeros(shape, np.int32),
    )


@compiled
def _find_exact(  # noqa: PLR0917
    texts: Texts,
    roll: Roll,
    index: Index,
    line: Int32s,
    readings: Int32s,
    usable: int,
    values: Uint64s,
    tried: Tried,
    stamp: int,
) -> None:
    for at in range(usable):
        fill_values(texts, line, readings[tried.usable[at]], values)
        for kind in range(EXACT):
            key = key_of_parts(kind, roll.parts[kind], values)
            look_up(index, kind, key, tried, stamp)


@compiled
def _find_fuzzy(  # noqa: PLR0917
    texts: Texts,
    roll: Roll,
    index: Index,
    line: Int32s,
    readings: Int32s,
    usable: int,
    values: Uint64s,
    tried: Tried,
    stamp: int,
) -> None:
    for at in range(usable):
        reading = readings[tried.usable[at]]
        fill_values(texts, line, reading, values)
        for kind in range(EXACT, _KINDS):
            key = key_of_parts(kind, roll.parts[kind], values)
            look_up(index, kind, key, tried, stamp)
        for other in nicknames_of(roll, reading[FIRST]):
            for form in range(FORMS):
                values[_FIRST_NAME_KEYS + form] = texts.forms[other, form]
            for kind in _BY_NICKNAME:
                key = key_of_parts(kind, roll.parts[kind], values)
                look_up(index, kind, key, tried, stamp)


@compiled
def _find_confidential(  # noqa: PLR0917
    texts: Texts,
    index: Index,
    readings: Int32s,
    usable: int,
    own_keys: Uint64s,
    forms: Uint64s,
    tried: Tried,
    stamp: int,
) -> None:
    for at in range(usable):
        reading = readings[tried.usable[at]]
        if reading[LAST] == 0:
            continue
        text, start, end = text_of(texts, reading[LAST])
        last, first = reading[LAST], reading[FIRST]
        for form in range(FORMS):
            forms[form] = (
                texts.forms[last, form]
                if last < texts.known
                else texts.own_forms[last - texts.known, form]
            )
        initial = (
            texts.forms[first, INITIAL]
            if first < texts.known
            else texts.own_forms[first - texts.known, INITIAL]
        )
        made = confidential_keys(text, start, end, forms, initial, own_keys)
        for key in own_keys[:made]:
            look_up(index, _KINDS, key, tried, stamp)


@compiled
def _is_settled(roll: Roll, scale: Scale, tried: Tried, chosen: Int32s) -> bool:
    """Whether the best candidate stands well above the threshold and well ahead of the next."""
    best = best_of(roll, tried, chosen[:2])
    if best == 0 or tried.totals[chosen[0]] < scale.settled:
        return False
    ahead = best == 1 or (
        tried.totals[chosen[0]] - tried.totals[chosen[1]] >= scale.same_dwelling_gap
    )
    return ahead


@compiled
def _may_be(roll: Roll, row: int, levels: Int32s) -> bool:
    """Whether a name may be a confidential voter's, and no address speaks against it."""
    last, first = levels[LAST_NAME], levels[FIRST_NAME]
    return (
        roll.places[row, SIGNS] & IS_CONFIDENTIAL != 0
        and last in (LAST_EXACT, LAST_ONE_PART, LAST_CLOSE)
        and first in (FIRST_EXACT, FIRST_BY_MIDDLE, FIRST_NICKNAME, FIRST_INITIAL, FIRST_CLOSE)
        and not (last == LAST_CLOSE and first == FIRST_CLOSE)
        and same_address(levels[ADDRESS], True) != OTHER
    )


@compiled
def _same_dwelling(roll: Roll, tried: Tried, one: int, other: int) -> bool:
    """Whether two candidates have the same name in the same dwelling: father and son."""
    a, b = roll.names[tried.rows[one]], roll.names[tried.rows[other]]
    p, q = roll.places[tried.addresses[one]], roll.places[tried.addresses[other]]
    return (
        a[LAST] == b[LAST]
        and a[FIRST] == b[FIRST]
        and p[HOUSE] == q[HOUSE]
        and p[STREET] == q[STREET]
        and p[ZIP] == q[ZIP]
        and not clash(p[UNIT], q[UNIT])
    )


@compiled
def _show(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    candidate: int,
    found: Found,
    at: int,
    place: int,
) -> None:
    """Put a candidate with its evidence into the findings of line ``at``."""
    row, address = tried.rows[candidate], tried.addresses[candidate]
    found.candidates[at, place] = row
    found.earlier[at, place] = 1 if address >= len(roll.names) else 0
    evidence(
        texts,
        scale,
        roll,
        line,
        readings[tried.readings[candidate]],
        row,
        roll.places[address],
        found.levels[at, place],
        found.bits[at, place],
    )


@compiled
def _route(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    secret: Int32s,
    secrets: int,
    found: Found,
    at: int,
) -> int:
    """The confidential voter whom a line that found nobody may be.

    A record left off public lists has often no address to compare. Returns the row, -1 for
    nobody, -2 for two or more too close to tell; those are shown.
    """
    best, meant, row = 0, 0, -1
    shown = found.shown[at]
    for place in range(min(secrets, MOST_SHOWN - BEST)):
        candidate = secret[place]
        _show(texts, scale, roll, line, readings, tried, candidate, found, at, shown)
        if not _may_be(roll, tried.rows[candidate], found.levels[at, shown]):
            continue
        total = tried.totals[candidate]
        if meant == 0:
            best, row = total, tried.rows[candidate]
        if best - total >= scale.gap:
            break
        meant += 1
        is_shown = False
        for before in range(shown):
            is_shown |= found.candidates[at, before] == tried.rows[candidate]
        if not is_shown:
            shown += 1
    found.shown[at] = shown
    return row if meant <= 1 else -2


@compiled
def _conclude(  # noqa: PLR0917
    texts: Texts,
    scale: Scale,
    roll: Roll,
    register: Register,
    law: Law,
    line: Int32s,
    readings: Int32s,
    tried: Tried,
    chosen: Int32s,
    secret: Int32s,
    found: Found,
    at: int,
) -> None:
    """Rank the candidates of line ``at``, show the best and settle its outcome."""
    best = best_of(roll, tried, chosen)
    found.shown[at] = best
    for place in range(best):
        _show(texts, scale, roll, line, readings, tried, chosen[place], found, at, place)
    found.totals[at] = tried.totals[chosen[0]] if best else NOT_COMPARED
    found.gaps[at] = NOT_COMPARED
    if best > 1:
        found.gaps[at] = tried.totals[chosen[0]] - tried.totals[chosen[1]]
    found.rows[at] = -1
    if best and found.totals[at] >= scale.accept:
        close = best > 1 and (
            found.gaps[at] < scale.gap
            or (
                found.gaps[at] < scale.same_dwelling_gap
                and _same_dwelling(roll, tried, chosen[0], chosen[1])
            )
        )
        found.outcomes[at] = AMBIGUOUS
        if not close:
            found.rows[at] = tried.rows[chosen[0]]
    else:
        found.outcomes[at] = NONE
        secrets = _best_secret(roll, tried, secret)
        row = _route(texts, scale, roll, line, readings, tried, secret, secrets, found, at)
        if row == -2:
            found.outcomes[at] = AMBIGUOUS
        elif row >= 0:
            found.rows[at] = row
    if found.rows[at] >= 0:
        found.outcomes[at] = outcome_of(texts, register, line, found.rows[at], law)


@compiled
def _best_secret(roll: Roll, tried: Tried, secret: Int32s) -> int:
    """Fill ``secret`` with the best confidential candidates; return how many."""
    kept = 0
    for at in range(tried.count[0]):
        if roll.places[tried.rows[at], SIGNS] & IS_CONFIDENTIAL:
            tried.rows[kept], tried.totals[kept] = tried.rows[at], tried.totals[at]
            tried.addresses[kept], tried.readings[kept] = tried.addresses[at], tried.readings[at]
            kept += 1
    tried.count[0] = kept
    return best_of(roll, tried, secret)


@entry
def match_chunk(  # noqa: PLR0917
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    roll: Roll,
    index: Index,
    register: Register,
    law: Law,
    tried: Tried,
    found: Found,
) -> None:
    """Fill the findings of every line of a chunk; each line is judged alone."""
    values = np.zeros(SOURCES * FORMS, np.uint64)
    own_keys, forms = np.zeros(MOST_OWN_KEYS, np.uint64), np.zeros(FORMS, np.uint64)
    chosen, secret = np.zeros(BEST, np.int32), np.zeros(BEST, np.int32)
    has_secrets = index.buckets[len(index.buckets) - 1] > index.buckets[index.kinds[_KINDS, 0]]
    for at in range(len(chunk.lines)):
        line, readings = chunk.lines[at], chunk.readings[at]
        tried.count[0] = 0
        usable = choose_readings(scale, line, readings, tried.usable)
        _find_exact(texts, roll, index, line, readings, usable, values, tried, at)
        compare_new(texts, scale, roll, line, readings, usable, tried, 0)
        if not _is_settled(roll, scale, tried, chosen):
            first_new = tried.count[0]
            _find_fuzzy(texts, roll, index, line, readings, usable, values, tried, at)
            if has_secrets:
                _find_confidential(texts, index, readings, usable, own_keys, forms, tried, at)
            compare_new(texts, scale, roll, line, readings, usable, tried, first_new)
        _conclude(
            texts, scale, roll, register, law, line, readings, tried, chosen, secret, found, at
        )
