"""From lines and a roll to a weights file: pairs, shares, bits."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rollcheck.matching.levels import FIELDS
from rollcheck.matching.partition import matcher_of
from rollcheck.matching.prepared import prepare
from rollcheck.matching.rules import Rules
from rollcheck.matching.tune.estimate import (
    ENOUGH_TRUE,
    ESTIMATED,
    NULL_LEVELS,
    Shares,
    estimated,
    shares,
    splink_version,
)
from rollcheck.matching.tune.labels import Labels
from rollcheck.matching.tune.pairs import (
    Bits,
    Comparer,
    Pairs,
    candidates,
    chances,
    comparer_of,
)
from rollcheck.matching.weigh import EVIDENCE
from rollcheck.matching.weights import Level, Weights, load_weights
from rollcheck.problems import Problem, Progress, RollcheckError, silent
from rollcheck.roll import Snapshot

MOST_LINES = 60_000
"""Lines looked at, drawn evenly; more change the bits by less than people could set them."""
RANDOM_PAIRS = 2_000_000
ENOUGH_RANDOM = 30.0
"""A level seen less often, among random or true pairs, keeps the bits it had."""
FEWEST_PAIRS = 50
MOST_BITS = 14.0


@dataclass(frozen=True, slots=True)
class Tuned:
    """Weights, and which levels (``field.level``) were too rare to be estimated."""

    weights: Weights
    kept: tuple[str, ...]
    lines: int
    pairs: int


def tune(
    lines: pa.Table,
    snapshot: Snapshot,
    *,
    name: str,
    labels: Labels | None = None,
    seed: int = 1,
    progress: Progress = silent,
) -> Tuned:
    """Estimate the bits of every level from lines and a roll, and from labelled pairs if given.

    ``lines`` has the columns of ``LINE_COLUMNS``; ``name`` is what the weights are to be called.
    A level is worth log2(m / u): m is its share among true pairs, by Splink; u among pairs drawn
    at random, or the rarity that the level names. Priors, thresholds and what ``of`` names are
    those of the shipped weights. The same input and seed give the same weights. Raises
    ``RollcheckError`` where Splink is not installed or there are too few pairs to learn from.
    """
    splink = splink_version()
    start, chance = load_weights(), np.random.default_rng(seed)
    if labels is None:
        lines = lines.take(pa.array(np.sort(chance.permutation(len(lines))[:MOST_LINES])))
    else:
        lines = lines.filter(pc.is_in(lines["line_id"], value_set=pa.array(labels.line_ids)))
    prepared = prepare(snapshot, progress=progress)
    rules = Rules(None, None, snapshot.as_of, None, None)
    matcher = matcher_of(prepared, rules, start)
    comparer = comparer_of(lines, matcher)
    progress("Estimating weights", 0, 3)
    pairs = _labelled(comparer, lines, labels) if labels else candidates(lines, matcher)
    progress("Estimating weights", 1, 3)
    true = chances(pairs) if labels is None else np.ones(len(pairs.lines))
    _refuse_too_few(float(true.sum()))
    at_random = _random_pairs(comparer, len(lines), prepared.voters, chance)
    u = shares(at_random, np.ones(RANDOM_PAIRS))
    progress("Estimating weights", 2, 3)
    m = estimated(pairs, true if labels is None else None, u)
    levels, kept = _weighed(start, m, u, pairs, true)
    progress("Estimating weights", 3, 3)
    how = f"{len(pairs.lines)} labelled pairs" if labels else "expectation and maximisation"
    said = (
        f"Estimated with Splink {splink} by {how}, on {len(lines)} lines against a roll of "
        f"{prepared.voters} voters as of {snapshot.as_of.isoformat()}, seed {seed}. Prior and "
        f"thresholds: {start.name}, version {start.version}. Too rare to be estimated, and as "
        f"there: {', '.join(kept) or 'none'}."
    )
    weights = replace(start, name=name, version=1, set_from=said, levels=levels)
    return Tuned(weights, kept, len(lines), len(pairs.lines))


def _labelled(comparer: Comparer, lines: pa.Table, labels: Labels) -> Pairs:
    """Compare the labelled pairs."""
    prepared = comparer.matcher.prepared
    every_id = prepared.voter_ids(np.arange(prepared.voters, dtype=np.int32))
    at = pc.index_in(pa.array(labels.line_ids), value_set=lines["line_id"])
    rows = pc.index_in(pa.array(labels.voter_ids), value_set=every_id)
    numbers = (found.to_numpy(zero_copy_only=False).astype(np.int32) for found in (at, rows))
    return comparer.compare(*numbers)


def _refuse_too_few(true: float) -> None:
    if true < FEWEST_PAIRS:
        message = (
            f"only {true:.0f} lines have a voter to learn from, and {FEWEST_PAIRS} are the "
            "least; name a larger file"
        )
        raise RollcheckError([Problem("lines", None, None, "too_few_pairs", message)])


def _random_pairs(
    comparer: Comparer, lines: int, voters: int, chance: np.random.Generator
) -> Pairs:
    """Compare lines with anybody, names read as written.

    The best of all readings would be one with nothing to disagree in; but a candidate that comes
    close to a line agrees with it as written.
    """
    at = chance.integers(0, lines, RANDOM_PAIRS).astype(np.int32)
    rows = chance.integers(0, voters, RANDOM_PAIRS).astype(np.int32)
    return comparer.compare(at, rows, as_written=True)


def _weighed(
    start: Weights, m: Shares, u: Shares, pairs: Pairs, true: Bits
) -> tuple[tuple[Level, ...], tuple[str, ...]]:
    """Return every level with its bits, and the names of those that kept them."""
    found: list[Level] = []
    unseen: list[str] = []
    for level in start.levels:
        bits = _bits(level, m, u, pairs, true)
        if bits is None:
            if level.field in ESTIMATED and level.name not in NULL_LEVELS:
                unseen.append(f"{level.field}.{level.name}")
            found.append(level)
        else:
            found.append(replace(level, bits=round(1000 * bits)))
    return tuple(found), tuple(unseen)


def _bits(level: Level, m: Shares, u: Shares, pairs: Pairs, true: Bits) -> float | None:
    """Return log2(m / u) less the rarity that the level counts; None where too little was seen.

    Where the level counts a rarity r, u is c * 2^-(share * r) for a constant c: its share among
    random pairs by what that power is on average among the true pairs of the level.
    """
    if level.field not in ESTIMATED or level.name in NULL_LEVELS:
        return None
    at, place = FIELDS[level.field].index(level.name), EVIDENCE.index(level.field)
    share_of_true, share_at_random = float(m[level.field][at]), float(u[level.field][at])
    here = pairs.levels[:, place] == at
    seen = float(true[here].sum())
    enough = seen >= ENOUGH_TRUE and share_at_random * RANDOM_PAIRS >= ENOUGH_RANDOM
    if not enough or not share_of_true > 0:
        return None
    if level.of is None:
        return float(np.clip(np.log2(share_of_true / share_at_random), -MOST_BITS, MOST_BITS))
    rarity = (pairs.bits[here, place] - level.bits) / 1000
    alike = float(np.average(np.exp2(-rarity), weights=true[here]))
    return float(np.clip(np.log2(share_of_true * alike / share_at_random), -MOST_BITS, MOST_BITS))
