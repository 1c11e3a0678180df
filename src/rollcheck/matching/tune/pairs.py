"""Pairs of a line and a voter, compared by the kernel itself: each field's level, and rarities."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s, entry
from rollcheck.matching.encode import encode, with_unsigned_units
from rollcheck.matching.line_records import MOST_READINGS, Chunk
from rollcheck.matching.normalise import Normaliser
from rollcheck.matching.partition import CHUNK, Matcher, match_partition
from rollcheck.matching.records import HAS_STAYS, SIGNS, STAYS
from rollcheck.matching.search import Roll, choose_readings, evidence
from rollcheck.matching.weigh import EVIDENCE, Scale

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


@entry
def _compare(  # noqa: PLR0913, PLR0917
    texts: Texts,
    scale: Scale,
    rarities: Scale,
    roll: Roll,
    lines: Int32s,
    readings: Int32s,
    at: Int32s,
    rows: Int32s,
    most: int,
    levels: Int32s,
    rarity: Int32s,
    totals: Int32s,
) -> None:
    """Fill levels, rarities and totals of each pair of a line (``at``) and a voter (``rows``).

    The name is read in the first ``most`` ways that are worth trying.
    """
    usable = np.zeros(16, np.int32)
    tried_levels, tried_bits = np.zeros(9, np.int32), np.zeros(9, np.int32)
    voters = len(roll.names)
    for pair in range(len(at)):
        line, row = lines[at[pair]], rows[pair]
        own = readings[at[pair]]
        stays = 0
        if roll.places[row, SIGNS] & HAS_STAYS:
            stays = roll.facts[row + 1, STAYS] - roll.facts[row, STAYS]
        ways = min(most, choose_readings(scale, line, own, usable))
        best = -(2**30)
        best_reading, best_address = 0, row
        for stay in range(stays + 1):
            address = row if stay == 0 else voters + roll.facts[row, STAYS] + stay - 1
            for reading in usable[:ways]:
                total = evidence(
                    texts,
                    scale,
                    roll,
                    line,
                    own[reading],
                    row,
                    roll.places[address],
                    tried_levels,
                    tried_bits,
                )
                if total > best:
                    best, best_reading, best_address = total, reading, address
        totals[pair] = best
        evidence(
            texts,
            rarities,
            roll,
            line,
            own[best_reading],
            row,
            roll.places[best_address],
            levels[pair],
            rarity[pair],
        )


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
        _compare(
            self.texts,
            self.matcher.scale,
            self.rarities,
            self.matcher.roll,
            self.chunk.lines,
            self.chunk.readings,
            at,
            rows,
            1 if as_written else MOST_READINGS,
            levels,
            rarity,
            totals,
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
    bare = scale._replace(bits=np.zeros_like(scale.bits), share=np.full_like(scale.share, 1000))
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
