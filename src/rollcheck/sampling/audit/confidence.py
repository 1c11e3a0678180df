"""Confidence sequences: which totals of harm the reviews leave possible, at every look at once.

A total is left out once the test of "so much, or more" (or, turned round, "so much, or less") has
held 2 / (1 - confidence) times its first money: Waudby-Smith and Ramdas 2024, theorem 3, for
sampling without replacement. The bounds hold together at every number of reviews, so that one may
stop whenever one likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rollcheck.sampling.audit.rule import BettingRule
from rollcheck.sampling.audit.supermartingale import Part, Reviewed

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds on the total harm of a population, in whole voters, and the number of its lines."""

    low: int
    high: int
    lines: int

    @property
    def rates(self) -> tuple[float, float]:
        """The bounds as shares of the lines."""
        return self.low / self.lines, self.high / self.lines


def interval(
    parts: Sequence[Part], reviewed: Sequence[Reviewed], rule: BettingRule, *, risk: float
) -> Interval:
    """Return bounds that are wrong with a probability of at most ``risk``, half on each side."""
    harming = sum(part.lines * part.most for part in parts)
    helping = sum(part.lines * (1 - part.most) for part in parts)
    turned = [Part(part.lines, part.weight, 1 - part.most) for part in parts]
    opposite = [Reviewed(one.part, -one.harm) for one in reviewed]
    above = _least_refuted(_Path(parts, reviewed), rule, risk / 2, -helping, harming + 1)
    below = _least_refuted(_Path(turned, opposite), rule, risk / 2, -harming, helping + 1)
    return Interval(1 - below, above - 1, harming + helping)


class _Path:
    """The reviews as columns: what does not depend on the total under test."""

    def __init__(self, parts: Sequence[Part], reviewed: Sequence[Reviewed]) -> None:
        harm = np.array([float(one.harm) for one in reviewed])
        which = np.array([one.part for one in reviewed], dtype=np.int64)
        weights = np.array([part.weight for part in parts], dtype=np.float64)
        taken = np.zeros((len(reviewed) + 1, len(parts)))
        taken[np.arange(1, len(reviewed) + 1), which] = 1
        left = np.array([part.lines for part in parts]) - taken.cumsum(axis=0)
        total = left @ weights
        most = np.array([float(part.most) for part in parts])
        worst = np.where(left > 0, most / weights, 0).max(axis=1)
        self.found_before = np.concatenate([[0.0], harm.cumsum()])
        self.z = harm * total[:-1] / weights[which]
        self.most = (total * worst)[:-1]
        self.left = (left * most).sum(axis=1)

    def most_money(self, total: int, rule: BettingRule) -> float:
        """Return the most money held by the test of "the harm is ``total`` or more"."""
        missing = total - self.found_before
        # A millionth of a voter: sums of thirds must not make a total look impossible.
        if (missing > self.left + 1e-6).any():
            return float("inf")
        room = self.most - missing[:-1]
        gain = np.divide(missing[:-1] - self.z, room, out=np.zeros(len(room)), where=room > 1e-9)
        money = sum(
            float(share) * np.cumprod(np.maximum(1 + float(fraction) * gain, 0))
            for fraction, share in zip(rule.fractions, rule.shares, strict=True)
        )
        return max(1.0, float(np.max(money, initial=1.0)))


def _least_refuted(path: _Path, rule: BettingRule, risk: float, low: int, high: int) -> int:
    """Return the least total whose test is refuted, by halving: ``high`` always is."""
    while low < high:
        middle = (low + high) // 2
        if path.most_money(middle, rule) * risk >= 1:
            high = middle
        else:
            low = middle + 1
    return low
