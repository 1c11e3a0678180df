"""The exact variance of a linear estimator under sampling without replacement.

A petition has N lines, Y of them valid (every copy counted), D voters among them with two lines
each. Of a simple random sample of n lines let y be the valid ones and d the pairs with both lines
in the sample. A set of j given lines lies in the sample with probability
``p_j = n(n-1)...(n-j+1) / N(N-1)...(N-j+1)``. Writing y and d as sums of indicators gives

- ``Var(y) = n (Y/N)(1 - Y/N)(N-n)/(N-1)``, hypergeometric;
- ``E(d) = D p_2`` and ``Var(d) = D p_2 (1 - p_2) + D(D-1)(p_4 - p_2^2)``, since two different
  pairs are four different lines;
- ``Cov(y, d) = D (2 p_2 + (Y-2) p_3 - p_2 n Y/N)``, since two of the valid lines are the pair
  itself and each of the others needs three lines in the sample.

``Var(a y - c d) = a^2 Var(y) + c^2 Var(d) - 2 a c Cov(y, d)``. These are the moments behind the
linear estimators of Goodman (1949) and of Smith-Cayama and Thomas (J. Official Statistics 21(3),
2005, 489-504), derived here anew; a test compares them with every sample of small petitions.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """An estimator of the number of different valid signers that is linear in the two counts.

    ``offset + per_line * y - per_pair * d`` for y valid lines (both copies counted) and d pairs.
    """

    per_line: float
    per_pair: float
    offset: float = 0.0

    def __call__(self, valid_lines: Floats, pairs: Floats) -> Floats:
        """Return the estimate for each sample."""
        return self.offset + self.per_line * valid_lines - self.per_pair * pairs


def inclusion(raw: int, sample: int, lines: int) -> float:
    """Return the probability that ``lines`` given lines are all in the sample."""
    share = 1.0
    for taken in range(lines):
        share *= max(sample - taken, 0) / (raw - taken) if raw > taken else 0.0
    return share


def naive_estimator(raw: int, sample: int) -> Linear:
    """Return the one that takes the valid share for the whole and knows nothing of pairs."""
    return Linear(raw / sample, raw / sample)


def goodman_estimator(raw: int, sample: int) -> Linear:
    """Return Goodman's (1949), unbiased where nobody signed more than twice."""
    return Linear(raw / sample, 1 / inclusion(raw, sample, 2))


def lines_variance(raw: int, sample: int, valid_lines: Floats) -> Floats:
    """Return Var(y) for petitions with ``valid_lines`` valid lines of ``raw``."""
    share = valid_lines / raw
    return sample * share * (1 - share) * ((raw - sample) / (raw - 1))


def pair_dispersion(
    raw: int, sample: int, valid_lines: Floats, pairs: Floats, estimator: Linear
) -> Floats:
    """Return what pairs add to the variance, in units of ``per_pair^2`` times their mean.

    That is ``(Var(T) - a^2 Var(y)) / (c^2 E(d))``, near 1 for a small sample, where pairs come as
    a Poisson count, and 0 where the sample is everything. It can be negative: in a large sample
    of a petition with many invalid lines, pairs move with the valid lines.
    """
    two, three, four = (inclusion(raw, sample, lines) for lines in (2, 3, 4))
    # An estimate can ask for more pairs than the valid lines could make.
    pairs = np.minimum(pairs, valid_lines / 2)
    spread = (1 - two) + (pairs - 1) * (four / two - two)
    together = 2 + (valid_lines - 2) * (three / two) - valid_lines * (sample / raw)
    return spread - 2 * estimator.per_line / estimator.per_pair * together


def estimator_variance(
    raw: int, sample: int, valid_lines: Floats, pairs: Floats, estimator: Linear
) -> Floats:
    """Return Var(T) of a linear estimator for petitions with these lines and pairs."""
    lines = estimator.per_line**2 * lines_variance(raw, sample, valid_lines)
    dispersion = pair_dispersion(raw, sample, valid_lines, pairs, estimator)
    mean = pairs * inclusion(raw, sample, 2)
    return np.maximum(lines + estimator.per_pair**2 * mean * dispersion, 0.0)
