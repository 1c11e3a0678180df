"""Intervals for the number of different valid signers, right also with few pairs.

Three parts are combined by the method of variance estimates recovery (Zou and Donner, Statistics in
Medicine 27 (2008) 1693-1702): for the valid lines Wilson's limits with the finite population
correction, for the pairs Garwood's exact Poisson limits, and upward the signers that the correction
for pairs may have taken off too many where voters signed three times or more (``repeats.py``). Each
side adds the squares of the half-widths on that side. The pairs' part is multiplied by the exact
dispersion of ``variance.pair_dispersion``, so that it shrinks to nothing as the sample becomes the
petition. No side is less wide than the voters seen once alone would make it: in a sample of nearly
everything only they have further signers among the lines not drawn.

What triples leave open is not noise but a range that a sample cannot narrow. An interval that
reaches over such a range misses the truth at one of its ends alone; its ends are therefore chosen
as Imbens and Manski choose them (Econometrica 72 (2004) 1845-1857): the chances of missing at both
ends add up to 5 % for a petition at the end of the range where nobody signed more than twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from rollcheck.sampling.poisson import poisson_limits
from rollcheck.sampling.repeats import Repeats, fewest_further, independent
from rollcheck.sampling.variance import (
    Floats,
    Linear,
    estimator_variance,
    goodman_estimator,
    inclusion,
    pair_dispersion,
)

# A half, and what floating point may lose: a limit that ends in one half goes outward.
HALF = 0.5 + 1e-6
LEVELS = 8
SMALL = 100
Beyond = tuple[Floats | float, Floats | float]


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples of one petition: lines filed, lines drawn, and of each sample what was seen in it.

    ``valid_lines`` counts every copy and has one element a sample.
    """

    raw: int
    sample: int
    valid_lines: Floats
    repeats: Repeats


def estimate_limits(samples: Samples, estimator: Linear, tail: float) -> tuple[Floats, Floats]:
    """Return the lower and upper limits, both together to be missed with ``2 * tail``.

    The limits are the nearest whole signers, and never outside what the sample itself has shown:
    its own different valid signers, and all the lines not seen to be invalid or second copies.
    """
    whole = goodman_estimator(samples.raw, samples.sample)
    variance = estimator_variance(
        samples.raw,
        samples.sample,
        samples.valid_lines * whole.per_line,
        np.maximum(samples.repeats.further, 1) * whole.per_pair,
        estimator,
    )
    shift, reach = beyond_pairs(samples, estimator, 2 * tail)
    error = np.sqrt(np.maximum(variance, 1.0))
    _, high = _limits(samples, estimator, np.full_like(error, tail), (shift, reach))
    low, _ = _limits(samples, estimator, _lower_tails((shift + reach) / error, tail), (0.0, 0.0))
    return low, high


def one_sided_limits(samples: Samples, estimator: Linear, tail: float) -> tuple[Floats, Floats]:
    """Return the lower and the upper limit, each by itself to be missed with ``tail``."""
    tails = np.full(len(samples.valid_lines), tail)
    return _limits(samples, estimator, tails, beyond_pairs(samples, estimator, tail))


def _limits(
    samples: Samples, estimator: Linear, tails: Floats, beyond: Beyond
) -> tuple[Floats, Floats]:
    raw, sample, valid_lines = samples.raw, samples.sample, samples.valid_lines
    a, c, pairs = estimator.per_line, estimator.per_pair, samples.repeats.further
    z = _by_value(lambda tail: -NormalDist().inv_cdf(tail), tails)
    lines_low, lines_high = share_limits(raw, sample, valid_lines, z)
    fewer, more = _pair_widths(samples.repeats, tails)
    dispersion = pair_dispersion(
        raw, sample, valid_lines * raw / sample, pairs / inclusion(raw, sample, 2), estimator
    )
    # A negative dispersion takes back no more than the plain variance of the pairs.
    more = np.where(dispersion < 0, z * np.sqrt(pairs), more)
    fewer = np.where(dispersion < 0, z * np.sqrt(pairs), fewer)
    shift, reach = beyond
    down = (a * (valid_lines - lines_low)) ** 2 + dispersion * (c * more) ** 2
    up = (a * (lines_high - valid_lines)) ** 2 + dispersion * (c * fewer) ** 2
    if _correction(raw, sample, estimator):
        once_low, once_high = share_limits(raw, sample, samples.repeats.once, z)
        down = np.maximum(down, (a * (samples.repeats.once - once_low)) ** 2)
        up = np.maximum(up, (a * (once_high - samples.repeats.once)) ** 2)
    centre = estimator(valid_lines, pairs)
    seen = valid_lines - pairs
    possible = raw - (sample - valid_lines) - pairs
    low = np.ceil(centre - np.sqrt(np.maximum(down, 0)) - HALF)
    high = np.floor(centre + shift + np.sqrt(np.maximum(up, 0) + reach**2) + HALF)
    return np.clip(low, seen, possible), np.clip(high, seen, possible)


def beyond_pairs(samples: Samples, estimator: Linear, tail: float) -> tuple[Floats, Floats]:
    """Return how many signers too many an estimator may take off for voters with three lines.

    That is first what the triples seen say, and then how much more those unseen may add, at their
    upper Poisson limit to be missed with ``tail``. Both are 0 for an estimator that takes a second
    copy for one line, and in proportion for one between that and Goodman's.
    """
    raw, sample, found = samples.raw, samples.sample, samples.repeats
    two, three = inclusion(raw, sample, 2), inclusion(raw, sample, 3)
    share = _correction(raw, sample, estimator)
    if not share:
        return np.zeros_like(found.pairs), np.zeros_like(found.pairs)
    events = independent(found.triples, found.triples_squares)
    each = np.divide(found.triples, events, out=np.ones_like(events), where=events > 0)
    upper = _by_value(lambda count: poisson_limits(round(count), tail)[1], events)
    beyond = each * (upper - events) * (1 - three)
    pairs = found.pairs / two
    triples = found.triples / three if three else np.zeros_like(pairs)
    most = triples + (beyond / three if three else np.inf)
    fewest = fewest_further(pairs, triples)
    shift = np.maximum(found.further / two - fewest, 0)
    return share * shift, share * (fewest - fewest_further(pairs, most))


def _correction(raw: int, sample: int, estimator: Linear) -> float:
    """Return how much of Goodman's correction for pairs an estimator makes, from 0 to 1."""
    whole = goodman_estimator(raw, sample)
    beyond_a_line = whole.per_pair - whole.per_line
    if beyond_a_line <= 0:
        return 0.0
    return min(max((estimator.per_pair - estimator.per_line) / beyond_a_line, 0.0), 1.0)


def _lower_tails(left_open: Floats, tail: float) -> Floats:
    """Return the chance of missing at the lower end, by what is left open in standard errors.

    Where nothing is left open it is ``tail``. Otherwise the upper limit lies at least
    ``sqrt(z^2 + left_open^2)`` standard errors up and is missed less often; the rest of
    ``2 * tail`` may be missed at the lower end. Levels are a few, each rounded to the safe side.
    """
    normal, both = NormalDist(), 2 * tail
    levels = np.linspace(tail, both * 0.999, LEVELS)
    z = normal.inv_cdf(1 - tail)
    needed = [sqrt(max(normal.inv_cdf(1 - (both - one)) ** 2 - z * z, 0.0)) for one in levels]
    return np.asarray(levels[np.searchsorted(needed, left_open, side="right") - 1])


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


def share_limits(raw: int, sample: int, count: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Return Wilson's limits for the expected count, corrected for the finite population.

    In a sample of fewer than ``SMALL`` lines they are also corrected for continuity (Newcombe,
    Statistics in Medicine 17 (1998) 857-872): without it they miss too often.
    """
    if raw == sample:
        return count, count
    step = 0.5 if sample < SMALL else 0.0
    low, _ = _wilson(raw, sample, np.maximum(count - step, 0), z)
    _, high = _wilson(raw, sample, np.minimum(count + step, sample), z)
    return low, high


def _wilson(raw: int, sample: int, count: Floats, z: Floats) -> tuple[Floats, Floats]:
    effective = sample * (raw - 1) / (raw - sample)
    share = count / sample
    weight = 1 + z * z / effective
    centre = (share + z * z / (2 * effective)) / weight
    half = z * np.sqrt(share * (1 - share) / effective + (z / (2 * effective)) ** 2) / weight
    return sample * np.maximum(centre - half, 0), sample * np.minimum(centre + half, 1)


def _pair_widths(found: Repeats, tails: Floats) -> tuple[Floats, Floats]:
    """Return how far Garwood's limits lie below and above the second and further copies."""
    events = independent(found.further, found.further_squares)
    each = np.divide(found.further, events, out=np.ones_like(events), where=events > 0)
    fewer, more = np.zeros_like(events), np.zeros_like(events)
    for tail in np.unique(tails):
        here = tails == tail
        counts = events[here]
        fewer[here] = counts - _by_value(_garwood(float(tail), 0), counts)
        more[here] = _by_value(_garwood(float(tail), 1), counts) - counts
    return each * fewer, each * more


def _garwood(tail: float, end: int) -> Callable[[float], float]:
    return lambda count: poisson_limits(round(count), tail)[end]


def _by_value(function: Callable[[float], float], values: Floats) -> Floats:
    """Return the function of each value, computed once for those that are the same."""
    different, where = np.unique(values, return_inverse=True)
    return np.array([function(float(one)) for one in different])[where]
