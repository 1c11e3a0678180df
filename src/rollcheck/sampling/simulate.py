"""Draw thousands of samples of a petition whose truth is known, and judge every estimator."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rollcheck.problems import raise_if_any
from rollcheck.sampling.counts import impossible
from rollcheck.sampling.estimate import LEVEL
from rollcheck.sampling.goodman import goodman_k, goodman_k_error
from rollcheck.sampling.interval import Samples, estimate_limits
from rollcheck.sampling.repeats import repeats
from rollcheck.sampling.shapes import Shape, sample_shape
from rollcheck.sampling.variance import (
    Floats,
    Linear,
    estimator_variance,
    goodman_estimator,
    inclusion,
)

MOST_DRAWS = 10_000_000
ROUNDING = 1e-6
Z = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Judged:
    """How one estimator did over all draws; numbers of signers, shares of draws.

    ``below`` and ``above`` are the shares of draws whose interval lies wholly below or above the
    truth; ``coverage`` is the rest. ``low`` to ``high`` holds the middle 95 % of the estimates.
    """

    name: str
    mean: float
    bias: float
    spread: float
    error: float
    mean_standard_error: float
    coverage: float
    below: float
    above: float
    width: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """A petition's truth, what to expect in a sample, and each estimator judged."""

    shape: Shape
    sample: int
    draws: int
    seed: int
    expected_pairs: float
    judged: tuple[Judged, ...]


def simulate(
    shape: Shape, sample: int, *, draws: int, seed: int, linear: Mapping[str, Linear]
) -> Simulation:
    """Judge the named linear estimators, and where a voter has k > 2 lines Goodman's for 3 to k.

    The same shape, sample, draws and seed give the same result. The valid count of a sample
    leaves every further copy out, and ``duplicates`` counts these. Raises ``RollcheckError``
    for a sample that cannot be drawn or a number of draws outside 100 to ten million.
    """
    check_draws(shape, sample, draws)
    lines, seen = sample_shape(shape, sample, draws, np.random.default_rng(seed))
    samples = Samples(shape.raw, sample, lines.astype(float), repeats(seen))
    judged = [_judge_linear(name, shape, samples, estimator) for name, estimator in linear.items()]
    for k in range(3, shape.most_copies + 1):
        estimates = goodman_k(shape.raw, sample, seen, k)
        errors = goodman_k_error(shape.raw, sample, seen, k)
        limits = (estimates - Z * errors, estimates + Z * errors)
        judged.append(_judged(f"goodman_{k}", shape.signers, estimates, errors, limits))
    two = inclusion(shape.raw, sample, 2)
    expected = two * sum(k * (k - 1) // 2 * voters for k, voters in shape.copies.items())
    return Simulation(shape, sample, draws, seed, expected, tuple(judged))


def check_draws(shape: Shape, sample: int, draws: int) -> None:
    """Raise ``RollcheckError`` for samples that cannot be drawn from the shape so many times."""
    problems = []
    if not 2 <= sample <= shape.raw:
        message = f"a sample of {sample:,} cannot come from {shape.raw:,} lines; choose 2 or more"
        problems.append(impossible("sample", message))
    if not 100 <= draws <= MOST_DRAWS:
        message = f"{draws:,} draws; choose 100 to {MOST_DRAWS:,}"
        problems.append(impossible("draws", message))
    raise_if_any(problems)


def _judge_linear(name: str, shape: Shape, samples: Samples, estimator: Linear) -> Judged:
    valid_lines, pairs = samples.valid_lines, samples.repeats.further
    whole = goodman_estimator(samples.raw, samples.sample)
    variance = estimator_variance(
        samples.raw,
        samples.sample,
        valid_lines * whole.per_line,
        pairs * whole.per_pair,
        estimator,
    )
    limits = estimate_limits(samples, estimator, (1 - LEVEL) / 2)
    estimates = estimator(valid_lines, pairs)
    return _judged(name, shape.signers, estimates, np.sqrt(variance), limits)


def _judged(
    name: str, truth: int, estimates: Floats, errors: Floats, limits: tuple[Floats, Floats]
) -> Judged:
    low, high = limits
    below, above = float(np.mean(high < truth - ROUNDING)), float(np.mean(low > truth + ROUNDING))
    bottom, top = np.quantile(estimates, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    mean = float(np.mean(estimates))
    return Judged(
        name=name,
        mean=mean,
        bias=mean - truth,
        spread=float(np.std(estimates)),
        error=float(np.sqrt(np.mean((estimates - truth) ** 2))),
        mean_standard_error=float(np.mean(errors)),
        coverage=1 - below - above,
        below=below,
        above=above,
        width=float(np.mean(high - low)),
        low=float(bottom),
        high=float(top),
    )
