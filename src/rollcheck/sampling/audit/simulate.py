"""How many re-reviews to expect: seeded simulation of whole audits, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from rollcheck.sampling.audit.rule import BettingRule

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
BLOCK = 256
BATCH = 4_000
NEVER = -1
QUANTILES = (10, 25, 50, 75, 90, 99)


@dataclass(frozen=True, slots=True)
class Audits:
    """Simulated audits: after how many reviews each was confirmed, ``None`` where it never was."""

    confirmed_after: tuple[int | None, ...]

    @property
    def confirmed(self) -> int:
        """How many were confirmed."""
        return sum(n is not None for n in self.confirmed_after)

    @property
    def expected(self) -> float | None:
        """The mean number of reviews; ``None`` where an audit was not confirmed."""
        ends = self._ends()
        return sum(ends) / len(ends) if ends else None

    def quantiles(self) -> dict[str, int] | None:
        """Return the number of reviews within which so many per cent of audits end."""
        ends = self._ends()
        return {f"p{q}": ends[-(-q * len(ends) // 100) - 1] for q in QUANTILES} if ends else None

    def _ends(self) -> list[int]:
        """Return the numbers of reviews in ascending order; none where one never ended."""
        ends = sorted(n for n in self.confirmed_after if n is not None)
        return ends if len(ends) == len(self.confirmed_after) else []


def simulate_audits(
    lines: int,
    margin: int,
    wrong: int,
    *,
    risk: Fraction,
    rule: BettingRule,
    runs: int,
    seed: int,
    limit: int | None = None,
) -> Audits:
    """Audit ``runs`` times ``lines`` lines of which ``wrong`` are wrong by a whole voter.

    Lines are drawn without replacement, all equally often, until the risk is at most ``risk``,
    every line is reviewed or ``limit`` lines are. No logarithm decides where an audit ends, so
    that a seed gives the same audits wherever numpy's generator is the same.
    """
    if margin > lines:
        return Audits((0,) * runs)
    generator = np.random.default_rng(seed)
    last = lines if limit is None else min(limit, lines)
    ended: list[int | None] = []
    while len(ended) < runs:
        batch = _Batch(min(BATCH, runs - len(ended)), lines, margin, wrong)
        ended += [
            None if n == NEVER else int(n)
            for n in batch.run(generator, rule, float(1 / risk), last)
        ]
    return Audits(tuple(ended))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some of the audits, as many as memory holds at once."""

    runs: int
    lines: int
    margin: int
    wrong: int

    def run(
        self, generator: np.random.Generator, rule: BettingRule, enough: float, last: int
    ) -> Whole:
        """Return after how many reviews each audit held ``enough`` money, or ``NEVER``."""
        ended = np.full(self.runs, NEVER)
        active: Whole = np.arange(self.runs)
        found = np.zeros(self.runs, dtype=np.int64)
        held = np.tile([float(share) for share in rule.shares], (self.runs, 1))
        fractions = [float(one) for one in rule.fractions]
        drawn = 0
        while drawn < last and len(active):
            size = min(BLOCK, last - drawn)
            errors = _errors(generator, found, self.wrong, self.lines - drawn, size)
            block = _Block(errors, found, drawn, self.lines, self.margin)
            money, held = block.money(held, fractions)
            over = (money >= enough) | block.refuted()
            hit = over.any(axis=1)
            ended[active[hit]] = drawn + over.argmax(axis=1)[hit] + 1
            active, held = active[~hit], held[~hit]
            found = (found + errors.sum(axis=1))[~hit]
            drawn += size
        return ended


def _errors(
    generator: np.random.Generator, found: Whole, wrong: int, left: int, size: int
) -> NDArray[np.bool_]:
    """Draw the next ``size`` lines of every audit: which of them are wrong."""
    still = wrong - found
    number = generator.hypergeometric(still, left - still, size)
    ranks = generator.random((len(found), size)).argsort(axis=1)
    return ranks < number[:, None]


@dataclass(frozen=True, slots=True)
class _Block:
    """The next draws of every audit: a row for each audit, a column for each draw."""

    errors: NDArray[np.bool_]
    found: Whole
    drawn: int
    lines: int
    margin: int

    def money(self, held: Floats, fractions: Sequence[float]) -> tuple[Floats, Floats]:
        """Return the money after each draw, and by bet after the last one."""
        left = self.lines - self.drawn - np.arange(self.errors.shape[1])
        missing = self.margin - self._found_before()
        room = left - missing
        gain = np.divide(
            missing - self.errors * left, room, out=np.zeros(room.shape), where=room > 0
        )
        paths = [
            held[:, [bet]] * np.cumprod(1 + fraction * gain, axis=1)
            for bet, fraction in enumerate(fractions)
        ]
        total = np.add.reduce(paths)
        return total, np.stack([path[:, -1] for path in paths], axis=1)

    def refuted(self) -> NDArray[np.bool_]:
        """Whether after each draw too few lines are left to make up the margin."""
        left = self.lines - self.drawn - np.arange(1, self.errors.shape[1] + 1)
        return np.asarray(self.margin - self._found_before() - self.errors > left)

    def _found_before(self) -> Whole:
        return self.found[:, None] + np.cumsum(self.errors, axis=1) - self.errors
