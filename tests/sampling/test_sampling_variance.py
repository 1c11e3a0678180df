"""The variance is that over every possible sample, and the estimators are unbiased."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.sampling import Linear, goodman_estimator, naive_estimator
from rollcheck.sampling.variance import estimator_variance, inclusion

SHAPES = [(6, 5, 2, 3), (7, 4, 2, 3), (8, 8, 4, 4), (8, 3, 1, 5), (9, 6, 0, 4), (9, 7, 3, 8)]


def every_sample(raw: int, valid: int, pairs: int, sample: int) -> Iterator[tuple[int, int]]:
    """Valid lines and complete pairs of each sample; lines 0 and 1 are a pair, 2 and 3, ..."""
    for drawn in combinations(range(raw), sample):
        lines = set(drawn)
        both = sum({2 * pair, 2 * pair + 1} <= lines for pair in range(pairs))
        yield sum(line < valid for line in drawn), both


def moments(values: list[float]) -> tuple[float, float]:
    mean = sum(map(Fraction, values), Fraction()) / len(values)
    return float(mean), float(sum((Fraction(one) - mean) ** 2 for one in values) / len(values))


@pytest.mark.parametrize(("raw", "valid", "pairs", "sample"), SHAPES)
@pytest.mark.parametrize("make", [goodman_estimator, naive_estimator])
def test_variance_over_every_sample(
    raw: int, valid: int, pairs: int, sample: int, make: type[Linear]
) -> None:
    estimator = make(raw, sample)
    found = [
        estimator.per_line * y - estimator.per_pair * d
        for y, d in every_sample(raw, valid, pairs, sample)
    ]
    assert len(found) == comb(raw, sample)
    _, variance = moments(found)
    claimed = estimator_variance(
        raw, sample, np.array([float(valid)]), np.array([float(pairs)]), estimator
    )
    assert claimed[0] == pytest.approx(variance, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("raw", "valid", "pairs", "sample"), SHAPES)
def test_goodmans_estimator_is_unbiased_for_pairs(
    raw: int, valid: int, pairs: int, sample: int
) -> None:
    estimator = goodman_estimator(raw, sample)
    found = [
        estimator.per_line * y - estimator.per_pair * d
        for y, d in every_sample(raw, valid, pairs, sample)
    ]
    assert moments(found)[0] == pytest.approx(valid - pairs, rel=1e-9)


@settings(max_examples=50)
@given(st.integers(4, 10**9 - 1), st.data())
def test_inclusion_is_the_share_of_samples(raw: int, data: st.DataObject) -> None:
    sample = data.draw(st.integers(4, raw))
    exact = Fraction(sample * (sample - 1) * (sample - 2), raw * (raw - 1) * (raw - 2))
    assert inclusion(raw, sample, 3) == pytest.approx(float(exact), rel=1e-12)
