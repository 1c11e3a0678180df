"""The risk: a test supermartingale over reviewed lines, drawn without replacement.

The hypothesis under test is "the decision is wrong": the harms of all lines in the population
add up to the margin or more. A line's harm is how far its true contribution to the number of
distinct voters moves the count against the decision (an overstatement in the terms of SHANGRLA:
Stark, "Sets of half-average nulls generate risk-limiting audits", Financial Cryptography 2020).

Before the i-th draw let k be the margin less the harm found so far, w the weight of a line and W
the weight of all lines not drawn yet. The draw takes line j with probability w_j / W, so that
z = harm_j W / w_j has, under the hypothesis, a conditional mean of at least k; it is at most U,
the largest value that any line left could give it. A bet of the fraction c of the largest safe
one multiplies the money by 1 + c (k - z) / (U - k), which is never negative and whose conditional
mean is at most 1. By Ville's inequality the money ever reaches 1/a with a probability of at most
a: the risk is one over the most money held. Unequal weights: Stark 2023 (ALPHA), section 4;
Waudby-Smith, Stark and Ramdas, "RiLACS", E-Vote-ID 2021.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from rollcheck.sampling.audit.rule import BettingRule

CERTAIN = Decimal("Infinity")
# The product of ten thousand factors loses some four digits of these.
ARITHMETIC = Context(prec=40)
SHOWN = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that share a weight: how many, the weight, and the most harm that one of them can do.

    ``most`` is 1 for a line that may have to be counted otherwise to the harm of the decision,
    and 0 for one that can only do it good.
    """

    lines: int
    weight: int
    most: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One reviewed line: the index of its part, and its harm."""

    part: int
    harm: Fraction


def money(
    margin: Fraction, parts: Sequence[Part], reviewed: Sequence[Reviewed], rule: BettingRule
) -> list[Decimal]:
    """Return the money held after each review, in the order of the draw, having begun with 1.

    Infinite once the lines not reviewed are too few to make up the margin.
    """
    bets = [(_decimal(share), _decimal(one)) for one, share in _pairs(rule)]
    held = [share for share, _ in bets]
    after = []
    for gain in gains(margin, parts, reviewed):
        if gain is None:
            after.append(CERTAIN)
            continue
        size = _decimal(gain)
        held = [
            ARITHMETIC.multiply(amount, ARITHMETIC.fma(fraction, size, Decimal(1)))
            for amount, (_, fraction) in zip(held, bets, strict=True)
        ]
        after.append(_sum(held))
    return after


def gains(
    margin: Fraction, parts: Sequence[Part], reviewed: Sequence[Reviewed]
) -> Iterator[Fraction | None]:
    """Yield (k - z) / (U - k) for each review; ``None`` from where the hypothesis is impossible."""
    left = [part.lines for part in parts]
    weight = sum(part.lines * part.weight for part in parts)
    missing = margin
    for one in reviewed:
        drawn = parts[one.part]
        bound = max(
            (
                Fraction(weight * part.most, part.weight)
                for part, n in zip(parts, left, strict=True)
                if n
            ),
            default=Fraction(0),
        )
        room = bound - missing
        gain = (missing - one.harm * Fraction(weight, drawn.weight)) / room if room > 0 else None
        left[one.part] -= 1
        weight -= drawn.weight
        missing -= one.harm
        if impossible(missing, parts, left):
            yield None
        else:
            # Without room every line left does harm; the next one that does not ends the matter.
            yield Fraction(0) if gain is None else gain


def impossible(margin: Fraction, parts: Sequence[Part], left: Sequence[int]) -> bool:
    """Whether the lines ``left`` in each part cannot make up the margin any more."""
    return margin > sum(n * part.most for part, n in zip(parts, left, strict=True))


def risk(margin: Fraction, parts: Sequence[Part], after: Sequence[Decimal]) -> Decimal:
    """Return the risk reached: one over the most money ever held, at most 1, to 15 digits."""
    if impossible(margin, parts, [part.lines for part in parts]):
        return Decimal(0)
    most = max([Decimal(1), *after])
    return Decimal(0) if most == CERTAIN else SHOWN.divide(Decimal(1), most)


def _pairs(rule: BettingRule) -> Iterator[tuple[Fraction, Fraction]]:
    yield from zip(rule.fractions, rule.shares, strict=True)


def _decimal(value: Fraction) -> Decimal:
    return ARITHMETIC.divide(Decimal(value.numerator), Decimal(value.denominator))


def _sum(amounts: Sequence[Decimal]) -> Decimal:
    total = Decimal(0)
    for amount in amounts:
        total = ARITHMETIC.add(total, amount)
    return total
