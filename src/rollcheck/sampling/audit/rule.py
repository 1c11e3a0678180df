"""The betting rule: named, with its parameters, so that a state file can record it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class BettingRule:
    """A mixture of bets, each a constant fraction of the largest bet that cannot go bankrupt.

    ``fractions`` are the bets, each above 0 and at most 1; ``shares`` say how the first unit of
    money is divided among them, and add up to 1.

    Sources: the bets are those of Waudby-Smith and Ramdas, "Estimating means of bounded random
    variables by betting", JRSS B 86 (2024), sections 4 and 5.2 (without replacement); a mixture
    of supermartingales is one. In the terms of Stark, "ALPHA: audit that learns from previously
    hand-audited ballots", Annals of Applied Statistics 17 (2023), the fraction c of the largest
    bet is the alternative mean (1 - c) times the mean under the null hypothesis.
    """

    name: str
    fractions: tuple[Fraction, ...]
    shares: tuple[Fraction, ...]

    def as_json(self) -> dict[str, object]:
        """Return the rule with its parameters as exact fractions in text."""
        return {
            "name": self.name,
            "fractions": [str(one) for one in self.fractions],
            "shares": [str(one) for one in self.shares],
        }


def rule_from_json(recorded: Mapping[str, object]) -> BettingRule:
    """Return the rule that ``as_json`` recorded."""
    return BettingRule(
        str(recorded["name"]), _fractions(recorded["fractions"]), _fractions(recorded["shares"])
    )


def _fractions(texts: object) -> tuple[Fraction, ...]:
    if not isinstance(texts, Sequence):
        raise TypeError("a recorded rule lists its fractions and shares")
    return tuple(Fraction(str(text)) for text in texts)


# Where the rate r is below the margin's rate m, the best fraction is 1 - r/m: no error calls for
# 1, an error rate of a fifth of the margin for 4/5, one of nine tenths for 1/10. The grid covers
# these on a scale on which a neighbour loses little; the shares were chosen on the 2022 case.
STANDARD = BettingRule(
    "mixture-of-constant-fractions/1",
    tuple(Fraction(text) for text in ("1", "3/4", "2/5", "4/25", "2/25", "1/25")),
    tuple(Fraction(sixteenths, 16) for sixteenths in (4, 4, 2, 2, 3, 1)),
)
