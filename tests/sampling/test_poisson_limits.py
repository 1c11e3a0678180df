"""Garwood's limits: the published ones, and the equation that defines them."""

from math import exp, fsum, lgamma, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollcheck.sampling.poisson import gamma_share, poisson_limits


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # 95 % limits as tabled by Garwood (1936) and in Pearson and Hartley's Biometrika Tables
        (0, 0.0, 3.69),
        (1, 0.0253, 5.57),
        (2, 0.242, 7.22),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (20, 12.22, 30.89),
        (50, 37.11, 65.92),
    ],
)
def test_published_limits(count: int, low: float, high: float) -> None:
    found = poisson_limits(count, 0.025)
    assert found == pytest.approx((low, high), abs=0.006)


def poisson_at_most(count: int, mean: float) -> float:
    return fsum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(count + 1))


@given(st.integers(1, 3_000), st.floats(0.0005, 0.4))
def test_each_limit_is_missed_with_just_the_tail(count: int, tail: float) -> None:
    low, high = poisson_limits(count, tail)
    assert 0 < low < high
    assert 1 - poisson_at_most(count - 1, low) == pytest.approx(tail, rel=1e-6)
    assert poisson_at_most(count, high) == pytest.approx(tail, rel=1e-6)


@pytest.mark.parametrize("shape", [1.0, 40_000.0, 1_000_000.0])
def test_the_share_of_a_gamma_distribution_at_its_middle(shape: float) -> None:
    """Its median lies a third below its mean, to first order in 1/shape (exactly ln 2 at 1)."""
    median = log(2) if shape == 1 else shape - 1 / 3 + 8 / (405 * shape)
    assert gamma_share(shape, median) == pytest.approx(0.5, abs=1e-9)
