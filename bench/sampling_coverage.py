"""How often the 95 % interval of the duplicate-corrected projection holds the truth."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from bench.report import Report
from rollcheck.sampling import Judged, Shape, goodman_estimator, petition_shape, simulate
from rollcheck.sampling.estimate import FEW_PAIRS

DRAWS_AT_WHOLE_SCALE = 200_000
LEAST_COVERAGE, MOST_COVERAGE = 0.94, 0.97
SMALLEST_SAMPLE = 100
RAW = (1_000, 8_000, 50_000, 700_000)
FRACTIONS = (0.01, 0.03, 0.05, 0.1, 0.25, 0.5, 0.8)
VALID_RATES = (0.3, 0.6, 0.8, 0.95)
PAIR_RATES = (0, 0.002, 0.01, 0.03, 0.06, 0.1)
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
        pairs = shape.copies.get(2, 0)
        return (
            f"{self.sample:,} of {shape.raw:,}, {shape.valid_lines / shape.raw:.0%} valid, "
            f"{pairs / shape.raw:.1%} pairs"
        )


def grid() -> list[Cell]:
    """Every petition of the grid with a sample of 100 lines or more."""
    return [
        Cell(
            petition_shape(raw, round(raw * valid), {2: round(raw * pairs)}), round(raw * fraction)
        )
        for raw, fraction, valid, pairs in product(RAW, FRACTIONS, VALID_RATES, PAIR_RATES)
        if raw * fraction >= SMALLEST_SAMPLE
    ]


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


def failures(found: Iterable[tuple[Cell, float, float]]) -> list[str]:
    """Return a sentence for each petition whose coverage is outside the bars."""
    return [
        f"{cell}: {coverage:.2%} covered"
        for cell, expected, coverage in found
        if coverage < LEAST_COVERAGE or (expected >= FEW_PAIRS and coverage > MOST_COVERAGE)
    ]


def run(scale: float) -> Report:
    """Simulate the whole grid; ``scale`` sets the draws of each petition, 200,000 at 1."""
    draws = max(2_000, round(DRAWS_AT_WHOLE_SCALE * scale))
    found = [(cell, *judged(cell, draws)) for cell in grid()]
    covered = [(cell, expected, one.coverage) for cell, expected, one in found]
    rows = []
    for name, low, high in BANDS:
        inside = [(cell, share) for cell, pairs, share in covered if in_band(pairs, low, high)]
        rows.append(row(name, inside))
    return Report(
        name="sampling",
        title="Sampling: coverage of the duplicate-corrected 95 % interval",
        question=(
            "Of random samples, how many have an interval that holds the number of different "
            "valid signers? It must be 94 % or more everywhere, and 97 % or less where 20 pairs "
            "or more are expected in the sample."
        ),
        columns=("pairs expected", "petitions", "lowest", "mean", "highest", "where lowest"),
        rows=tuple(rows),
        settings=(
            f"{draws:,} samples of each of {len(found)} petitions, seed 1.",
            (
                f"Lines {', '.join(f'{raw:,}' for raw in RAW)}; sampled "
                f"{', '.join(f'{one:.0%}' for one in FRACTIONS)}, {SMALLEST_SAMPLE} lines or more; "
                f"valid {', '.join(f'{one:.0%}' for one in VALID_RATES)}; voters with two lines "
                f"{', '.join(f'{one:.1%}' for one in PAIR_RATES)} of the lines."
            ),
        ),
        notes=("With few pairs the interval is conservative on purpose.",),
        failures=tuple(failures(covered)),
    )
