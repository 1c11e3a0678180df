"""Edits between a word and those of an index, compiled."""

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled
from rollcheck.roll.lookup.vocabulary import BASE, MIX

Array = npt.NDArray[Any]
FACTOR, MIXED = np.uint64(BASE), np.uint64(MIX)
NO_EDIT, BY_FINGERS, ALIKE, ODDLY = 0, 1, 2, 3
TAKE_OUT, SWAP, PUT_BACK = 0, 1, 128
HASHES = 2.0**32  # there are
FIRST_STEP = 512  # hashes that one is looked for among at first: 5 million stray by thousands
KEY_ROWS = ("1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
# Letters heard, and digits read, one for another.
SAID_ALIKE = ("AEIOUY", "CKQ", "CSXZ", "GJ", "BVW", "DT", "MN", "LR")
READ_ALIKE = ("17", "38", "49", "06")


def _easily_mistaken() -> Array:
    """Return, for each two letters or digits, whether one is easily typed for the other."""
    found = np.zeros((128, 128), np.bool_)
    for row in KEY_ROWS:
        for left, right in pairwise(row):
            found[ord(left), ord(right)] = True
    # On the rows of letters each key touches two of the row below.
    for upper, lower in pairwise(KEY_ROWS[1:]):
        for place, key in enumerate(lower):
            for near in upper[place : place + 2]:
                found[ord(key), ord(near)] = True
    for group in (*SAID_ALIKE, *READ_ALIKE):
        for left, right in combinations(group, 2):
            found[ord(left), ord(right)] = True
    return found | found.T


EASILY_MISTAKEN = _easily_mistaken()
SIGNS = tuple(ord(sign) for sign in "".join(KEY_ROWS))
WAYS_TO_MEND = (TAKE_OUT, SWAP, *SIGNS, *(PUT_BACK + sign for sign in SIGNS))


@compiled
def slip_hash(word: Array, without: int) -> np.uint32:
    """Return the hash of a word without one of its letters (-1: with all), as an index has it."""
    value = np.uint64(0)
    for place in range(len(word)):
        if place != without:
            value = value * FACTOR + np.uint64(word[place])
    return np.uint32((value * MIXED) >> np.uint64(32))


@compiled
def first_of(hashes: Array, sought: np.uint32) -> int:
    """Return where a hash begins among sorted ones: they are spread evenly, so near its share."""
    end = len(hashes)
    low = int(float(sought) * end / HASHES)
    high, step = low, FIRST_STEP
    while low > 0 and hashes[min(low, end - 1)] >= sought:
        low, step = max(low - step, 0), step * 4
    step = FIRST_STEP
    while high < end and hashes[high] < sought:
        high, step = min(high + step, end), step * 4
    while low < high:
        middle = (low + high) // 2
        if hashes[middle] < sought:
            low = middle + 1
        else:
            high = middle
    return low


def neighbours(word: Array, hashes: Array, owners: Array, table: Array) -> list[Array]:
    """Return, in order and once each, the rows of ``table`` that are one edit from ``word``.

    Those that fingers make into ``word``, those with a key beside or what is alike, the others.
    ``hashes`` and ``owners`` are the slips of an index (``vocabulary.py``): words one edit apart
    are equal once each has lost at most one letter.
    """
    found, edits = _edited(word, hashes, owners, table)
    return [np.unique(found[edits == kind]) for kind in (BY_FINGERS, ALIKE, ODDLY)]


@compiled
def _edited(word: Array, hashes: Array, owners: Array, table: Array) -> tuple[Array, Array]:
    """Return the rows one edit from ``word``, some more than once, and what edit each is."""
    found, edits = np.empty(256, np.int64), np.empty(256, np.int64)
    count = 0
    for without in range(-1, len(word)):
        sought = slip_hash(word, without)
        place = first_of(hashes, sought)
        while place < len(hashes) and hashes[place] == sought:
            if count == len(found):
                found, edits = longer(found), longer(edits)
            found[count] = owners[place]
            edits[count] = edit(word, table[owners[place]])
            count += edits[count] != NO_EDIT
            place += 1
    return found[:count], edits[:count]


@compiled
def longer(numbers: Array) -> Array:
    """Return an array twice as long that begins with the numbers."""
    more = np.empty(2 * len(numbers), np.int64)
    more[: len(numbers)] = numbers
    return more


@compiled
def edit(word: Array, other: Array) -> int:
    """Return how ``word``, as typed, differs from another by one edit, or that it does not so.

    One edit is a letter more, less, other, or two neighbours swapped. Fingers leave a letter out,
    type it twice, or swap two (BY_FINGERS); they hit the key beside, too, and what sounds or
    looks alike is confused (ALIKE); any other edit is made ODDLY.
    """
    length = 0
    while length < len(other) and other[length]:
        length += 1
    same = 0
    while same < min(length, len(word)) and word[same] == other[same]:
        same += 1
    end = 0
    while (
        end < min(length, len(word)) - same and word[len(word) - 1 - end] == other[length - 1 - end]
    ):
        end += 1
    mine, theirs = len(word) - same - end, length - same - end
    if mine == 0 and theirs == 1:
        return BY_FINGERS
    if mine == 1 and theirs == 0:
        return _added(word, same)
    if mine == 1 and theirs == 1:
        return ALIKE if EASILY_MISTAKEN[word[same] & 127, other[same] & 127] else ODDLY
    if mine == 2 and theirs == 2:
        swapped = word[same] == other[same + 1] and word[same + 1] == other[same]
        return BY_FINGERS if swapped else NO_EDIT
    return NO_EDIT


@compiled
def _added(word: Array, place: int) -> int:
    """Return how a letter that does not belong into ``word`` came there."""
    letter = word[place] & 127
    found = ODDLY
    for beside in (place - 1, place + 1):
        if 0 <= beside < len(word):
            if word[beside] == letter:
                return BY_FINGERS
            if EASILY_MISTAKEN[letter, word[beside] & 127]:
                found = ALIKE
    return found


@compiled
def twice_edited(
    word: Array, hashes: Array, owners: Array, table: Array, costs: Array
) -> tuple[Array, Array]:
    """Return the rows of ``table`` two edits from ``word``, some more than once, and their costs.

    One of the two is not made oddly, so it is mended first: a letter taken out, two swapped, or
    another for one that is easily mistaken; then the word is one edit away. A letter put back
    is one of two that were left out. ``costs`` are those of one edit by kind.
    """
    found, sums = np.empty(512, np.int64), np.empty(512, np.int64)
    count, mended = 0, np.empty(len(word) + 1, np.uint8)
    for place in range(len(word) + 1):
        for way in WAYS_TO_MEND:
            length, kind = mend(word, place, way, mended)
            if kind == NO_EDIT:
                continue
            once = mended[:length]
            # Of two letters left out the second is in the index: it has each word without one.
            ways = 0 if length > len(word) else length
            for without in range(-1, ways):
                sought = slip_hash(once, without)
                at = first_of(hashes, sought)
                while at < len(hashes) and hashes[at] == sought:
                    other = table[owners[at]]
                    second = edit(once, other)
                    if second != NO_EDIT and edit(word, other) == NO_EDIT and not _is(word, other):
                        if count == len(found):
                            found, sums = longer(found), longer(sums)
                        found[count], sums[count] = owners[at], costs[kind] + costs[second]
                        count += 1
                    at += 1
    return found[:count], sums[:count]


@compiled
def _is(word: Array, other: Array) -> bool:
    """Tell whether two words are the same, zeros behind the other."""
    for place in range(len(other)):
        if other[place] != (word[place] if place < len(word) else 0):
            return False
    return True


@compiled
def mend(word: Array, place: int, way: int, mended: Array) -> tuple[int, int]:
    """Write ``word`` to ``mended`` with one edit undone; return its length and what edit that is.

    ``way`` is TAKE_OUT, SWAP, a letter that ``word[place]`` is easily mistaken for, or PUT_BACK
    and a letter before it. Nothing is done, and NO_EDIT said, where the way is none.
    """
    length = len(word)
    mended[:length] = word
    if way >= PUT_BACK:
        mended[place] = way - PUT_BACK
        mended[place + 1 : length + 1] = word[place:]
        return length + 1, BY_FINGERS if _is_digit(mended[place]) == _is_digit(word[0]) else NO_EDIT
    if place == length:
        return length, NO_EDIT
    if way == TAKE_OUT:
        mended[place : length - 1] = word[place + 1 :]
        return length - 1, _added(word, place)
    if way == SWAP and place + 1 < length and word[place] != word[place + 1]:
        mended[place], mended[place + 1] = word[place + 1], word[place]
        return length, BY_FINGERS
    if EASILY_MISTAKEN[way, word[place] & 127]:
        mended[place] = way
        return length, ALIKE
    return length, NO_EDIT


@compiled
def _is_digit(letter: int) -> bool:
    return letter <= ord("9")
