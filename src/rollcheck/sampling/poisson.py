"""Exact limits for the mean of a Poisson count (Garwood 1936), in plain Python."""

from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist

TERMS = 100_000
PRECISION = 1e-13
TINY = 1e-300


@lru_cache(maxsize=100_000)
def poisson_limits(count: int, tail: float) -> tuple[float, float]:
    """Return the lower and upper limit for the mean, each missed with at most ``tail``.

    The lower limit is the mean at which ``count`` or more has probability ``tail``, the upper
    the one at which ``count`` or fewer has: Garwood, Biometrika 28 (1936) 437-442.
    """
    lower = gamma_quantile(count, tail) if count else 0.0
    return lower, gamma_quantile(count + 1, 1 - tail)


def gamma_quantile(shape: float, probability: float) -> float:
    """Return where a gamma distribution of that shape and scale 1 reaches the probability.

    Bisection between bounds around Wilson and Hilferty's approximation, to 12 digits.
    """
    z = NormalDist().inv_cdf(probability)
    guess = shape * max(1 - 1 / (9 * shape) + z / (3 * sqrt(shape)), 0.0) ** 3
    low, high = guess * 0.9, guess * 1.1 + 1e-9
    while gamma_share(shape, low) > probability:
        low /= 2
    while gamma_share(shape, high) < probability:
        high *= 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if gamma_share(shape, middle) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def gamma_share(shape: float, x: float) -> float:
    """Return the regularised lower incomplete gamma function P(shape, x).

    Its series below ``shape + 1`` and its continued fraction above (Abramowitz and Stegun 6.5.29
    and 6.5.31, the latter by Lentz's method).
    """
    if x <= 0:
        return 0.0
    front = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        return front * _series(shape, x)
    return 1.0 if x == inf else 1 - front * _continued_fraction(shape, x)


def _series(shape: float, x: float) -> float:
    term = total = 1 / shape
    for step in range(1, TERMS):
        term *= x / (shape + step)
        total += term
        if term < total * PRECISION:
            break
    return total


def _continued_fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / b
    value = d
    for step in range(1, TERMS):
        factor = -step * (step - shape)
        b += 2
        d = 1 / _not_zero(factor * d + b)
        c = _not_zero(b + factor / c)
        value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
