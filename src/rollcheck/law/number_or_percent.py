"""The sample size as a number of lines or a percent, whichever is greater."""

from fractions import Fraction

from rollcheck.law.computation import Step, step
from rollcheck.law.rounding import Rounding, grouped
from rollcheck.law.rule_set import RuleSet


def number_or_percent(rules: RuleSet, stage: int, raw: int) -> tuple[int, tuple[Step, ...]]:
    """Take a number of lines or a percent of the raw count, whichever is greater.

    Source: for example California's Elections Code 11225(a), "at least 500 or 5 percent of
    the signatures, whichever is greater". A place may have one of the two alone. ``stage`` counts
    from 1; ``raw`` are the signatures it is drawn from, and it is never more than these.
    """
    sample = rules.stages[stage - 1].sample
    minimum, rounding = sample.minimum or 0, sample.rounding or Rounding("exact")
    percent = sample.percent or Fraction(0)
    exact = raw * percent / 100
    size = min(raw, max(minimum, int(rounding.apply(exact))))
    fields = {
        name: rules.fields[f"stages.{stage}.sample.{name}"]
        for name in ("minimum", "percent", "rounding")
        if f"stages.{stage}.sample.{name}" in rules.fields
    }
    words = f"the greater of {minimum:,} and {grouped(exact)}, {rounding.words()}"
    if "percent" not in fields:
        words = f"{minimum:,} lines, or all where there are fewer"
        return size, (step("sample size", size, words, fields["minimum"]),)
    if "minimum" not in fields:
        words = f"{grouped(exact)}, {rounding.words()}"
    share = f"{grouped(percent)} % of {raw:,}"
    steps = (
        step("percent of the raw count", exact, share, fields["percent"]),
        step("sample size", size, words, *fields.values()),
    )
    return size, steps
