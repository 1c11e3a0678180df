"""The surname of a line beside a voter's: one level for all ways to write it."""

from rollcheck.matching.compare import Texts, begins_alike, form_of, text_of
from rollcheck.matching.compiled import Int32s, compiled, inlined, wide
from rollcheck.matching.forms import SHAPE
from rollcheck.matching.levels import (
    LAST_CLOSE,
    LAST_DIFFERENT,
    LAST_EXACT,
    LAST_INITIAL,
    LAST_MISSING,
    LAST_ONE_PART,
    LAST_SIMILAR,
)
from rollcheck.matching.records import LAST, PART1, PART2, PART3
from rollcheck.matching.text import edits, is_garbled, jaro_winkler_reaches, one_edit, starts_with

_CUT_SHORT = 3
"""A surname of so few letters that the roll does not know may be the beginning of a longer one."""
_ENOUGH = 4
"""Letters of a surname of which one may be wrong."""


@compiled
def _has_part(name: Int32s, word: int) -> bool:
    return word != 0 and (name[PART1] == word or name[PART2] == word or name[PART3] == word)


@compiled
def _shares_part(a: Int32s, b: Int32s) -> bool:
    return _has_part(b, a[PART1]) or _has_part(b, a[PART2]) or _has_part(b, a[PART3])


@compiled
def _near_part(texts: Texts, a: Int32s, b: Int32s) -> bool:
    """Whether one surname is a slip from one of the other's two."""
    for part in range(PART1, PART3 + 1):
        if _is_slip(texts, wide(a[LAST]), wide(b[part])):
            return True
        if _is_slip(texts, wide(a[part]), wide(b[LAST])):
            return True
    return False


@compiled
def _is_slip(texts: Texts, one: int, other: int) -> bool:
    if one == 0 or other == 0:
        return False
    x, x0, x1 = text_of(texts, one)
    y, y0, y1 = text_of(texts, other)
    return min(x1 - x0, y1 - y0) >= _ENOUGH and one_edit(x, x0, x1, y, y0, y1)


@inlined
def last_level(texts: Texts, a: Int32s, a_is_known: int, b: Int32s) -> int:
    """Return the level of surnames, of a reading and a voter.

    A name that the roll knows is taken to be meant, and not a slip of its neighbour.
    """
    one, other = a[LAST], b[LAST]
    if one == other and one != 0:
        return LAST_EXACT
    if one == 0 or other == 0:
        return LAST_MISSING
    if _has_part(b, one) or _has_part(a, other):
        return LAST_ONE_PART
    return _different_surnames(texts, a, a_is_known, b)


@inlined
def _different_surnames(texts: Texts, a: Int32s, a_is_known: int, b: Int32s) -> int:
    x, x0, x1 = text_of(texts, wide(a[LAST]))
    y, y0, y1 = text_of(texts, wide(b[LAST]))
    if x1 - x0 == 1 or (x1 - x0 <= _CUT_SHORT and not a_is_known and x1 - x0 < y1 - y0):
        if starts_with(y, y0, y1, x, x0, x1):
            return LAST_INITIAL
        if x1 - x0 == 1:
            return LAST_DIFFERENT
    slip = LAST_SIMILAR if a_is_known else LAST_CLOSE
    if form_of(texts, wide(a[LAST]), SHAPE) == form_of(texts, wide(b[LAST]), SHAPE):
        return slip
    shorter = min(x1 - x0, y1 - y0)
    apart = edits(x, x0, x1, y, y0, y1)
    if apart == 1 and shorter >= 4:
        return slip
    if _shares_part(a, b):
        return LAST_ONE_PART
    if _near_part(texts, a, b):
        return LAST_SIMILAR
    is_similar = (shorter >= 6 and apart == 2) or (
        x[x0] == y[y0]
        and (
            apart == 1
            or (shorter >= 4 and begins_alike(texts, wide(a[LAST]), wide(b[LAST])))
            or jaro_winkler_reaches(x, x0, x1, y, y0, y1, 92)
        )
    )
    is_similar |= not a_is_known and is_garbled(x, x0, x1, y, y0, y1)
    return LAST_SIMILAR if is_similar else LAST_DIFFERENT
