"""What a campaign knows of its own lines, as thousands of petitions that agree with it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rollcheck.problems import raise_if_any
from rollcheck.sampling.counts import SampleCounts, impossible
from rollcheck.sampling.variance import Floats

Growth = Literal["pool", "rate"]
SCENARIOS = 4_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Prospects:
    """Possible petitions: for each its valid share, its pairs per line, and a normal deviate.

    ``valid_share`` is of all lines, every copy counted; ``pair_rate`` is pairs of one voter's
    lines, per line, among ``measured_at`` lines. With ``growth`` "rate" that rate stays. With
    "pool" every valid line is that of a random voter of a pool of willing ones, as large as the
    pairs say: second copies grow about with the square of the lines, and signers never pass it.
    """

    valid_share: Floats
    pair_rate: Floats
    deviate: Floats
    growth: Growth
    measured_at: int

    def valid_lines(self, filed: int) -> Floats:
        """Return the valid lines of each petition when ``filed`` lines are filed."""
        spread = np.sqrt(filed * self.valid_share * (1 - self.valid_share))
        return np.clip(np.floor(filed * self.valid_share + self.deviate * spread), 0, filed)

    def pairs(self, filed: int) -> Floats:
        """Return the second copies of each petition when ``filed`` lines are filed."""
        lines = self.valid_lines(filed)
        if self.growth == "rate":
            return np.minimum(np.ceil(filed * self.pair_rate), np.floor(lines / 2))
        pool = self.valid_share**2 * (self.measured_at - 1) / (2 * self.pair_rate)
        pool = np.maximum(pool, 1.0)
        return np.ceil(lines + pool * np.expm1(-lines / pool))

    def signers(self, filed: int) -> Floats:
        """Return the different valid signers of each petition when ``filed`` lines are filed."""
        return self.valid_lines(filed) - self.pairs(filed)


def prospects_of_rates(valid_rate: float, duplicate_rate: float) -> Prospects:
    """Take the rates for known: shares of the lines filed, the second copies among the valid.

    Raises ``RollcheckError`` for rates outside 0 to 1 or more second copies than first ones.
    """
    problems = []
    for name, rate in (("valid_rate", valid_rate), ("duplicate_rate", duplicate_rate)):
        if not 0 <= rate <= 1:
            problems.append(impossible(name, f"{rate:g} is no rate; give 0 to 1, or 0 % to 100 %"))
    if not problems and 2 * duplicate_rate > valid_rate:
        message = (
            f"a duplicate rate of {duplicate_rate:.1%} needs a valid rate of at least twice that, "
            f"and it is {valid_rate:.1%}: the valid rate counts both copies"
        )
        problems.append(impossible("duplicate_rate", message))
    raise_if_any(problems)
    same = np.ones(SCENARIOS)
    deviate = np.random.default_rng(SEED).standard_normal(SCENARIOS)
    return Prospects(same * valid_rate, same * duplicate_rate, deviate, "rate", 1)


def prospects_of_sample(counts: SampleCounts, growth: Growth) -> Prospects:
    """Take the rates from the campaign's own sample, as uncertain as it leaves them.

    ``counts.raw`` is the lines collected when it was drawn. The valid share is drawn from
    Beta(y + 1/2, n - y + 1/2), the pairs in a sample like this from Gamma(d + 1), the distribution
    behind the upper Garwood limit: with few pairs seen the plan leans to more of them. A sample of
    nearly all lines is known better than this says.
    """
    randomness = np.random.default_rng(SEED)
    lines, size = counts.valid_lines, counts.sample
    share = randomness.beta(lines + 0.5, size - lines + 0.5, SCENARIOS)
    in_sample = randomness.gamma(counts.duplicates + 1.0, 1.0, SCENARIOS)
    per_line = in_sample * (counts.raw - 1) / (size * (size - 1))
    deviate = randomness.standard_normal(SCENARIOS)
    return Prospects(share, per_line, deviate, growth, counts.raw)
