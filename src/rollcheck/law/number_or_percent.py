"""The sample size as a number of lines or a percent, whichever is greater."""

from fractions import Fraction

from rollcheck.law.computation import Step, step
from rollcheck.law.rounding import Rounding, grouped
from rollcheck.law.rule_set import RuleSet


def number_or_percent(rules: RuleSet, stage: int, raw: int) -> tuple[int, tuple[Step, ...]]:
    """Take a number of lines or a percent of the raw count, whichever is greater.

    Source: for example California's Elections Code 11225(a), "at least 500 or 5 percent of
    the signatures, whichever is greater". ``stage`` counts from 1. Never more than ``raw``.
    """
    sample = rules.stages[stage - 1].sample
    minimum, rounding = sample.minimum or 0, sample.rounding or Rounding("exact")
    percent = sample.percent or Fraction(0)
    key = f"stages.{stage}.sample"
    exact = raw * percent / 100
    size = min(raw, max(minimum, int(rounding.apply(exact))))
    steps = (
        step(
            "percent of the raw count",
            exact,
            f"{grouped(percent)} % of {raw:,}",
            rules.fields[f"{key}.percent"],
        ),
        step(
            "sample size",
            size,
            f"the greater of {minimum:,} and {grouped(exact)}, {rounding.words()}",
            rules.fields[f"{key}.minimum"],
            rules.fields[f"{key}.percent"],
            rules.fields[f"{key}.rounding"],
        ),
    )
    return size, steps
