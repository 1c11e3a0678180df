"""Pairs of a line and a voter, compared by the kernel itself: each field's level, and rarities."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s, entry
from rollcheck.matching.encode import encode, with_unsigned_units
from rollcheck.matching.evidence import compare_name, compare_person
from rollcheck.matching.line_records import MOST_READINGS, Chunk
from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.partition import CHUNK, Matcher, match_partition
from rollcheck.matching.search import Roll, choose_readings, compare_voter
from rollcheck.matching.tried import (
    NOT_COMPARED,
    READING,
    RECORD,
    TOTAL,
    VOTER,
    Tried,
    room_for_a_line,
)
from rollcheck.matching.weigh import BITS, EVIDENCE, SHARE, Scale

Bits = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs under the reading and the address that fit best.

    ``levels`` (pairs, 9) are places in each field's levels, by the places of ``EVIDENCE``;
    ``rarity`` (pairs, 9) the thousandths of a bit that a level's ``of`` counts; ``totals`` the
    scores in thousandths of a bit; ``lines`` the number of each pair's line.
    """

    lines: Int32s
    levels: Int32s
    rarity: Int32s
    totals: Int32s


class Room(NamedTuple):
    """Pairs of a line and a voter, by number, and room for what ``Pairs`` has of each."""

    lines: Int32s
    voters: Int32s
    levels: Int32s
    rarity: Int32s
    totals: Int32s


@entry
def _compare(
    chunk: Chunk,
    texts: Texts,
    scale: Scale,
    rarities: Scale,
    roll: Roll,
    tried: Tried,
    most: int,
    pairs: Room,
) -> None:
    """Fill levels, rarities and totals of each pair of a line and a voter.

    The name is read in the first ``most`` ways that are worth trying.
    """
    found = np.zeros(4, np.int32)
    for pair in range(len(pairs.lines)):
        at = pairs.lines[pair]
        line, readings = chunk.lines[at], chunk.readings[at]
        usable = min(most, choose_readings(scale, line, readings, tried))
        found[VOTER], found[TOTAL] = pairs.voters[pair], NOT_COMPARED
        compare_voter(texts, scale, roll, line, readings, usable, tried, found)
        pairs.totals[pair] = found[TOTAL]
        record, reading = roll.records[found[RECORD]], readings[found[READING]]
        levels, rarity = pairs.levels[pair], pairs.rarity[pair]
        person = compare_person(texts, rarities, line, record, levels, rarity)
        compare_name(texts, rarities, roll.nicknames, reading, record, person, levels, rarity)


@dataclass(frozen=True, slots=True)
class Comparer:
    """Lines made ready, and a roll, to compare any pair of them."""

    matcher: Matcher
    chunk: Chunk
    texts: Texts
    rarities: Scale

    def compare(self, at: Int32s, rows: Int32s, *, as_written: bool = False) -> Pairs:
        """Compare lines (their numbers) with voters (their rows), pair by pair.

        ``as_written``: the name is read in that order only.
        """
        shape = (len(at), len(EVIDENCE))
        levels, rarity = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
        totals = np.zeros(len(at), np.int32)
        matcher = self.matcher
        _compare(
            self.chunk,
            self.texts,
            matcher.scale,
            self.rarities,
            matcher.roll,
            room_for_a_line(),
            1 if as_written else MOST_READINGS,
            Room(at, rows, levels, rarity, totals),
        )
        return Pairs(at, levels, rarity, totals)


def comparer_of(lines: pa.Table, matcher: Matcher) -> Comparer:
    """Make lines (columns of ``LINE_COLUMNS``) ready to be compared with the matcher's roll."""
    normaliser = Normaliser(1)
    try:
        normalised = with_unsigned_units(
            normaliser, lines, normaliser.lines(lines), matcher.prepared
        )
    finally:
        normaliser.close()
    words = matcher.prepared.words
    chunk = encode(lines, normalised, matcher.prepared, matcher.lore)
    texts = Texts(
        *(int(words.count[0]), words.data, words.starts, matcher.prepared.forms),
        *(chunk.words.data, chunk.words.starts, chunk.forms),
    )
    scale = matcher.scale
    # With no bits but the rarity itself, a level's bits are its rarity.
    levels = scale.levels.copy()
    levels[BITS], levels[SHARE] = 0, 1000
    bare = scale._replace(levels=levels)
    return Comparer(matcher, chunk, texts, bare)


def candidates(lines: pa.Table, matcher: Matcher) -> tuple[Int32s, pa.Array]:
    """Return the candidates that matching shows for lines: each one's line, and its voter_id."""
    table = match_partition(lines, matcher, chunk=CHUNK).table
    shown = table["candidates"].combine_chunks()
    counts = np.diff(shown.offsets.to_numpy())
    at = np.repeat(np.arange(len(lines), dtype=np.int32), counts)
    return at, shown.flatten().field("voter_id")


def chances(pairs: Pairs) -> Bits:
    """Return how likely each pair is the line's own, by its score beside the line's other pairs."""
    odds = np.exp2(np.clip(pairs.totals / 1000, -60, 60))
    of_line = np.zeros(int(pairs.lines.max(initial=-1)) + 1)
    np.add.at(of_line, pairs.lines, odds)
    return odds / (1 + of_line[pairs.lines])
