"""The words of a roll: which values hold them, how many voters have them, how they are misspelt."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

WIDTH = 24  # bytes of a word; what is longer is cut
# Words below these lengths have too many neighbours for a slip to say anything.
SHORTEST_LETTERS, SHORTEST_DIGITS = 3, 3

BASE = 0x100000001B3
MIX = 0x9E3779B97F4A7C15

Array = npt.NDArray[Any]
Bytes = npt.NDArray[np.uint8]


def vocabulary(words_of: Sequence[tuple[pa.Array, Array]], voters_of: Array) -> dict[str, Array]:
    """Return the arrays of the words of all fields.

    ``words_of[field]`` is a text and the value it belongs to, for each word of each value;
    ``voters_of[value]`` how many voters have each value. The result has ``words`` (sorted, S24),
    ``word_voters_before`` (their running sum of voters, over all fields; one more than the
    words), ``word_values`` (the values that hold each word) and ``word_starts`` (where those of
    a word begin; they end where the next word's do), and what misspelt words are found by.
    """
    texts = pa.chunked_array([texts for texts, _ in words_of], pa.binary())
    encoded = texts.combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    distinct = encoded.dictionary.take(pa.array(order))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    codes = rank[encoded.indices.to_numpy()]
    values = np.concatenate([values for _, values in words_of])
    by_word = np.argsort(codes, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(order)))])
    voters = np.bincount(codes, voters_of[values], len(order)).astype(np.int64)
    arrays = {
        "words": np.array(distinct.to_numpy(zero_copy_only=False), f"S{WIDTH}"),
        "word_voters_before": np.concatenate([[0], np.cumsum(voters)]),
        "word_starts": starts.astype(np.int64),
        "word_values": values[by_word].astype(np.uint32),
    }
    return arrays | _shapes(arrays["words"])


def letters(words: Array) -> Bytes:
    """Return the bytes of each word, one row each, zero after its end."""
    return np.ascontiguousarray(words).view(np.uint8).reshape(len(words), WIDTH)


def _shapes(words: Array) -> dict[str, Array]:
    """Return the one-letter deletions of the words.

    ``slip_hashes`` (sorted) and ``slip_words``: the hash of each word, and of each word without
    one of its letters. Two words one edit apart share one of these.
    """
    table = letters(words)
    lengths = np.count_nonzero(table, axis=1)
    numeric = (table[:, 0] >= ord("0")) & (table[:, 0] <= ord("9"))
    shortest = np.where(numeric, SHORTEST_DIGITS, SHORTEST_LETTERS)
    hashes, owners = [], []
    for length in range(SHORTEST_DIGITS, WIDTH + 1):
        [which] = np.nonzero((lengths == length) & (lengths >= shortest))
        found = _deletions(table[which, :length].astype(np.uint64))
        hashes.append(found.ravel())
        owners.append(np.repeat(which.astype(np.uint32), found.shape[1]))
    # Hash and word as one number: one sort of whole numbers instead of one of places.
    both = np.concatenate(hashes).astype(np.uint64) << np.uint64(32) | np.concatenate(owners)
    both.sort()
    return {
        "slip_hashes": (both >> np.uint64(32)).astype(np.uint32),
        "slip_words": (both & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


def _deletions(table: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    """Return, for words of one length, the hash of the word and of it without each letter."""
    count, length = table.shape
    before = np.zeros((count, length + 1), np.uint64)
    after = np.zeros((count, length + 1), np.uint64)
    powers = [pow(BASE, n, 1 << 64) for n in range(length + 1)]
    for place in range(length):
        before[:, place + 1] = before[:, place] * np.uint64(BASE) + table[:, place]
        back = length - 1 - place
        after[:, back] = after[:, back + 1] + table[:, back] * np.uint64(powers[place])
    found = np.empty((count, length + 1), np.uint64)
    found[:, length] = before[:, length]
    for place in range(length):
        power = np.uint64(powers[length - 1 - place])
        found[:, place] = before[:, place] * power + after[:, place + 1]
    return (found * np.uint64(MIX) >> np.uint64(32)).astype(np.uint32)


def ascii_words(texts: pa.Array) -> pa.Array:
    """Return texts as words of the index: cut to its width, as bytes."""
    return pc.utf8_slice_codeunits(texts, 0, WIDTH).cast(pa.binary())
