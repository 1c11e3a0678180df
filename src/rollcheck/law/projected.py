"""What a sample says of the whole petition, as every formula for it returns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from rollcheck.law.computation import Step, Value, step
from rollcheck.law.rounding import Rounding
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Projected:
    """What a sample says: without and with what the rule takes off it.

    ``naive`` and ``corrected`` follow the rule's own rounding; ``exact`` is the corrected
    projection in exact fractions, ``naive_exact`` the uncorrected one. ``further`` are other
    quantities of the rule, by JSON name.
    """

    naive: int
    corrected: int
    naive_exact: Fraction
    exact: Fraction
    steps: tuple[Step, ...]
    further: Mapping[str, Value] = field(default_factory=dict)


def rounded(rounding: Rounding | None, number: Fraction) -> Fraction:
    """Round as the rule says; a number below 0 is rounded as its opposite is."""
    if rounding is None:
        return number
    return rounding.apply(number) if number >= 0 else -rounding.apply(-number)


def rounding_words(rounding: Rounding | None) -> str:
    """Say how a step is rounded."""
    return rounding.words() if rounding else "not rounded"


def projection_step(
    rules: RuleSet, stage: int, name: str, value: Fraction | int | str, words: str, *fields: str
) -> Step:
    """Make a step that rests on these fields of the stage's projection."""
    key = f"stages.{stage}.projection."
    return step(name, value, words, *(rules.fields[key + one] for one in fields))


def as_decimal(number: Fraction, decimals: int) -> Decimal:
    """Return a number for JSON, rounded to the nearest, a half away from 0."""
    return Decimal(int(rounded(Rounding("nearest"), number * 10**decimals))).scaleb(-decimals)
