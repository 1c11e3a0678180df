"""Names of a roll that are one slip from another text, found by what is left without a letter.

Two texts one insertion, deletion, replacement or swap of neighbours apart share a text with one
letter left out, or one of them is the other without a letter (Mor and Fraenkel, 1982). Texts that
look the same to a hurried reader (``forms.SHAPE``) count as near too.
"""

from typing import NamedTuple

import numpy as np

from rollcheck.matching.compare import Texts, form_of, text_of
from rollcheck.matching.compiled import Int32s, Int64s, Uint64s, compiled, entry
from rollcheck.matching.forms import SHAPE
from rollcheck.matching.indexes import Index
from rollcheck.matching.keys import KEYS
from rollcheck.matching.records import FIRST_HOLDERS, LAST_HOLDERS
from rollcheck.matching.text import one_edit
from rollcheck.matching.words import Words, hash_without

NEAR = len(KEYS) + 1
"""The kind of the index that holds words instead of voters."""
FEWEST_LETTERS = 4
"""A shorter name has too many neighbours to tell which is meant."""
MOST_NEAR = 64
"""A text with more names near it says too little: it has none."""
CAP = 256
"""The most names that share a text with a letter left out."""


class Near(NamedTuple):
    """Room for the names near a surname and a first name, ``words`` (2,); how many of each (2,)."""

    last: Int64s
    first: Int64s
    counts: Int64s
    words: Int64s


def room_for_near() -> Near:
    """Return room for the names near those of one reading."""
    return Near(*(np.zeros(size, np.int64) for size in (MOST_NEAR, MOST_NEAR, 2, 2)))


@entry
def near_entries(words: Words, holders: Int32s, forms: Uint64s, entries: Uint64s) -> int:
    """Fill the entries (upper half of a hash << 32 | word) of all names; return how many."""
    count = 0
    low = np.uint64(0xFFFFFFFF)
    for word in range(1, len(holders)):
        start, end = words.starts[word], words.starts[word + 1]
        is_name = holders[word, LAST_HOLDERS] + holders[word, FIRST_HOLDERS] > 0
        if not is_name or end - start < FEWEST_LETTERS:
            continue
        for at in range(start, end + 1):
            entries[count] = hash_without(words.data, start, end, at) & ~low | np.uint64(word)
            count += 1
        entries[count] = forms[word, SHAPE] & ~low | np.uint64(word)
        count += 1
    return count


def room_for_entries(words: Words) -> Uint64s:
    """Return room for the entries of all words."""
    return np.zeros(len(words.data) + 2 * len(words.starts), np.uint64)


@compiled
def near_names(
    texts: Texts, index: Index, holders: Int32s, word: int, column: int, near: Int64s
) -> int:
    """Fill the names of ``column`` that are near a word, itself left out; return how many.

    None where there are more than ``MOST_NEAR``.
    """
    text, start, end = text_of(texts, word)
    if end - start < FEWEST_LETTERS:
        return 0
    count = _add_near(texts, index, holders, form_of(texts, word, SHAPE), word, column, near, 0)
    for at in range(start, end + 1):
        key = hash_without(text, start, end, at)
        count = _add_near(texts, index, holders, key, word, column, near, count)
    return 0 if count > len(near) else count


@compiled
def _add_near(
    texts: Texts,
    index: Index,
    holders: Int32s,
    key: np.uint64,
    word: int,
    column: int,
    near: Int64s,
    count: int,
) -> int:
    """Add the names under a key; return how many there are, one more than there is room at most."""
    upper = key >> np.uint64(32)
    bucket = index.kinds[NEAR, 0] + np.int64(upper >> np.uint64(index.kinds[NEAR, 1]))
    for place in range(index.buckets[bucket], index.buckets[bucket + 1]):
        found = index.entries[place]
        if found >> np.uint64(32) != upper or count > len(near):
            continue
        other = np.int64(found & np.uint64(0xFFFFFFFF))
        if other >= len(holders) or holders[other, column] == 0 or other == word:
            continue
        if not _is_near(texts, word, int(other)):
            continue
        again = False
        for before in range(count):
            again |= near[before] == other
        if again:
            continue
        if count < len(near):
            near[count] = other
        count += 1
    return count


@compiled
def _is_near(texts: Texts, word: int, other: int) -> bool:
    x, x0, x1 = text_of(texts, word)
    y, y0, y1 = text_of(texts, other)
    if one_edit(x, x0, x1, y, y0, y1):
        return True
    return bool(form_of(texts, word, SHAPE) == form_of(texts, other, SHAPE))
