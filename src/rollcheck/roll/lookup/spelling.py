"""The words of a roll that a token may be: itself, its continuations, one slip away, or far."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.edits import EASILY_MISTAKEN, alike, neighbours, within
from rollcheck.roll.lookup.vocabulary import (
    SHORTEST_DIGITS,
    SHORTEST_LETTERS,
    WIDTH,
    letters,
    pairs_of,
)

Array = npt.NDArray[Any]
CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHORTEST = 3  # letters of the beginning of a word
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

    def one_edit_away(self, word: bytes) -> tuple[Array, Array]:
        """Return the words with one letter more, less, other, or two neighbours swapped.

        First those for which ``word`` is easily typed, then the others. Of a word just too short
        to be told from its neighbours only those with one letter more are known.
        """
        shortest = SHORTEST_DIGITS if word[:1].isdigit() else SHORTEST_LETTERS
        if len(word) < shortest - 1:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        typed = np.frombuffer(word, np.uint8)
        easy, odd = neighbours(typed, self.slip_hashes, self.slip_words, letters(self.words))
        return easy, odd

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


def begun_with_a_slip(word: bytes) -> list[bytes]:
    """Return what a word of letters may be the beginning of, one slip of the fingers mended.

    A letter left out, one too many, two swapped, or another than the one typed for it.
    """
    found = {word[:at] + word[at + 1 :] for at in range(1, len(word)) if len(word) > SHORTEST}
    for at in range(len(word) - 1):
        found.add(word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :])
    for at, letter in enumerate(word):
        for other in np.flatnonzero(EASILY_MISTAKEN[:, letter]).tolist():
            found.add(word[:at] + bytes([other]) + word[at + 1 :])
    for at in range(len(word)):
        found.update(word[:at] + bytes([other]) + word[at:] for other in CAPITALS)
    return sorted(found - {word})
