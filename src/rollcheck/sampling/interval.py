"""Intervals for the number of different valid signers, right also with few pairs.

Two parts are combined by the method of variance estimates recovery (Zou and Donner, Statistics in
Medicine 27 (2008) 1693-1702): for the valid lines Wilson's limits with the finite population
correction, for the pairs Garwood's exact Poisson limits. Each side adds the squares of the two
half-widths on that side. The pairs' part is multiplied by the exact dispersion of
``variance.pair_dispersion``, so that it shrinks to nothing as the sample becomes the petition.
"""

from statistics import NormalDist

import numpy as np

from rollcheck.sampling.poisson import poisson_limits
from rollcheck.sampling.variance import Floats, Linear, inclusion, pair_dispersion

# A half, and what floating point may lose: a limit that ends in one half goes outward.
HALF = 0.5 + 1e-6


def estimate_limits(
    raw: int, sample: int, valid_lines: Floats, pairs: Floats, estimator: Linear, tail: float
) -> tuple[Floats, Floats]:
    """Return the lower and upper limit for each sample, each to be missed with ``tail``.

    ``valid_lines`` and ``pairs`` are counts in the samples, one element a sample. The limits are
    the nearest whole signers, and never outside what the sample itself has shown: its own
    different valid signers, and all the lines not seen to be invalid or second copies.
    """
    z = NormalDist().inv_cdf(1 - tail)
    a, c = estimator.per_line, estimator.per_pair
    lines_low, lines_high = share_limits(raw, sample, valid_lines, z)
    pairs_low, pairs_high = _pair_limits(pairs, tail)
    dispersion = pair_dispersion(
        raw, sample, valid_lines * raw / sample, pairs / inclusion(raw, sample, 2), estimator
    )
    centre = estimator(valid_lines, pairs)
    # A negative dispersion takes back no more than the plain variance of the pairs.
    more = np.where(dispersion < 0, z * np.sqrt(pairs), pairs_high - pairs)
    fewer = np.where(dispersion < 0, z * np.sqrt(pairs), pairs - pairs_low)
    down = (a * (valid_lines - lines_low)) ** 2 + dispersion * (c * more) ** 2
    up = (a * (lines_high - valid_lines)) ** 2 + dispersion * (c * fewer) ** 2
    seen = valid_lines - pairs
    possible = raw - (sample - valid_lines) - pairs
    low = np.ceil(centre - np.sqrt(np.maximum(down, 0)) - HALF)
    high = np.floor(centre + np.sqrt(np.maximum(up, 0)) + HALF)
    return np.clip(low, seen, possible), np.clip(high, seen, possible)


def pair_count_limits(raw: int, sample: int, pairs: int, tail: float) -> tuple[float, float]:
    """Return limits for the number of pairs in the whole petition, from those in the sample."""
    two = inclusion(raw, sample, 2)
    low, high = poisson_limits(pairs, tail)
    only_pairs = Linear(0.0, 1.0)
    spread = pair_dispersion(
        raw, sample, np.array([float(raw)]), np.array([pairs / two]), only_pairs
    ).clip(0)
    scale = float(np.sqrt(spread[0]))
    return (pairs - scale * (pairs - low)) / two, (pairs + scale * (high - pairs)) / two


def share_limits(raw: int, sample: int, count: Floats, z: float) -> tuple[Floats, Floats]:
    """Return Wilson's limits for the expected count, corrected for the finite population."""
    if raw == sample:
        return count, count
    effective = sample * (raw - 1) / (raw - sample)
    share = count / sample
    weight = 1 + z * z / effective
    centre = (share + z * z / (2 * effective)) / weight
    half = z * np.sqrt(share * (1 - share) / effective + (z / (2 * effective)) ** 2) / weight
    return sample * np.maximum(centre - half, 0), sample * np.minimum(centre + half, 1)


def _pair_limits(pairs: Floats, tail: float) -> tuple[Floats, Floats]:
    different, where = np.unique(pairs, return_inverse=True)
    limits = np.array([poisson_limits(round(float(one)), tail) for one in different])
    return limits[where, 0], limits[where, 1]
