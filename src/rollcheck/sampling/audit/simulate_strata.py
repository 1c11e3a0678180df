"""How many re-reviews to expect where strata are drawn with weights, or from both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rollcheck.sampling.audit.rule import BettingRule
from rollcheck.sampling.audit.simulate import NEVER, Audits
from rollcheck.sampling.audit.supermartingale import Part

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WrongPart:
    """Lines that share a weight, as in the test, and how many of them are wrong in truth.

    A wrong line of a part that can do harm does one voter's, of the other kind one voter's good.
    """

    part: Part
    wrong: int

    @property
    def harm(self) -> int:
        """The harm of one of its wrong lines: 1 or -1."""
        return 1 if self.part.most else -1


def harm_of(parts: Sequence[WrongPart]) -> int:
    """Return the harm of all lines: the decision is wrong where it reaches the margin."""
    return sum(one.harm * one.wrong for one in parts)


def simulate_strata(
    parts: Sequence[WrongPart],
    margin: int,
    *,
    risk: Fraction,
    rule: BettingRule,
    runs: int,
    seed: int,
    limit: int,
) -> Audits:
    """Audit ``runs`` times, each next line with a probability in proportion to its weight.

    The test is that of ``supermartingale``, here in floating point and for all runs at once.
    Audits that are not confirmed after ``limit`` lines count as never confirmed.
    """
    population = _Population(parts, runs, margin)
    held = np.tile([float(share) for share in rule.shares], (runs, 1))
    fractions = np.array([float(one) for one in rule.fractions])
    generator, ended = np.random.default_rng(seed), np.full(runs, NEVER)
    if population.impossible().all():
        return Audits((0,) * runs)
    lines = min(limit, sum(one.part.lines for one in parts))
    for drawn in range(1, lines + 1):
        held *= np.maximum(1 + fractions * population.draw(generator)[:, np.newaxis], 0)
        sure = (held.sum(axis=1) >= float(1 / risk)) | population.impossible()
        ended[sure & (ended == NEVER)] = drawn
        if (ended != NEVER).all():
            break
    return Audits(tuple(None if n == NEVER else int(n) for n in ended))


class _Population:
    """The lines not drawn yet in every run: a row for each run, a column for each part."""

    def __init__(self, parts: Sequence[WrongPart], runs: int, margin: int) -> None:
        self.weight = np.array([float(one.part.weight) for one in parts])
        self.most = np.array([float(one.part.most) for one in parts])
        self.harm = np.array([float(one.harm) for one in parts])
        self.left = np.tile([float(one.part.lines) for one in parts], (runs, 1))
        self.wrong = np.tile([float(one.wrong) for one in parts], (runs, 1))
        self.missing = np.full(runs, float(margin))
        self.rows = np.arange(runs)

    def impossible(self) -> NDArray[np.bool_]:
        """Whether the lines left cannot make up the margin any more, in each run."""
        return np.asarray(self.missing > self.left @ self.most)

    def draw(self, generator: np.random.Generator) -> Floats:
        """Draw the next line of every run; return what the largest safe bet gains by it."""
        by_part = self.left * self.weight
        total = by_part.sum(axis=1)
        bound = total * (np.where(self.left > 0, self.most / self.weight, 0)).max(axis=1)
        at = generator.random(len(total)) * total
        part = (
            (by_part.cumsum(axis=1) <= at[:, np.newaxis]).sum(axis=1).clip(max=len(self.most) - 1)
        )
        here = self.rows, part
        is_wrong = generator.random(len(total)) * self.left[here] < self.wrong[here]
        harm = self.harm[part] * is_wrong
        room = bound - self.missing
        gain = np.divide(
            self.missing - harm * total / self.weight[part],
            room,
            out=np.zeros_like(room),
            where=room > 0,
        )
        self.left[here] -= 1
        self.wrong[here] -= is_wrong
        self.missing -= harm
        return np.asarray(gain)
