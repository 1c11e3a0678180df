"""From candidates with their evidence to the outcome of each line."""

from typing import NamedTuple

from rollcheck.matching.classify import Law
from rollcheck.matching.compare import Texts
from rollcheck.matching.compare_address import clash
from rollcheck.matching.compiled import Int32s, compiled, entry
from rollcheck.matching.levels import (
    BORN_DIFFERENT,
    FIRST_BY_MIDDLE,
    FIRST_CLOSE,
    FIRST_EXACT,
    FIRST_INITIAL,
    FIRST_NICKNAME,
    LAST_CLOSE,
    LAST_EXACT,
    LAST_ONE_PART,
    MIDDLE_DIFFERENT,
    SUFFIX_DIFFERENT,
)
from rollcheck.matching.line_records import Chunk
from rollcheck.matching.records import FIRST, HOUSE, IS_CONFIDENTIAL, LAST, SIGNS, STREET, UNIT, ZIP
from rollcheck.matching.standing import AMBIGUOUS, NONE, OTHER, Register, outcome_of, same_address
from rollcheck.matching.tried import NOT_COMPARED, RECORD, TOTAL, VOTER
from rollcheck.matching.weigh import (
    ACCEPT,
    ADDRESS,
    BIRTH_YEAR,
    FIRST_NAME,
    GAP,
    LAST_NAME,
    MIDDLE_NAME,
    POSSIBLE,
    SAME_DWELLING_GAP,
    SUFFIX,
    Scale,
)

NOBODY, SEVERAL = -1, -2


class Found(NamedTuple):
    """What was found for a chunk's lines: arrays by line, and by line and candidate.

    ``outcomes`` are places in ``OUTCOMES``; ``voters`` the proposed ones, NOBODY for none; ``gaps``
    thousandths of a bit, NOT_COMPARED for none. Of ``kept`` (lines, MOST_SHOWN, 4) the first
    ``shown`` are candidates: VOTER, TOTAL, RECORD and READING, with their ``levels`` and ``bits``
    by the places of ``weigh.EVIDENCE``.
    """

    outcomes: Int32s
    voters: Int32s
    gaps: Int32s
    shown: Int32s
    kept: Int32s
    levels: Int32s
    bits: Int32s


@compiled
def _may_be(records: Int32s, voter: int, levels: Int32s) -> bool:
    """Whether a name may be a confidential voter's, and no address speaks against it."""
    last, first = levels[LAST_NAME], levels[FIRST_NAME]
    return (
        records[voter, SIGNS] & IS_CONFIDENTIAL != 0
        and last in (LAST_EXACT, LAST_ONE_PART, LAST_CLOSE)
        and first in (FIRST_EXACT, FIRST_BY_MIDDLE, FIRST_NICKNAME, FIRST_INITIAL, FIRST_CLOSE)
        and not (last == LAST_CLOSE and first == FIRST_CLOSE)
        and same_address(levels[ADDRESS], 1) != OTHER
    )


@compiled
def _same_dwelling(a: Int32s, b: Int32s) -> bool:
    """Whether two records have the same name in the same dwelling: father and son."""
    return (
        a[LAST] == b[LAST]
        and a[FIRST] == b[FIRST]
        and a[HOUSE] == b[HOUSE]
        and a[STREET] == b[STREET]
        and a[ZIP] == b[ZIP]
        and not clash(a[UNIT], b[UNIT])
    )


@compiled
def _is_close(scale: Scale, records: Int32s, kept: Int32s, gap: int) -> bool:
    """Whether the runner-up is too near the best candidate to tell them apart."""
    if gap >= scale.numbers[SAME_DWELLING_GAP]:
        return False
    return gap < scale.numbers[GAP] or _same_dwelling(
        records[kept[0, RECORD]], records[kept[1, RECORD]]
    )


@compiled
def _routed(scale: Scale, records: Int32s, found: Found, at: int, kept: int) -> int:
    """Return the confidential voter whom a line that found nobody may be, NOBODY, or SEVERAL.

    A record left off public lists has often no address to compare. Who is too close to the best
    to leave out is shown.
    """
    meant, best, shown = NOBODY, 0, found.shown[at]
    for place in range(kept):
        voter, total = found.kept[at, place, VOTER], found.kept[at, place, TOTAL]
        if not _may_be(records, voter, found.levels[at, place]):
            continue
        if meant == NOBODY:
            meant, best = voter, total
        elif best - total < scale.numbers[GAP]:
            meant = SEVERAL
        else:
            continue
        if place >= shown:
            _move(found, at, place, shown)
            shown += 1
    found.shown[at] = shown
    return meant


@compiled
def _has_the_name(levels: Int32s) -> bool:
    """Whether a candidate has the line's full name but for one slip, and nothing speaks against."""
    last, first = levels[LAST_NAME], levels[FIRST_NAME]
    return (
        last in (LAST_EXACT, LAST_ONE_PART, LAST_CLOSE)
        and first in (FIRST_EXACT, FIRST_BY_MIDDLE, FIRST_NICKNAME, FIRST_CLOSE)
        and not (last == LAST_CLOSE and first == FIRST_CLOSE)
        and levels[MIDDLE_NAME] != MIDDLE_DIFFERENT
        and levels[SUFFIX] != SUFFIX_DIFFERENT
        and levels[BIRTH_YEAR] != BORN_DIFFERENT
    )


@compiled
def _may_have_moved(found: Found, at: int, is_common: int) -> bool:
    """Whether voters elsewhere have the name of a line that found nobody where it says.

    One of them may have moved, and ``is_common`` says that there are too many to look at.
    """
    named = is_common
    for place in range(found.shown[at]):
        named |= _has_the_name(found.levels[at, place])
    return named != 0


@compiled
def _move(found: Found, at: int, place: int, to: int) -> None:
    for field in range(found.kept.shape[2]):
        found.kept[at, to, field] = found.kept[at, place, field]
    for field in range(found.levels.shape[2]):
        found.levels[at, to, field] = found.levels[at, place, field]
        found.bits[at, to, field] = found.bits[at, place, field]


@entry
def conclude(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    records: Int32s,
    register: Register,
    law: Law,
    counts: Int32s,
    found: Found,
) -> None:
    """Fill outcomes, voters, gaps and ``shown`` of every line of a chunk.

    ``counts`` is what ``find_candidates`` filled.
    """
    for at in range(len(chunk.lines)):
        shown, kept = counts[at, 0], found.kept[at]
        found.shown[at] = shown
        gap = kept[0, TOTAL] - kept[1, TOTAL] if shown > 1 else NOT_COMPARED
        found.gaps[at] = gap
        voter = NOBODY
        if shown and kept[0, TOTAL] >= scale.numbers[ACCEPT]:
            is_ambiguous = shown > 1 and _is_close(scale, records, kept, gap)
            voter = SEVERAL if is_ambiguous else kept[0, VOTER]
        else:
            voter = _routed(scale, records, found, at, counts[at, 1])
            is_possible = shown > 0 and kept[0, TOTAL] >= scale.numbers[POSSIBLE]
            if voter == NOBODY and (is_possible or _may_have_moved(found, at, counts[at, 2])):
                voter = SEVERAL
        found.voters[at] = max(voter, NOBODY)
        if voter >= 0:
            found.outcomes[at] = outcome_of(texts, register, chunk.lines[at], voter, law)
        else:
            found.outcomes[at] = AMBIGUOUS if voter == SEVERAL else NONE
