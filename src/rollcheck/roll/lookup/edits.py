"""Edits between a word and those of an index, compiled."""

from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled
from rollcheck.roll.lookup.vocabulary import BASE, MIX

Array = npt.NDArray[Any]
FACTOR, MIXED = np.uint64(BASE), np.uint64(MIX)
NO_EDIT, EASILY, ODDLY = 0, 1, 2
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


@compiled
def slip_hash(word: Array, without: int) -> np.uint32:
    """Return the hash of a word without one of its letters (-1: with all), as an index has it."""
    value = np.uint64(0)
    for place in range(len(word)):
        if place != without:
            value = value * FACTOR + np.uint64(word[place])
    return np.uint32((value * MIXED) >> np.uint64(32))


def neighbours(word: Array, hashes: Array, owners: Array, table: Array) -> tuple[Array, Array]:
    """Return, in order and once each, the rows of ``table`` that are one edit from ``word``.

    First those that a slip easily makes into ``word``, then the others. ``hashes`` and ``owners``
    are the slips of an index (``vocabulary.py``): words one edit apart are equal once each has
    lost at most one letter.
    """
    found, edits = _edited(word, hashes, owners, table)
    easy, odd = np.unique(found[edits == EASILY]), np.unique(found[edits == ODDLY])
    return easy, odd


@compiled
def _edited(word: Array, hashes: Array, owners: Array, table: Array) -> tuple[Array, Array]:
    """Return the rows one edit from ``word``, some more than once, and what edit each is."""
    found, edits = np.empty(256, np.int64), np.empty(256, np.int64)
    count = 0
    for without in range(-1, len(word)):
        sought = slip_hash(word, without)
        place, end = 0, len(hashes)
        while place < end:
            middle = (place + end) // 2
            if hashes[middle] < sought:
                place = middle + 1
            else:
                end = middle
        while place < len(hashes) and hashes[place] == sought:
            if count == len(found):
                more, kinds = np.empty(2 * count, np.int64), np.empty(2 * count, np.int64)
                more[:count], kinds[:count] = found, edits
                found, edits = more, kinds
            found[count] = owners[place]
            edits[count] = edit(word, table[owners[place]])
            count += edits[count] != NO_EDIT
            place += 1
    return found[:count], edits[:count]


@compiled
def edit(word: Array, other: Array) -> int:
    """Return how ``word``, as typed, differs from another by one edit: EASILY, ODDLY or not so.

    One edit is a letter more, less, other, or two neighbours swapped. Fingers leave a letter out,
    type it twice or the key beside it, or swap two; and what sounds or looks alike is confused.
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
    easy = mine == 0
    if mine == 1 and theirs == 0:
        easy = same > 0 and word[same] == word[same - 1]
    elif mine == 1 and theirs == 1:
        easy = EASILY_MISTAKEN[word[same] & 127, other[same] & 127]
    elif mine == 2 and theirs == 2:
        easy = word[same] == other[same + 1] and word[same + 1] == other[same]
    if mine + theirs == 0 or max(mine, theirs) > 1 + (mine == 2 and theirs == 2 and easy):
        return NO_EDIT
    return EASILY if easy else ODDLY


@compiled
def bits_of(number: np.uint64) -> np.int64:
    """Return how many bits a number has: by halves, so that many are counted side by side."""
    number -= (number >> np.uint64(1)) & np.uint64(0x5555555555555555)
    number = (number & np.uint64(0x3333333333333333)) + (
        (number >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    number = (number + (number >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((number * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def alike(pairs: Array, mine: np.uint64, least: int, begin: int, end: int) -> Array:
    """Return the places, ``begin`` to ``end``, whose signature has ``least`` bits of ``mine``."""
    shared = np.empty(end - begin, np.uint8)
    for place in range(begin, end):
        shared[place - begin] = bits_of(pairs[place] & mine)
    found = np.empty(end - begin, np.int32)
    count = 0
    for place in range(len(shared)):
        found[count] = place + begin
        count += shared[place] >= least
    return found[:count]


@compiled
def within(word: Array, table: Array, rows: Array, allowed: int) -> Array:
    """Return those of some rows of ``table`` whose distance to ``word`` is 2 to ``allowed``.

    The optimal string alignment distance: letters more, less, other, or neighbours swapped. A
    column of the table of distances is held in the bits of a few numbers (Hyyro, "A bit-vector
    algorithm for computing Levenshtein and Damerau edit distances", 2003).
    """
    masks = np.zeros(256, np.uint64)
    for place in range(len(word)):
        masks[word[place]] |= np.uint64(1) << np.uint64(place)
    found = np.empty(len(rows), np.int64)
    count, one, last = 0, np.uint64(1), np.uint64(len(word) - 1)
    longest, shortest = len(word) + allowed, len(word) - allowed
    for number in range(len(rows)):
        other = table[rows[number]]
        if longest < len(other) and other[longest]:
            continue
        if shortest > 0 and not other[shortest - 1]:
            continue
        up, down, diagonal, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
        distance, length = np.int64(len(word)), 0
        while length < len(other) and other[length]:
            here = masks[other[length]]
            swapped = ((~diagonal & here) << one) & before
            diagonal = (((here & up) + up) ^ up) | here | down | swapped
            more = down | ~(diagonal | up)
            less = diagonal & up
            distance += np.int64((more >> last) & one) - np.int64((less >> last) & one)
            more = (more << one) | one
            up = (less << one) | ~(diagonal | more)
            down = more & diagonal
            before = here
            length += 1
        if 1 < distance <= allowed:
            found[count] = rows[number]
            count += 1
    return found[:count]
