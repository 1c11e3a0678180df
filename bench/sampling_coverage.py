"""How often the 95 % interval of the duplicate-corrected projection holds the truth."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bench.report import Report
from rollcheck.sampling import Judged, Shape, goodman_estimator, petition_shape, simulate
from rollcheck.sampling.estimate import FEW_PAIRS, LEAST_COVERAGE

DRAWS_AT_WHOLE_SCALE = 200_000
# More samples tell no more, and a petition that fewer leave outside the bars gets as many.
ENOUGH_DRAWS = 20_000
REPEATED_DRAWS = 4
AT_RANDOM = 300
MOST_COVERAGE = 0.97
SMALLEST_SAMPLE = 100
RAW = (1_000, 8_000, 50_000, 700_000)
FRACTIONS = (0.01, 0.03, 0.05, 0.1, 0.25, 0.5, 0.8)
VALID_RATES = (0.3, 0.6, 0.8, 0.95)
PAIR_RATES = (0, 0.002, 0.01, 0.03, 0.06, 0.1)
# Voters with so many lines each, as shares of all lines: first as people may sign who forget that
# they have signed before, then as odd as anybody may think of.
REPEATED: Mapping[str, Mapping[int, float]] = {
    "triples, a twelfth of the pairs": {2: 0.05, 3: 0.004},
    "pairs, triples and fours": {2: 0.03, 3: 0.005, 4: 0.001},
    "few triples and no pair": {3: 0.002},
    "triples and no pair": {3: 0.02},
    "more triples than pairs, and sixes": {2: 0.01, 3: 0.015, 6: 0.003},
    "fours alone": {4: 0.01},
    "pairs, fives and twenties": {2: 0.03, 5: 0.005, 20: 0.001},
    "tens alone": {10: 0.005},
    "some voters with 60 lines": {60: 0.0005},
}
BANDS = (
    ("none", 0, 0),
    ("up to 1", 0, 1),
    ("1 to 5", 1, 5),
    ("5 to 20", 5, FEW_PAIRS),
    ("20 to 100", FEW_PAIRS, 100),
    ("over 100", 100, float("inf")),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One petition and sample of the grid."""

    shape: Shape
    sample: int

    def __str__(self) -> str:
        shape = self.shape
        words = f"{self.sample:,} of {shape.raw:,}, {shape.valid_lines / shape.raw:.0%} valid"
        if shape.most_copies > 2:
            return words
        return f"{words}, {shape.copies.get(2, 0) / shape.raw:.1%} pairs"


def grid() -> list[Cell]:
    """Every petition of the grid with a sample of 100 lines or more."""
    return [
        Cell(
            petition_shape(raw, round(raw * valid), {2: round(raw * pairs)}), round(raw * fraction)
        )
        for raw, fraction, valid, pairs in product(RAW, FRACTIONS, VALID_RATES, PAIR_RATES)
        if raw * fraction >= SMALLEST_SAMPLE
    ]


def repeated(shares: Mapping[int, float]) -> list[Cell]:
    """Every petition in which such shares of the lines are voters with so many lines each."""
    cells = []
    for raw, fraction, valid in product(RAW, FRACTIONS, VALID_RATES):
        copies = {k: max(1, round(raw * share)) for k, share in shares.items()}
        lines, sample = round(raw * valid), round(raw * fraction)
        fits = sum(k * voters for k, voters in copies.items()) <= lines
        if sample >= SMALLEST_SAMPLE and fits:
            cells.append(Cell(petition_shape(raw, lines, copies), sample))
    return cells


def at_random(petitions: int) -> list[Cell]:
    """Petitions of any shape: from 20 lines to a million, samples of a few lines to all but a few.

    Up to four kinds of voters with 2 to 40 lines each have from a few of the valid lines to all.
    """
    chance = random.Random(1)
    cells: list[Cell] = []
    while len(cells) < petitions:
        raw = round(10 ** chance.uniform(1.3, 6))
        tenths = 10 ** chance.uniform(-2.5, 0)
        sample = round(raw * chance.choice([chance.random(), tenths, 1 - tenths]))
        lines = left = round(raw * chance.random())
        copies: dict[int, int] = {}
        for k in chance.sample([2, 3, 4, 5, 6, 8, 12, 20, 40], chance.randint(1, 4)):
            share = chance.choice([10 ** chance.uniform(-4, 0), chance.random()])
            copies[k] = int(left * share / k)
            left -= k * copies[k]
        if 2 <= sample < raw:
            cells.append(Cell(petition_shape(raw, lines, copies), sample))
    return cells


def judged(cell: Cell, draws: int) -> tuple[float, Judged]:
    """Return the pairs expected in a sample, and how the interval did."""
    estimator = goodman_estimator(cell.shape.raw, cell.sample)
    result = simulate(cell.shape, cell.sample, draws=draws, seed=1, linear={"goodman": estimator})
    return result.expected_pairs, result.judged[0]


def in_band(expected: float, low: float, high: float) -> bool:
    """Say whether that many expected pairs belong to a band: from low to below high, or just 0."""
    return expected == 0 if high == 0 else expected > 0 and low <= expected < high


def row(name: str, found: Sequence[tuple[Cell, float]]) -> tuple[str, ...]:
    """Return one line of the table: how many petitions, the coverage, the lowest one's petition."""
    coverages = [coverage for _, coverage in found]
    worst = min(found, key=lambda one: one[1])[0]
    mean = sum(coverages) / len(coverages)
    return (
        name,
        str(len(found)),
        f"{min(coverages):.2%}",
        f"{mean:.2%}",
        f"{max(coverages):.2%}",
        str(worst),
    )


def outside(cell: Cell, expected: float, coverage: float) -> bool:
    """Say whether a coverage is outside the bars.

    The upper bar is for petitions in which nobody signed more than twice: where somebody may
    have, no interval can be both right and sharp.
    """
    sharp = expected >= FEW_PAIRS and cell.shape.most_copies <= 2
    return coverage < LEAST_COVERAGE or (sharp and coverage > MOST_COVERAGE)


def failures(found: Iterable[tuple[Cell, float, float]]) -> list[str]:
    """Return a sentence for each petition whose coverage is outside the bars."""
    return [
        f"{cell}: {coverage:.2%} covered"
        for cell, expected, coverage in found
        if outside(cell, expected, coverage)
    ]


def covered(cells: Iterable[Cell], draws: int) -> list[tuple[Cell, float, float]]:
    """Return each petition with the pairs expected in a sample and the coverage.

    One outside the bars after few samples, where chance alone may put it, is judged again.
    """
    found = []
    for cell in cells:
        expected, one = judged(cell, draws)
        if draws < ENOUGH_DRAWS and outside(cell, expected, one.coverage):
            expected, one = judged(cell, ENOUGH_DRAWS)
        found.append((cell, expected, one.coverage))
    return found


def run(scale: float) -> Report:
    """Simulate the whole grid; ``scale`` sets the draws of each petition, 20,000 from 0.1 on.

    Petitions with voters of three lines or more get a quarter of them.
    """
    draws = min(max(2_000, round(DRAWS_AT_WHOLE_SCALE * scale)), ENOUGH_DRAWS)
    found = covered(grid(), draws)
    rows = []
    for name, low, high in BANDS:
        inside = [(cell, share) for cell, pairs, share in found if in_band(pairs, low, high)]
        rows.append(row(f"pairs alone: {name}", inside))
    wrong = failures(found)
    others = {name: repeated(shares) for name, shares in REPEATED.items()}
    for name, cells in {**others, "made at random": at_random(AT_RANDOM)}.items():
        more = [(cell, share) for cell, _, share in covered(cells, draws // REPEATED_DRAWS)]
        rows.append(row(name, more))
        # The upper bar is for the grid: elsewhere a sample may leave a handful of lines.
        wrong += failures([(cell, 0.0, share) for cell, share in more])
    return Report(
        name="sampling",
        title="Sampling: coverage of the duplicate-corrected 95 % interval",
        question=(
            "Of random samples, how many have an interval that holds the number of different "
            "valid signers? It must be 94 % or more everywhere, and 97 % or less where 20 pairs "
            "or more are expected in the sample and nobody signed more than twice."
        ),
        columns=("pairs expected, or shape", "petitions", "lowest", "mean", "highest", "where"),
        rows=tuple(rows),
        settings=settings(draws),
        notes=(
            "With few pairs the interval is conservative on purpose.",
            "So it is where voters have three lines or more: a sample cannot tell how many do.",
        ),
        failures=tuple(wrong),
    )


def settings(draws: int) -> tuple[str, ...]:
    """Say what was simulated."""
    shapes = (f"{name}: {shares_in_words(shares)}." for name, shares in REPEATED.items())
    return (
        f"{draws:,} samples of each petition with pairs alone, seed 1.",
        f"{draws // REPEATED_DRAWS:,} samples of each of the others.",
        f"{ENOUGH_DRAWS:,} of each that fewer leave outside the bars.",
        f"Lines {', '.join(f'{raw:,}' for raw in RAW)}.",
        f"Sampled {', '.join(f'{one:.0%}' for one in FRACTIONS)}, {SMALLEST_SAMPLE} lines or more.",
        f"Valid {', '.join(f'{one:.0%}' for one in VALID_RATES)}.",
        f"Voters with two lines {', '.join(f'{one:.1%}' for one in PAIR_RATES)} of the lines.",
        *shapes,
    )


def shares_in_words(shares: Mapping[int, float]) -> str:
    """Say how many voters have how many lines, such as ``0.4% of the lines with 3 each``."""
    voters = [f"{share:.2%} with {k} lines each" for k, share in shares.items()]
    return f"of voters, as a share of all lines, {', '.join(voters)}"
