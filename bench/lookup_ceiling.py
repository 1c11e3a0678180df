"""Look-up: the best that any ranking could do, from knowing how the queries of the bench are made.

The text typed is all there is. Where sixty Smiths live in a zip code, no ranking puts the one meant
among the first ten more often than ten times in sixty. The ranking here knows what no program in
use can know: which kind of query it is, and how often each slip is made. Given that, and that
every voter is as likely to be meant as any other, ordering the voters by the probability of what
was typed is the best there is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Array = npt.NDArray[Any]
Words = tuple[str, ...]
WIDTH = 32  # letters of a word that are compared; none of the rolls made here has more
ROUNDING = 1e-9
OTHER = ord("E")  # the key taken to be beside one that is not in the table


@dataclass(frozen=True, slots=True)
class Slips:
    """How a typist errs: the share of words with a slip, of these with a second, and the keys."""

    first: float
    second: float
    near_keys: Mapping[str, str]

    def keys(self) -> Array:
        """Return, for each letter below 128, how many keys are beside it, and which."""
        table = np.zeros((128, 5), np.int64)
        table[:, :2] = (1, OTHER)
        for letter, beside in self.near_keys.items():
            for case in {letter, letter.lower()}:
                table[ord(case), 0] = len(beside)
                table[ord(case), 1 : len(beside) + 1] = [ord(key) for key in beside]
        return table


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a query as each voter would write it.

    ``letters`` are the distinct words, a letter's number in each place, 0 after the last. A value
    has ``counts[value]`` words, which are ``words[value]`` (rows of ``letters``, -1 after the
    last). ``values[row]`` is a voter's value; the voters of one who may be meant are those in
    ``rows`` from ``starts[value]`` to ``starts[value + 1]``.
    """

    letters: Array
    counts: Array
    words: Array
    values: Array
    rows: Array
    starts: Array


def piece_of(texts: Sequence[str], codes: Array, meant: Array) -> Piece:
    """Make a piece of the text of each code, the code of each voter, and who may be meant."""
    distinct = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    values = np.array([distinct[text] for text in texts], np.int32)[codes]
    split = [text.split() for text in distinct]
    places = {w: place for place, w in enumerate(dict.fromkeys(w for ws in split for w in ws))}
    letters = np.zeros((len(places), WIDTH), np.int32)
    for word, place in places.items():
        letters[place, : len(word)] = [ord(letter) for letter in word[:WIDTH]]
    counts = np.array([len(ws) for ws in split])
    words = np.full((len(split), max(1, counts.max())), -1, np.int32)
    for value, ws in enumerate(split):
        words[value, : len(ws)] = [places[w] for w in ws]
    rows = np.argsort(values, kind="stable")
    rows = rows[meant[rows]].astype(np.int32)
    sizes = np.bincount(values[rows], minlength=len(split))
    return Piece(letters, counts, words, values, rows, np.concatenate([[0], np.cumsum(sizes)]))


@dataclass(frozen=True, slots=True)
class Roll:
    """The voters of a roll, ``meant`` those who may be, and their pieces, read when asked for.

    ``texts`` says for each piece which column it is made of, and how.
    """

    voters: Path
    meant: Array
    texts: Mapping[str, tuple[str, Callable[[str], str]]]
    read: dict[str, Piece] = field(default_factory=dict)

    def piece(self, name: str) -> Piece:
        """Return a piece by its name."""
        if name not in self.read:
            column, text_of = self.texts[name]
            table = pq.read_table(self.voters, columns=[column])
            plain = pc.fill_null(table[column].cast(pa.string()), "")
            coded = plain.combine_chunks().dictionary_encode()
            texts = [text_of(text) for text in coded.dictionary.to_pylist()]
            self.read[name] = piece_of(texts, coded.indices.to_numpy(), self.meant)
        return self.read[name]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best possible ranking of the voters of a roll."""

    roll: Roll
    slips: Slips
    known: dict[tuple[str, Words], tuple[Array, Array]] = field(default_factory=dict)

    def chance(self, pieces: Sequence[str], text: str, row: int, top: int) -> float:
        """Return how likely the voter of ``row``, who is meant, is among the first ``top``.

        Of equally likely voters, each is as likely to come first as any other.
        """
        rows, likely = self._likely(pieces, tuple(text.split()))
        # Products of the same numbers differ in their last digits by the order of multiplying.
        own = likely[rows == row].max()
        before = int(np.count_nonzero(likely > own * (1 + ROUNDING)))
        alike = int(np.count_nonzero(likely >= own * (1 - ROUNDING))) - before
        return min(max((top - before) / alike, 0.0), 1.0)

    def _likely(self, names: Sequence[str], typed: Words) -> tuple[Array, Array]:
        """Return the voters for whom the text may have been typed, and how likely it then is."""
        found = []
        pieces = [self.roll.piece(name) for name in names]
        lengths = [np.unique(piece.counts).tolist() for piece in pieces]
        for parts in _splits(typed, lengths):
            known = [self._values(*pair) for pair in zip(names, parts, strict=True)]
            sizes = [
                int(np.sum(piece.starts[values + 1] - piece.starts[values]))
                for piece, (values, _) in zip(pieces, known, strict=True)
            ]
            least = int(np.argmin(sizes))
            rows = _rows(pieces[least], known[least][0])
            likely = np.ones(len(rows))
            for piece, (values, probable) in zip(pieces, known, strict=True):
                dense = np.zeros(len(piece.counts))
                dense[values] = probable
                likely *= dense[piece.values[rows]]
            found.append((rows[likely > 0], likely[likely > 0]))
        rows, likely = (np.concatenate(arrays) for arrays in zip(*found, strict=True))
        return rows, likely

    def _values(self, name: str, typed: Words) -> tuple[Array, Array]:
        """Return the values of a piece that may be typed so, and how likely that is."""
        if (name, typed) not in self.known:
            piece = self.roll.piece(name)
            values = np.flatnonzero(piece.counts == len(typed))
            likely = np.ones(len(values))
            for place, word in enumerate(typed):
                likely *= self._words(name, word)[piece.words[values, place]]
                values, likely = values[likely > 0], likely[likely > 0]
            self.known[name, typed] = values, likely
        return self.known[name, typed]

    def _words(self, name: str, word: str) -> Array:
        """Return how likely each word of a piece is typed so."""
        letters = np.array([ord(letter) for letter in word], np.int32)
        slips = self.slips
        table = self.roll.piece(name).letters
        found: Array = probabilities(letters, table, slips.keys(), slips.first, slips.second)
        return found


def _splits(typed: Words, lengths: Sequence[Sequence[int]]) -> Iterator[tuple[Words, ...]]:
    """Yield the ways to give each piece some of the words, in their order."""
    if not lengths:
        if not typed:
            yield ()
        return
    for length in lengths[0]:
        if length <= len(typed):
            for rest in _splits(typed[length:], lengths[1:]):
                yield (typed[:length], *rest)


def _rows(piece: Piece, values: Array) -> Array:
    """Return the voters who have one of some values."""
    lists = [piece.rows[piece.starts[value] : piece.starts[value + 1]] for value in values]
    return np.concatenate([np.empty(0, np.int32), *lists])


@numba.njit(cache=True)
def probabilities(typed: Array, words: Array, keys: Array, first: float, second: float) -> Array:
    """Return, for each word, the probability that it is typed so; see ``bench.lookup.typed``."""
    found = np.zeros(len(words))
    mine = _presence(typed)
    for w in range(len(words)):
        length = 0
        while length < words.shape[1] and words[w, length]:
            length += 1
        word = words[w, :length]
        # A slip adds at most one letter and takes at most one away.
        if abs(length - len(typed)) > 2 or _bits(_presence(word) ^ mine) > 4:
            continue
        same = _same(word, typed)
        if length <= 2:
            found[w] = same
        else:
            found[w] = (1 - first) * same + first * _slipped(typed, word, keys, second)
    return found


@numba.njit(cache=True)
def _slipped(typed: Array, word: Array, keys: Array, second: float) -> float:
    """Return the probability that a word with a slip, and of these ``second`` with two, is typed.

    The slips are those of ``bench.lookup.slipped``; only words of five letters slip twice.
    """
    total = 0.0
    other = np.empty(len(word) + 1, np.int32)
    for place in range(len(word)):
        beside = keys[word[place]] if word[place] < len(keys) else keys[0]
        for what in range(4):
            replaced = what == 3 or (what == 0 and len(word) == 1)
            replaced = replaced or (what == 2 and place + 1 == len(word))
            choices = beside[0] if replaced else 1
            for choice in range(choices):
                key = beside[choice + 1] if replaced else -1
                length = _slip(word, place, what, key, other)
                wrong = other[:length]
                likely = 1.0 * _same(wrong, typed)
                if second > 0 and length > 4:
                    likely *= 1 - second
                    if _perhaps_one_slip(typed, wrong):
                        likely += second * _slipped(typed, wrong, keys, 0.0)
                total += likely / (4 * len(word) * choices)
    return total


@numba.njit(cache=True)
def _slip(word: Array, place: int, what: int, key: int, other: Array) -> int:
    """Write a word with one slip to ``other``, and return its length. ``key`` -1: none beside."""
    if key >= 0:
        other[: len(word)] = word
        other[place] = key
        return len(word)
    if what == 0:
        other[:place] = word[:place]
        other[place : len(word) - 1] = word[place + 1 :]
        return len(word) - 1
    if what == 1:
        other[: place + 1] = word[: place + 1]
        other[place + 1 : len(word) + 1] = word[place:]
        return len(word) + 1
    other[: len(word)] = word
    other[place], other[place + 1] = word[place + 1], word[place]
    return len(word)


@numba.njit(cache=True)
def _perhaps_one_slip(one: Array, two: Array) -> bool:
    """Tell whether what differs is one letter, or two neighbours; or nothing."""
    least = min(len(one), len(two))
    same = 0
    while same < least and one[same] == two[same]:
        same += 1
    end = 0
    while end < least - same and one[len(one) - 1 - end] == two[len(two) - 1 - end]:
        end += 1
    return max(len(one), len(two)) - same - end <= 2


@numba.njit(cache=True)
def _same(one: Array, two: Array) -> bool:
    return len(one) == len(two) and bool(np.all(one == two))


@numba.njit(cache=True)
def _presence(word: Array) -> int:
    """Return a bit for each letter that a word has."""
    found = 0
    for letter in word:
        found |= 1 << (letter % 61)
    return found


@numba.njit(cache=True)
def _bits(number: int) -> int:
    found = 0
    while number:
        number &= number - 1
        found += 1
    return found
