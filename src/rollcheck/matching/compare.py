"""Names, suffixes and years of birth of a line beside a voter's: each gets a level."""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, Uint64s, compiled, inlined, wide
from rollcheck.matching.forms import SHAPE, look_alike
from rollcheck.matching.levels import (
    BORN_DIFFERENT,
    BORN_EXACT,
    BORN_MISSING,
    BORN_ONE_DIGIT,
    FIRST_BY_MIDDLE,
    FIRST_CLOSE,
    FIRST_DIFFERENT,
    FIRST_EXACT,
    FIRST_INITIAL,
    FIRST_LOOKS_ALIKE,
    FIRST_MISSING,
    FIRST_NICKNAME,
    FIRST_SIMILAR,
    LAST_CLOSE,
    LAST_EXACT,
    LAST_ONE_PART,
    MIDDLE_CLOSE,
    MIDDLE_DIFFERENT,
    MIDDLE_EXACT,
    MIDDLE_INITIAL,
    MIDDLE_MISSING,
    MIDDLE_MOVED,
    SUFFIX_DIFFERENT,
    SUFFIX_EXACT,
    SUFFIX_MISSING,
    SUFFIX_UNRECORDED,
    SUFFIX_UNSAID,
)
from rollcheck.matching.records import FIRST, MIDDLE, SECOND
from rollcheck.matching.text import (
    edits,
    is_garbled,
    jaro_winkler_reaches,
    starts_with,
)


class Texts(NamedTuple):
    """The words of the roll, and of a chunk of lines from number ``known`` on; forms of both."""

    known: int
    data: Bytes
    starts: Int64s
    forms: Uint64s
    own_data: Bytes
    own_starts: Int64s
    own_forms: Uint64s


@compiled
def text_of(texts: Texts, word: int) -> tuple[Bytes, int, int]:
    """Return the bytes that a word's text is in, its start and its end."""
    if word < texts.known:
        return texts.data, texts.starts[word], texts.starts[word + 1]
    own = word - texts.known
    return texts.own_data, texts.own_starts[own], texts.own_starts[own + 1]


@compiled
def form_of(texts: Texts, word: int, form: int) -> np.uint64:
    """One form (``forms.py``) of a word."""
    if word < texts.known:
        return np.uint64(texts.forms[word, form])
    return np.uint64(texts.own_forms[word - texts.known, form])


@compiled
def begins_alike(texts: Texts, a: int, b: int) -> bool:
    """Whether one word is the beginning of the other."""
    x, x0, x1 = text_of(texts, a)
    y, y0, y1 = text_of(texts, b)
    return starts_with(x, x0, x1, y, y0, y1) or starts_with(y, y0, y1, x, x0, x1)


@compiled
def _same_joined(texts: Texts, a: int, more_of_a: int, b: int, more_of_b: int) -> bool:
    """Whether two words written together are the same as two others; 0 adds nothing."""
    x, x0, x1 = text_of(texts, a)
    z, z0, z1 = text_of(texts, more_of_a)
    y, y0, y1 = text_of(texts, b)
    w, w0, w1 = text_of(texts, more_of_b)
    length = x1 - x0
    if length + z1 - z0 != y1 - y0 + w1 - w0:
        return False
    for i in range(length + z1 - z0):
        left = x[x0 + i] if i < length else z[z0 + i - length]
        right = y[y0 + i] if i < y1 - y0 else w[w0 + i - (y1 - y0)]
        if left != right:
            return False
    return True


@compiled
def _initial_of_middle(texts: Texts, letter: int, length: int, second: int) -> int:
    """Return the level of a first name of one letter, maybe the middle name's initial."""
    if length > 1 or second == 0:
        return FIRST_DIFFERENT
    y, y0, _ = text_of(texts, second)
    return FIRST_SIMILAR if y[y0] == letter else FIRST_DIFFERENT


@inlined
def first_level(
    texts: Texts, last: int, a: Int32s, a_is_known: int, starts: Int32s, others: Int32s, b: Int32s
) -> int:
    """Return the level of first names, of a reading and a voter whose surnames agree by ``last``.

    The other names of a word w are ``others[starts[w]:starts[w + 1]]``. Whether names look alike is
    asked only of those who share the surname: of many that differ, some look alike by chance.
    """
    found = _first_level(texts, a, a_is_known, starts, others, b)
    if found == FIRST_DIFFERENT and last in (LAST_EXACT, LAST_ONE_PART, LAST_CLOSE):
        x, x0, x1 = text_of(texts, wide(a[FIRST]))
        y, y0, y1 = text_of(texts, wide(b[FIRST]))
        if look_alike(x, x0, x1, y, y0, y1) or (
            not a_is_known and is_garbled(x, x0, x1, y, y0, y1)
        ):
            return FIRST_LOOKS_ALIKE
    return found


@inlined
def _first_level(
    texts: Texts, a: Int32s, a_is_known: int, starts: Int32s, others: Int32s, b: Int32s
) -> int:
    one, other = wide(a[FIRST]), wide(b[FIRST])
    if one == other and one != 0:
        return FIRST_EXACT
    if one == 0 or other == 0:
        return FIRST_MISSING
    if _same_given_names(texts, a, b):
        return FIRST_EXACT
    x, x0, x1 = text_of(texts, one)
    y, y0, y1 = text_of(texts, other)
    if (x1 - x0 == 1 or y1 - y0 == 1) and x[x0] == y[y0]:
        return FIRST_INITIAL
    if one == b[SECOND] or other == a[SECOND]:
        return FIRST_BY_MIDDLE
    if _is_nickname(starts, others, one, other):
        return FIRST_NICKNAME
    if x1 - x0 == 1 or y1 - y0 == 1:
        return _initial_of_middle(texts, x[x0], x1 - x0, wide(b[SECOND]))
    return _different_first_names(texts, one, a_is_known, other)


@inlined
def _same_given_names(texts: Texts, a: Int32s, b: Int32s) -> bool:
    """Whether first and middle names are the same but for where one ends, or which comes first.

    MARY ANN is MARYANN, and NGUYEN THI LAN is Lan Thi Nguyen.
    """
    one, other = wide(a[FIRST]), wide(b[FIRST])
    if one == b[SECOND] and other == a[SECOND]:
        return True
    x, x0, _ = text_of(texts, one)
    y, y0, _ = text_of(texts, other)
    # What begins otherwise is not the same, whatever is joined to it.
    return x[x0] == y[y0] and (
        _same_joined(texts, one, wide(a[MIDDLE]), other, wide(b[MIDDLE]))
        or _same_joined(texts, one, 0, other, wide(b[SECOND]))
        or _same_joined(texts, one, wide(a[SECOND]), other, 0)
    )


@compiled
def _is_nickname(starts: Int32s, others: Int32s, one: int, other: int) -> bool:
    if one + 1 < len(starts):
        for at in range(starts[one], starts[one + 1]):
            if others[at] == other:
                return True
    return False


@inlined
def _different_first_names(texts: Texts, one: int, is_known: int, other: int) -> int:
    """Return the level of first names of two letters or more that are not the same."""
    x, x0, x1 = text_of(texts, one)
    y, y0, y1 = text_of(texts, other)
    shorter = min(x1 - x0, y1 - y0)
    apart = edits(x, x0, x1, y, y0, y1)
    if (apart == 1 and shorter >= 4) or form_of(texts, one, SHAPE) == form_of(texts, other, SHAPE):
        return FIRST_SIMILAR if is_known else FIRST_CLOSE
    is_similar = (
        apart == 1
        or (shorter >= 6 and apart == 2)
        or begins_alike(texts, one, other)
        or (x[x0] == y[y0] and jaro_winkler_reaches(x, x0, x1, y, y0, y1, 90))
    )
    return FIRST_SIMILAR if is_similar else FIRST_DIFFERENT


@inlined
def middle_level(texts: Texts, first: int, a: int, b: int, is_joined: int) -> int:
    """Return the level of middle names, ``first`` being that of the first names.

    ``is_joined`` says that these agree where one ends elsewhere: MARY ANN, MARYANN LEE.
    """
    if first == FIRST_BY_MIDDLE or (first == FIRST_EXACT and is_joined):
        return MIDDLE_MOVED
    if a == 0 or b == 0:
        return MIDDLE_MISSING
    x, x0, x1 = text_of(texts, a)
    y, y0, y1 = text_of(texts, b)
    shorter = min(x1 - x0, y1 - y0)
    if a == b:
        return MIDDLE_INITIAL if shorter == 1 else MIDDLE_EXACT
    if shorter == 1 and x[x0] == y[y0]:
        return MIDDLE_INITIAL
    if shorter >= 3 and (
        edits(x, x0, x1, y, y0, y1) <= 1
        or starts_with(x, x0, x1, y, y0, y1)
        or starts_with(y, y0, y1, x, x0, x1)
    ):
        return MIDDLE_CLOSE
    return MIDDLE_DIFFERENT


@compiled
def suffix_level(a: int, b: int) -> int:
    """Return the level of suffixes, numbers in ``SUFFIXES``."""
    if a == b:
        return SUFFIX_MISSING if a == 0 else SUFFIX_EXACT
    if a == 0:
        return SUFFIX_UNSAID
    return SUFFIX_UNRECORDED if b == 0 else SUFFIX_DIFFERENT


@compiled
def born_level(a: int, b: int) -> int:
    """Return the level of years of birth, 0 where not known; a swap counts as one digit."""
    if a == 0 or b == 0:
        return BORN_MISSING
    if a == b:
        return BORN_EXACT
    wrong, first_wrong, second_wrong = 0, 0, 0
    for power in (1, 10, 100, 1000):
        if a // power % 10 != b // power % 10:
            wrong += 1
            second_wrong = first_wrong
            first_wrong = power
    if wrong == 1:
        return BORN_ONE_DIGIT
    neighbours = wrong == 2 and first_wrong == 10 * second_wrong
    if (
        neighbours
        and a // first_wrong % 10 == b // second_wrong % 10
        and a // second_wrong % 10 == b // first_wrong % 10
    ):
        return BORN_ONE_DIGIT
    return BORN_DIFFERENT
