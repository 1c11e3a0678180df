"""What a sample says: each estimate with its standard error, interval and confidence."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from rollcheck.sampling.counts import SampleCounts
from rollcheck.sampling.interval import (
    Samples,
    beyond_pairs,
    estimate_limits,
    one_sided_limits,
    pair_count_limits,
)
from rollcheck.sampling.repeats import repeats
from rollcheck.sampling.variance import Linear, estimator_variance, goodman_estimator, inclusion

LEVEL = 0.95
# What the interval keeps to, on a grid of petitions and as near as draws can tell.
LEAST_COVERAGE = 0.94
SMALLEST_TAIL = 1e-9
FEW_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Estimate:
    """One projection, in different valid signers, with what is known of its error.

    ``low`` to ``high`` is the 95 % interval. ``confidence`` is that of the signers being at least
    the required number (``confidence_of_at_least``), None without such a number.
    """

    name: str
    projected: float
    standard_error: float
    low: float
    high: float
    confidence: float | None


@dataclass(frozen=True, slots=True)
class PairsEstimate:
    """Voters with two lines in the whole petition, projected from the pairs in the sample."""

    projected: float
    low: float
    high: float


def estimate(
    name: str, counts: SampleCounts, estimator: Linear, required: int | None = None
) -> Estimate:
    """Return a linear estimate with its exact plug-in standard error and 95 % interval.

    The variance is that of ``variance.py`` at the estimated numbers of valid lines and pairs. With
    no pair in the sample the standard error holds nothing for pairs; the interval does.
    """
    lines, pairs = _arrays(counts)
    raw, sample = counts.raw, counts.sample
    whole = goodman_estimator(raw, sample)
    variance = estimator_variance(
        raw, sample, lines * whole.per_line, pairs * whole.per_pair, estimator
    )
    low, high = estimate_limits(_samples(counts), estimator, (1 - LEVEL) / 2)
    return Estimate(
        name,
        float(estimator(lines, pairs)[0]),
        sqrt(float(variance[0])),
        float(low[0]),
        float(high[0]),
        None if required is None else confidence_of_at_least(counts, estimator, required),
    )


def confidence_of_at_least(counts: SampleCounts, estimator: Linear, required: int) -> float:
    """Return the confidence that there are ``required`` different valid signers or more.

    It is read off limits to one side: 0.975 where the lower limit that is missed by 2.5 % of
    samples is ``required``, 0.025 where the upper one is, 0.5 at the estimate and wherever neither
    limit reaches (Schweder and Hjort, Scandinavian Journal of Statistics 29 (2002) 309-332, on
    confidence distributions). It speaks of the method over many samples, not of a prior belief.
    """
    if required <= counts.valid:
        return 1.0
    if required > counts.raw - (counts.sample - counts.valid):
        return 0.0
    lines, pairs = _arrays(counts)
    samples = _samples(counts)
    above = float(estimator(lines, pairs)[0]) >= required

    def beyond(tail: float) -> bool:
        low, high = one_sided_limits(samples, estimator, tail)
        return bool(low[0] >= required) if above else bool(high[0] < required)

    inside, outside = SMALLEST_TAIL, 0.5
    if not beyond(outside):
        return 0.5
    for _ in range(50):
        middle = sqrt(inside * outside)
        inside, outside = (inside, middle) if beyond(middle) else (middle, outside)
    return 1 - outside if above else outside


def estimate_pairs(counts: SampleCounts) -> PairsEstimate:
    """Return ``d N(N-1)/(n(n-1))`` and its 95 % interval."""
    low, high = pair_count_limits(counts.raw, counts.sample, counts.duplicates, (1 - LEVEL) / 2)
    projected = counts.duplicates / inclusion(counts.raw, counts.sample, 2)
    return PairsEstimate(projected, low, high)


def left_open(counts: SampleCounts) -> float:
    """Return how many signers too many the correction for pairs may take off, at 95 %.

    It does where voters signed three times or more: as many as the sample does not exclude.
    """
    estimator = goodman_estimator(counts.raw, counts.sample)
    seen, unseen = beyond_pairs(_samples(counts), estimator, 1 - LEVEL)
    return float(seen[0] + unseen[0])


def _arrays(counts: SampleCounts) -> tuple[np.ndarray, np.ndarray]:
    return np.array([float(counts.valid_lines)]), np.array([float(counts.duplicates)])


def _samples(counts: SampleCounts) -> Samples:
    seen = np.array(counts.voters_seen, dtype=np.int64)[:, np.newaxis]
    lines, _ = _arrays(counts)
    return Samples(counts.raw, counts.sample, lines, repeats(seen))
