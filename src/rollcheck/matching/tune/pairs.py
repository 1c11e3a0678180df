"""Pairs of a line and a voter, compared by the kernel itself: each field's level, and rarities."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching.compare import Texts
from rollcheck.matching.compiled import Int32s
from rollcheck.matching.encode import encode
from rollcheck.matching.keep import fill_evidence
from rollcheck.matching.line_records import MOST_READINGS, READINGS, Chunk
from rollcheck.matching.partition import Matcher, match_partition, normalised
from rollcheck.matching.records import STAYS
from rollcheck.matching.tried import READING, RECORD, TOTAL, VOTER
from rollcheck.matching.weigh import EVIDENCE

Bits = npt.NDArray[np.float64]
BATCH = 200_000
"""Pairs compared at a time."""
LEAST = -(2**30)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs under the reading and the address that fit best.

    ``lines`` is the number of each pair's line; ``levels`` and ``bits`` (pairs, evidence) are
    places in each field's levels, and thousandths of a bit, by the places of ``EVIDENCE``.
    """

    lines: Int32s
    levels: Int32s
    bits: Int32s

    @property
    def totals(self) -> Int32s:
        """Return the scores, in thousandths of a bit."""
        totals: Int32s = self.bits.sum(axis=1, dtype=np.int32)
        return totals


@dataclass(frozen=True, slots=True)
class Comparer:
    """Lines made ready, and a roll, to compare any pair of them."""

    matcher: Matcher
    chunk: Chunk
    texts: Texts

    def compare(self, at: Int32s, rows: Int32s, *, as_written: bool = False) -> Pairs:
        """Compare lines (their numbers) with voters (their rows), pair by pair.

        ``as_written``: the name is read in that order, at the present address, and no other.
        """
        parts = [
            self._best(
                at[start : start + BATCH], rows[start : start + BATCH], as_written=as_written
            )
            for start in range(0, max(len(at), 1), BATCH)
        ]
        levels, bits = (np.concatenate([part[which] for part in parts]) for which in range(2))
        return Pairs(at, levels, bits)

    def _best(self, at: Int32s, rows: Int32s, *, as_written: bool) -> tuple[Int32s, Int32s]:
        prepared = self.matcher.prepared
        first = prepared.facts[rows, STAYS]
        # The next voter's first stay is where a voter's own end.
        stays = prepared.facts[rows + 1, STAYS] - first
        most = 0 if as_written else int(stays.max(initial=0))
        readings = 1 if as_written else MOST_READINGS
        levels, bits = self._evidence(at, rows, rows, 0)
        for stay in range(most + 1):
            records = rows if stay == 0 else prepared.voters + first + stay - 1
            for reading in range(readings):
                fits = (stay <= stays) & (reading < self.chunk.lines[at, READINGS])
                which = np.flatnonzero(fits)
                found = self._evidence(at[which], rows[which], records[which], reading)
                better = found[1].sum(axis=1) > bits[which].sum(axis=1)
                levels[which[better]] = found[0][better]
                bits[which[better]] = found[1][better]
        return levels, bits

    def _evidence(
        self, at: Int32s, rows: Int32s, records: Int32s, reading: int
    ) -> tuple[Int32s, Int32s]:
        """Return levels and bits of pairs under one reading, each at one address."""
        kept = np.zeros((len(at), 1, 4), np.int32)
        kept[:, 0, VOTER], kept[:, 0, RECORD] = rows, records
        kept[:, 0, READING], kept[:, 0, TOTAL] = reading, LEAST
        levels, bits = (np.zeros((len(at), 1, len(EVIDENCE)), np.int32) for _ in range(2))
        chunk = self.chunk._replace(lines=self.chunk.lines[at], readings=self.chunk.readings[at])
        counts = np.ones((len(at), 2), np.int32)
        roll, scale = self.matcher.roll, self.matcher.scale
        fill_evidence(chunk, self.texts, scale, roll, kept, counts, levels, bits)
        return levels[:, 0], bits[:, 0]


def comparer_of(lines: pa.Table, matcher: Matcher) -> Comparer:
    """Make lines (columns of ``LINE_COLUMNS``) ready to be compared with the matcher's roll."""
    known = normalised(lines, matcher.prepared, 1)
    words = matcher.prepared.words
    chunk = encode(lines, known, matcher.prepared, matcher.lore)
    texts = Texts(
        *(len(matcher.prepared.holders), words.data, words.starts, matcher.prepared.forms),
        *(chunk.words.data, chunk.words.starts, chunk.forms),
    )
    return Comparer(matcher, chunk, texts)


def candidates(lines: pa.Table, matcher: Matcher) -> Pairs:
    """Return each line with every candidate that matching shows for it."""
    shown = match_partition(lines, matcher).table["candidates"].combine_chunks()
    at = np.repeat(np.arange(len(lines), dtype=np.int32), np.diff(shown.offsets.to_numpy()))
    flat = shown.flatten()
    levels, bits = (
        pc.list_flatten(flat.field(name)).to_numpy().reshape(-1, len(EVIDENCE)).astype(np.int32)
        for name in ("levels", "bits")
    )
    return Pairs(at, levels, bits)


def chances(pairs: Pairs) -> Bits:
    """Return how likely each pair is the line's own, by its score beside the line's other pairs."""
    odds = np.exp2(np.clip(pairs.totals / 1000, -60, 60))
    of_line = np.zeros(int(pairs.lines.max(initial=-1)) + 1)
    np.add.at(of_line, pairs.lines, odds)
    return odds / (1 + of_line[pairs.lines])
