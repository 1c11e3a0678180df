"""The words of a roll that a token may be: itself, its continuations, one slip away, or far."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rollcheck.roll.lookup.edits import EASILY_MISTAKEN, neighbours, twice_edited
from rollcheck.roll.lookup.vocabulary import SHORTEST_DIGITS, SHORTEST_LETTERS, WIDTH, letters

Array = npt.NDArray[Any]
CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHORTEST = 3  # letters of the beginning of a word


@dataclass(frozen=True, slots=True)
class Words:
    """The sorted words of an index, with what its misspelt words are found by."""

    words: Array
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

    def one_edit_away(self, word: bytes) -> list[Array]:
        """Return the words with one letter more, less, other, or two neighbours swapped.

        First those for which ``word`` is typed by a slip of the fingers, then those with a key
        beside or what is alike, then the others. Of a word just too short to be told from its
        neighbours only those with one letter more are known.
        """
        shortest = SHORTEST_DIGITS if word[:1].isdigit() else SHORTEST_LETTERS
        if len(word) < shortest - 1:
            return [np.empty(0, np.int64)] * 3
        typed = np.frombuffer(word, np.uint8)
        return neighbours(typed, self.slip_hashes, self.slip_words, letters(self.words))

    def far(self, word: bytes, costs: Array) -> tuple[Array, Array]:
        """Return the words two edits away, in order, and what these edits cost together.

        ``costs`` are those of one edit by kind. Of the two edits one is easily made.
        """
        typed, table = np.frombuffer(word, np.uint8), letters(self.words)
        found, sums = twice_edited(typed, self.slip_hashes, self.slip_words, table, costs)
        order = np.lexsort((sums, found))
        places, firsts = np.unique(found[order], return_index=True)
        return places, sums[order][firsts]


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
