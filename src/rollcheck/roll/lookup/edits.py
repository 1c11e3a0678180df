"""Edits between a word and those of an index, compiled."""

from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.compiled import compiled
from rollcheck.roll.lookup.vocabulary import BASE, MIX

Array = npt.NDArray[Any]
FACTOR, MIXED = np.uint64(BASE), np.uint64(MIX)


@compiled
def slip_hash(word: Array, without: int) -> np.uint32:
    """Return the hash of a word without one of its letters (-1: with all), as an index has it."""
    value = np.uint64(0)
    for place in range(len(word)):
        if place != without:
            value = value * FACTOR + np.uint64(word[place])
    return np.uint32((value * MIXED) >> np.uint64(32))


@compiled
def neighbours(word: Array, hashes: Array, owners: Array, table: Array) -> Array:
    """Return, in order and once each, the rows of ``table`` that are one edit from ``word``.

    ``hashes`` and ``owners`` are the slips of an index (``vocabulary.py``): words one edit apart
    are equal once each has lost at most one letter.
    """
    found = np.empty(64, np.int64)
    count = 0
    for without in range(-1, len(word)):
        sought = slip_hash(word, without)
        place = np.searchsorted(hashes, sought)
        while place < len(hashes) and hashes[place] == sought:
            owner = owners[place]
            place += 1
            if not one_edit(word, table[owner]):
                continue
            if count == len(found):
                found = np.append(found, np.empty(count, np.int64))
            found[count] = owner
            count += 1
    return np.unique(found[:count])


@compiled
def one_edit(word: Array, other: Array) -> bool:
    """Tell whether words differ by one letter more, less, other, or two neighbours swapped."""
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
    if mine + theirs == 0 or max(mine, theirs) > 2:
        return False
    if max(mine, theirs) == 1:
        return True
    return mine == theirs and word[same] == other[same + 1] and word[same + 1] == other[same]


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
    """Return the places from ``begin`` to ``end`` whose signature has ``least`` bits of ``mine``."""
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
        if longest < len(other) and other[longest] or shortest > 0 and not other[shortest - 1]:
            continue
        up, down, diagonal, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
        distance, length = len(word), 0
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
