"""How many voters share a name, a building, a dwelling, a zip code: what agreement is worth."""

import numpy as np

from rollcheck.matching.compiled import Int32s, Uint64s, entry
from rollcheck.matching.forms import FULL
from rollcheck.matching.keys import key_of
from rollcheck.matching.records import (
    FIRST,
    FIRST_HOLDERS,
    HOUSE,
    LAST,
    LAST_HOLDERS,
    LIVING,
    MOST_LIVING,
    PART3,
    STREET,
    STREET_HOLDERS,
    UNIT,
    ZIP,
    ZIP_HOLDERS,
)
from rollcheck.problems import Threads

BUILDING, DWELLING = -1, -2
"""Kinds of hash that no blocking key has."""


@entry
def _homes(records: Int32s, forms: Uint64s, kind: int, found: Uint64s) -> None:
    """Fill (upper half of the home's hash << 32 | record), 0 where the address is not whole."""
    one = np.uint64(1)
    for i in range(len(records)):
        record = records[i]
        unit = one if kind == BUILDING else forms[record[UNIT], FULL]
        home = key_of(0, forms[record[HOUSE], FULL], forms[record[STREET], FULL], unit)
        if home != 0:
            # The zip code may be missing.
            home = key_of(1, home, forms[record[ZIP], FULL] | one, one)
            found[i] = (home >> np.uint64(32)) << np.uint64(32) | np.uint64(i)


@entry
def _count_living(entries: Uint64s, voters: int, shift: int, records: Int32s) -> None:
    """Give every record how many of the first ``voters`` addresses have the same home."""
    start = 0
    while start < len(entries):
        end = start
        living = 0
        home = entries[start] >> np.uint64(32)
        while end < len(entries) and entries[end] >> np.uint64(32) == home:
            if (entries[end] & np.uint64(0xFFFFFFFF)) < voters:
                living += 1
            end += 1
        if home != 0:
            for at in range(start, end):
                at_record = np.int64(entries[at] & np.uint64(0xFFFFFFFF))
                records[at_record, LIVING] |= min(max(living, 1), MOST_LIVING) << shift
        start = end


def fill_living(records: Int32s, voters: int, forms: Uint64s) -> None:
    """Fill ``LIVING`` of all addresses, of which the first ``voters`` are the present ones.

    An earlier address that nobody lives at now counts as one voter's.
    """

    def in_order(kind: int) -> Uint64s:
        entries = np.zeros(len(records), np.uint64)
        _homes(records, forms, kind, entries)
        entries.sort()
        return entries

    with Threads(2) as beside:
        buildings, dwellings = (beside.submit(in_order, kind) for kind in (BUILDING, DWELLING))
        _count_living(buildings.result(), voters, 16, records)
        _count_living(dwellings.result(), voters, 0, records)


@entry
def _count_holders(records: Int32s, last: Int32s, first: Int32s) -> None:
    for i in range(len(records)):
        name = records[i]
        for part in range(LAST, PART3 + 1):
            word = name[part]
            again = False
            for before in range(LAST, part):
                again |= name[before] == word
            if word != 0 and not again:
                last[word] += 1
        first[name[FIRST]] += 1


def holders(records: Int32s, voters: int, words: int) -> Int32s:
    """Return how often each word is whose surname, first name, zip code, street (words, 4).

    Streets are counted by all ``records``, the others by the first, which are of ``voters``.
    """
    found = np.zeros((4, words), np.int32)
    _count_holders(records[:voters], found[LAST_HOLDERS], found[FIRST_HOLDERS])
    found[ZIP_HOLDERS] = np.bincount(records[:voters, ZIP], minlength=words)
    found[STREET_HOLDERS] = np.bincount(records[:, STREET], minlength=words)
    found[:, 0] = 0
    return np.ascontiguousarray(found.T)
