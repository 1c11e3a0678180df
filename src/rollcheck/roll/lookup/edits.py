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
def alike(pairs: Array, mine: np.uint64, least: int, begin: int) -> Array:
    """Return the places from ``begin`` on whose signature has ``least`` bits of ``mine``."""
    found = np.empty(len(pairs) - begin, np.int64)
    count = 0
    for place in range(begin, len(pairs)):
        left = pairs[place] & mine
        bits = 0
        while left:
            left &= left - np.uint64(1)
            bits += 1
        if bits >= least:
            found[count] = place
            count += 1
    return found[:count]


@compiled
def within(word: Array, table: Array, rows: Array, allowed: int) -> Array:
    """Return those of some rows of ``table`` whose distance to ``word`` is 2 to ``allowed``.

    The optimal string alignment distance: letters more, less, other, or neighbours swapped.
    """
    found = np.empty(len(rows), np.int64)
    count, width = 0, table.shape[1] + 1
    before, row, following = (
        np.zeros(width, np.int64),
        np.zeros(width, np.int64),
        np.zeros(width, np.int64),
    )
    for number in range(len(rows)):
        other = table[rows[number]]
        length = 0
        while length < len(other) and other[length]:
            length += 1
        if abs(length - len(word)) > allowed:
            continue
        for column in range(length + 1):
            row[column] = column
        for place in range(1, len(word) + 1):
            following[0] = place
            nearest = place
            for column in range(1, length + 1):
                differs = word[place - 1] != other[column - 1]
                best = min(row[column] + 1, following[column - 1] + 1, row[column - 1] + differs)
                if (
                    place > 1
                    and column > 1
                    and word[place - 1] == other[column - 2]
                    and word[place - 2] == other[column - 1]
                ):
                    best = min(best, before[column - 2] + 1)
                following[column] = best
                nearest = min(nearest, best)
            before, row, following = row, following, before
            # A swap may still come back from one row further up, so one more is allowed.
            if nearest > allowed + 1:
                row[length] = nearest
                break
        if 1 < row[length] <= allowed:
            found[count] = rows[number]
            count += 1
    return found[:count]
