"""The words of a roll that a token may be: itself, its continuations, one slip away, or far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.edits import alike, neighbours, within
from rollcheck.roll.lookup.vocabulary import (
    SHORTEST_DIGITS,
    SHORTEST_LETTERS,
    WIDTH,
    letters,
    pairs_of,
)

Array = npt.NDArray[Any]
LIKE = 0.5  # share of letter pairs in common below which words are not compared
LONG = 9  # letters from which three slips are taken for slips


@dataclass(frozen=True, slots=True)
class Words:
    """The sorted words of an index, with what its misspelt words are found by."""

    words: Array
    pairs: Array
    slip_hashes: Array
    slip_words: Array

    def places(self, words: Sequence[bytes]) -> tuple[list[int], list[int]]:
        """Return, for each word, where its continuations begin and end; itself would be first."""
        low = np.array(words, f"S{WIDTH}")
        high = np.array([word[: WIDTH - 1] + b"\x7f" for word in words], f"S{WIDTH}")
        begins, ends = np.searchsorted(self.words, low), np.searchsorted(self.words, high)
        return begins.tolist(), ends.tolist()

    def word(self, place: int) -> bytes:
        """Return one word, b'' beyond the end."""
        return bytes(self.words[place]) if place < len(self.words) else b""

    def one_edit_away(self, word: bytes) -> Array:
        """Return the words with one letter more, less, other, or two neighbours swapped."""
        shortest = SHORTEST_DIGITS if word[:1].isdigit() else SHORTEST_LETTERS
        if len(word) < shortest:
            return np.empty(0, np.int64)
        typed = np.frombuffer(word, np.uint8)
        return neighbours(typed, self.slip_hashes, self.slip_words, letters(self.words))

    def far(self, word: bytes) -> Array:
        """Return the words two edits away, of long ones three, that share enough letter pairs."""
        mine = pairs_of(word)
        letters_from = int(np.searchsorted(self.words, np.array(b"A", self.words.dtype)))
        begin, end = (0, letters_from) if word[:1].isdigit() else (letters_from, len(self.words))
        least = max(2, ceil(LIKE * mine.bit_count()))
        like = alike(self.pairs, np.uint64(mine), least, begin, end)
        typed = np.frombuffer(word, np.uint8)
        allowed = 3 if len(word) >= LONG else 2
        return within(typed, letters(self.words), like, allowed)
