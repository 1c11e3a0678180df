"""Goodman's unbiased estimator for signers counted up to k times, and why k = 2 is the choice.

L. A. Goodman, Annals of Mathematical Statistics 20 (1949) 572-579: with f_j voters seen j times in
a sample of n of N lines, the only unbiased estimator of the number of different signers is
``sum over j of [1 - (-1)^j (N-n+j-1)...(N-n) / (n ... (n-j+1))] f_j``.
"""

from collections.abc import Mapping
from math import prod

import numpy as np

from rollcheck.sampling.shapes import Counts
from rollcheck.sampling.variance import Floats, inclusion


def goodman_weights(raw: int, sample: int, k: int) -> tuple[float, ...]:
    """Return the weight of a voter seen j times, for j from 0 (which is 0) to k."""
    weights = [0.0]
    for j in range(1, k + 1):
        ratio = prod(
            (raw - sample + j - 1 - i) / (sample - i) if sample > i else 0 for i in range(j)
        )
        weights.append(1 - (-1) ** j * ratio)
    return tuple(weights)


def goodman_k(raw: int, sample: int, seen: Counts, k: int) -> Floats:
    """Return the estimates of samples whose row j counts the voters seen j times.

    A voter seen more than k times counts as seen k times.
    """
    return np.asarray(_weights_of(raw, sample, k, len(seen)) @ seen)


def goodman_k_error(raw: int, sample: int, seen: Counts, k: int) -> Floats:
    """Return the standard errors that take each f_j for a Poisson count: too small for k > 2."""
    weights = _weights_of(raw, sample, k, len(seen))
    variance = weights**2 @ seen - (weights @ seen) ** 2 / sample
    return np.sqrt(np.maximum(variance, 0))


def _weights_of(raw: int, sample: int, k: int, rows: int) -> Floats:
    weights = goodman_weights(raw, sample, k)
    return np.array([weights[min(j, k)] for j in range(rows)])


def error_of_assuming_two(raw: int, sample: int, copies: Mapping[int, int]) -> float:
    """Return the bias of the estimator for pairs where ``copies[k]`` voters have k lines each.

    Of a voter's k lines, j in the sample give j valid lines and max(j - 1, 0) further copies; the
    expectation is over the hypergeometric j. It is 0 for k = 2 and negative beyond.
    """
    weight = 1 / inclusion(raw, sample, 2)
    bias = 0.0
    for k, voters in copies.items():
        drawn = k * sample / raw
        seen = 1 - _none_drawn(raw, sample, k)
        bias += voters * (k - weight * (drawn - seen) - 1)
    return bias


def _none_drawn(raw: int, sample: int, k: int) -> float:
    """Return the probability that none of k given lines is in the sample."""
    return prod(max(raw - sample - i, 0) / (raw - i) for i in range(k))
