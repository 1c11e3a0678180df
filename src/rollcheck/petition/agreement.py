"""How far people agree, and how far one is from the others: what a supervisor watches."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

NORMAL_95 = 1.959963984540054
"""The 97.5 % point of the normal distribution: 95 % of it lie within so many deviations."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two findings on the same line were the same.

    ``kappa`` is Cohen's: 1 where all agree, 0 where they agree as often as chance would have it
    by how often each code is given; None where all findings are one code, so that chance
    explains any agreement.
    """

    pairs: int
    agreed: int
    kappa: Fraction | None


def agreement(pairs: Mapping[tuple[str, str], int]) -> Agreement:
    """Return the agreement of pairs of findings: (first's code, second's code) to their number.

    J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological
    Measurement 20 (1960).
    """
    total = sum(pairs.values())
    agreed = sum(number for (first, second), number in pairs.items() if first == second)
    firsts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for (first, second), number in pairs.items():
        firsts[first] += number
        seconds[second] += number
    by_chance = sum(firsts[code] * seconds[code] for code in firsts)
    if by_chance == total * total:
        return Agreement(total, agreed, None)
    expected = Fraction(by_chance, total * total)
    return Agreement(total, agreed, (Fraction(agreed, total) - expected) / (1 - expected))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of the rate behind it (0 to 1)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def rate(self) -> float | None:
        """Return the share itself; None of nothing."""
        return self.count / self.of if self.of else None


def share(count: int, of: int) -> Share:
    """Return a share with Wilson's score interval, which holds for small numbers as well.

    E. B. Wilson, Probable inference, Journal of the American Statistical Association 22 (1927).
    """
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    z2 = NORMAL_95 * NORMAL_95
    middle = (count + z2 / 2) / (of + z2)
    half = NORMAL_95 / (of + z2) * sqrt(count * (of - count) / of + z2 / 4)
    # Rounding must not leave 0 of n or n of n outside.
    low = 0.0 if count == 0 else middle - half
    high = 1.0 if count == of else middle + half
    return Share(count, of, low, high)


def stands_out(own: Share, others: Share) -> bool:
    """Whether one person's interval and the others' do not meet: a reason to look, no more.

    That is stricter than a test at 5 %, since among hundreds of people such a test finds dozens.
    """
    return own.of > 0 and others.of > 0 and (own.low > others.high or own.high < others.low)
