"""Comparing short texts: bytes of upper-case ASCII at ``text[start:end]``, no spaces.

Every function takes a text as three arguments (uint8 array, start, end). There are no floating
point numbers: what looks like a ratio is compared by multiplying out.
"""

import numpy as np

from rollcheck.matching.compiled import Bytes, compiled

FAR = 9
"""What ``edits`` says of texts more than two edits apart."""
LONGEST = 62
"""Bytes of a text that ``jaro_winkler_reaches`` looks at; longer ones are never similar."""


@compiled
def same(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether two texts are the same."""
    if a1 - a0 != b1 - b0:
        return False
    i = 0
    while i < a1 - a0 and a[a0 + i] == b[b0 + i]:
        i += 1
    return i == a1 - a0


@compiled
def starts_with(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether ``a`` begins with ``b``."""
    return a1 - a0 >= b1 - b0 and same(a, a0, a0 + b1 - b0, b, b0, b1)


@compiled
def ends_with(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether ``a`` ends with ``b``."""
    return a1 - a0 >= b1 - b0 and same(a, a1 - (b1 - b0), a1, b, b0, b1)


@compiled
def _swapped(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    return (
        a1 - a0 >= 2
        and b1 - b0 >= 2
        and a[a0] == b[b0 + 1]
        and a[a0 + 1] == b[b0]
        and a[a0] != a[a0 + 1]
    )


@compiled
def one_edit(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes ``a`` into ``b``."""
    longer = (a1 - a0) - (b1 - b0)
    if longer > 1 or longer < -1:
        return False
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0 += 1
        b0 += 1
    if longer == 1:
        return same(a, a0 + 1, a1, b, b0, b1)
    if longer == -1:
        return same(a, a0, a1, b, b0 + 1, b1)
    if a0 == a1:
        return False
    if same(a, a0 + 1, a1, b, b0 + 1, b1):
        return True
    return _swapped(a, a0, a1, b, b0, b1) and same(a, a0 + 2, a1, b, b0 + 2, b1)


@compiled
def _up_to_one_edit(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    return same(a, a0, a1, b, b0, b1) or one_edit(a, a0, a1, b, b0, b1)


@compiled
def _two_edits(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether two edits make ``a`` into ``b``, which are neither the same nor one apart."""
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0 += 1
        b0 += 1
    if a0 < a1 and b0 < b1 and _up_to_one_edit(a, a0 + 1, a1, b, b0 + 1, b1):
        return True
    if a0 < a1 and _up_to_one_edit(a, a0 + 1, a1, b, b0, b1):
        return True
    if b0 < b1 and _up_to_one_edit(a, a0, a1, b, b0 + 1, b1):
        return True
    return _swapped(a, a0, a1, b, b0, b1) and _up_to_one_edit(a, a0 + 2, a1, b, b0 + 2, b1)


@compiled
def edits(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> int:
    """How many edits (as in ``one_edit``) apart, up to 2; else ``FAR``.

    Texts that agree neither in the first byte nor in the last two are not measured.
    """
    if same(a, a0, a1, b, b0, b1):
        return 0
    longer = (a1 - a0) - (b1 - b0)
    if longer > 2 or longer < -2 or a0 == a1 or b0 == b1:
        return FAR
    if a[a0] != b[b0] and not (
        a1 - a0 >= 2 and b1 - b0 >= 2 and a[a1 - 1] == b[b1 - 1] and a[a1 - 2] == b[b1 - 2]
    ):
        return FAR
    if one_edit(a, a0, a1, b, b0, b1):
        return 1
    return 2 if _two_edits(a, a0, a1, b, b0, b1) else FAR


@compiled
def _out_of_place(a: Bytes, a0: int, a_met: np.uint64, b: Bytes, b0: int, b_met: np.uint64) -> int:
    """Count the bytes that met and stand in another order in ``b``; bits of ``_met`` mark them."""
    one, count, j = np.uint64(1), 0, 0
    for i in range(64):
        if (a_met >> np.uint64(i)) & one:
            while not (b_met >> np.uint64(j)) & one:
                j += 1
            if a[a0 + i] != b[b0 + j]:
                count += 1
            j += 1
    return count


@compiled
def jaro_winkler_reaches(
    a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, hundredths: int
) -> bool:
    """Whether the Jaro-Winkler similarity (prefix up to 4, scale 1/10) is at least that much."""
    n, m = a1 - a0, b1 - b0
    if n > LONGEST or m > LONGEST:
        return False
    reach = max(max(n, m) // 2 - 1, 0)
    a_met, b_met, one = np.uint64(0), np.uint64(0), np.uint64(1)
    met = 0
    for i in range(n):
        for j in range(max(0, i - reach), min(m, i + reach + 1)):
            if a[a0 + i] == b[b0 + j] and not (b_met >> np.uint64(j)) & one:
                a_met |= one << np.uint64(i)
                b_met |= one << np.uint64(j)
                met += 1
                break
    if met == 0:
        return False
    prefix = 0
    while prefix < min(4, n, m) and a[a0 + prefix] == b[b0 + prefix]:
        prefix += 1
    swaps = _out_of_place(a, a0, a_met, b, b0, b_met) // 2
    # With j the Jaro similarity, Winkler's is j and a tenth of 1 - j for each letter shared first.
    share = met * met * m + met * met * n + (met - swaps) * n * m
    whole = 3 * met * n * m
    return share * (100 - 10 * prefix) >= (hundredths - 10 * prefix) * whole


@compiled
def is_garbled(a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int) -> bool:
    """Whether names of four letters or more share half of the longer at their beginning and end."""
    shorter, longer = min(a1 - a0, b1 - b0), max(a1 - a0, b1 - b0)
    alike = 0
    while alike < shorter and a[a0 + alike] == b[b0 + alike]:
        alike += 1
    at_end = 0
    while at_end < shorter - alike and a[a1 - 1 - at_end] == b[b1 - 1 - at_end]:
        at_end += 1
    return shorter >= 4 and 2 * (alike + at_end) >= longer
