"""A dictionary of texts: each distinct one has a number, from 0, which is the empty text.

Texts are kept without their spaces. Two dictionaries work together while lines are matched: that
of the roll, which never changes, and one of what stands on the lines and not on the roll, whose
numbers go on where those of the roll end.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from rollcheck.matching.compiled import Bytes, Int32s, Int64s, compiled, entry, wide
from rollcheck.matching.text import same

SPACE = 32
FREE = -1
UNKNOWN = -1


class Words(NamedTuple):
    """Texts back to back in ``data`` (uint8); that of word i is ``data[starts[i]:starts[i + 1]]``.

    ``slots`` is an open-addressed table of word numbers, as long as a power of two; ``size`` (1,)
    says how many words there are. Behind them ``data`` and ``starts`` may have room for more, and
    ``data`` has for one that is looked up.
    """

    data: Bytes
    starts: Int64s
    slots: Int32s
    size: Int64s


@compiled
def hash_without(text: Bytes, start: int, end: int, left_out: int) -> np.uint64:
    """Return a 64-bit hash of a text without its spaces and without the letter at one place.

    FNV-1a, then mixed; 0 for the empty text. No letter is left out at a place outside the text.
    """
    found = np.uint64(14695981039346656037)
    empty = True
    for i in range(start, end):
        if text[i] != SPACE and i != left_out:
            found = (found ^ np.uint64(text[i])) * np.uint64(1099511628211)
            empty = False
    if empty:
        return np.uint64(0)
    return mixed(found)


@compiled
def hash_text(text: Bytes, start: int, end: int) -> np.uint64:
    """Return a 64-bit hash of a text without its spaces; 0 for the empty text."""
    return hash_without(text, start, end, -1)


@compiled
def mixed(number: np.uint64) -> np.uint64:
    """Spread a 64-bit number's bits (the finaliser of SplitMix64); never 0."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (number ^ (number >> np.uint64(31))) | np.uint64(1)


@compiled
def find(words: Words, text: Bytes, start: int, end: int) -> int:
    """Return the number of a text in ``words``, else ``UNKNOWN``; the text must hold no spaces."""
    mask = np.uint64(len(words.slots) - 1)
    slot = (hash_text(text, start, end) >> np.uint64(1)) & mask
    while words.slots[slot] != FREE:
        word = words.slots[slot]
        if same(words.data, words.starts[word], words.starts[word + 1], text, start, end):
            return wide(word)
        slot = (slot + np.uint64(1)) & mask
    return UNKNOWN


@compiled
def number(known: Words, more: Words, text: Bytes, start: int, end: int) -> int:
    """Return a text's number, spaces left out, in ``known``, else in ``more``, added where new.

    The numbers of ``more`` go on where those of ``known`` end. It must have room for the text.
    """
    count = more.size[0]
    first = more.starts[count]
    last = first
    for i in range(start, end):
        if text[i] != SPACE:
            more.data[last] = text[i]
            last += 1
    found = find(known, more.data, first, last)
    if found != UNKNOWN:
        return found
    mask = np.uint64(len(more.slots) - 1)
    slot = (hash_text(more.data, first, last) >> np.uint64(1)) & mask
    while more.slots[slot] != FREE:
        word = more.slots[slot]
        if same(more.data, more.starts[word], more.starts[word + 1], more.data, first, last):
            return wide(known.size[0] + word)
        slot = (slot + np.uint64(1)) & mask
    more.slots[slot] = count
    more.starts[count + 1] = last
    more.size[0] = count + 1
    return wide(known.size[0] + count)


@entry
def _numbers(known: Words, more: Words, data: Bytes, offsets: Int64s, found: Int32s) -> None:
    for i in range(len(offsets) - 1):
        found[i] = number(known, more, data, offsets[i], offsets[i + 1])


@entry
def _fill_slots(words: Words) -> None:
    mask = np.uint64(len(words.slots) - 1)
    for word in range(words.size[0]):
        hashed = hash_text(words.data, words.starts[word], words.starts[word + 1])
        slot = (hashed >> np.uint64(1)) & mask
        while words.slots[slot] != FREE:
            slot = (slot + np.uint64(1)) & mask
        words.slots[slot] = word


def nothing_known() -> Words:
    """Return a dictionary without any word."""
    return _empty(texts=0, size=0)


def _empty(*, texts: int, size: int) -> Words:
    length = 1 << int(4 * (texts + 2)).bit_length()
    return Words(
        np.zeros(size, np.uint8),
        np.zeros(texts + 1, np.int64),
        np.full(length, FREE, np.int32),
        np.zeros(1, np.int64),
    )


class WordTable:
    """A dictionary that grows, beside one that does not: its numbers go on where those end.

    Where nothing is known beforehand the empty text is number 0.
    """

    def __init__(self, known: Words | None = None) -> None:
        self.known = nothing_known() if known is None else known
        self.words = _empty(texts=1 << 12, size=1 << 16)
        self.numbers(pa.array([""], pa.string()))

    @property
    def count(self) -> int:
        """Return how many words there are, those known beforehand apart."""
        return int(self.words.size[0])

    def reserve(self, texts: int, size: int) -> Words:
        """Make room for so many more texts of so many bytes in all; return the arrays.

        A text that is looked up is written behind the last, also where it is known already.
        """
        data, starts, slots, count = self.words
        used = int(starts[self.count])
        if used + 2 * size > len(data):
            data = np.concatenate([data[:used], np.zeros(used + 2 * size, np.uint8)])
        if self.count + texts + 1 > len(starts):
            grown = np.zeros(self.count + texts + 1, np.int64)
            starts = np.concatenate([starts[: self.count + 1], grown])
        self.words = Words(data, starts, slots, count)
        if 2 * (self.count + texts) > len(slots):
            length = 1 << int(4 * (self.count + texts)).bit_length()
            self.words = self.words._replace(slots=np.full(length, FREE, np.int32))
            _fill_slots(self.words)
        return self.words

    def numbers(self, texts: pa.Array) -> Int32s:
        """Return the number of each of ``texts`` (strings, none null), added where new."""
        data, offsets = text_buffers(texts)
        words = self.reserve(len(texts), int(offsets[-1] - offsets[0]))
        found = np.empty(len(texts), np.int32)
        _numbers(self.known, words, data, offsets, found)
        return found

    def finished(self) -> Words:
        """Return the arrays without room to spare, and slots at most half full."""
        data, starts, _, size = self.words
        length = 1 << int(2 * self.count).bit_length()
        done = Words(
            data[: starts[self.count]].copy(),
            starts[: self.count + 1].copy(),
            np.full(length, FREE, np.int32),
            size.copy(),
        )
        _fill_slots(done)
        return done


def text_buffers(texts: pa.Array) -> tuple[Bytes, Int64s]:
    """Return the bytes of an array of strings, and where each begins and the last ends."""
    texts = texts.cast(pa.large_string())
    _, offsets, data = texts.buffers()
    if len(texts) == 0 or offsets is None:
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    places = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    held = np.zeros(1, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    # One type of array for the compiled functions: writable ones.
    return held.copy(), places.copy()
