"""The projection by the value of each signature, with its weight for duplicates."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.computation import Step
from rollcheck.law.counted import Counted
from rollcheck.law.projected import Projected, projection_step, rounded, rounding_words
from rollcheck.law.proportion import excluded_steps
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet
from rollcheck.law.stage_rules import Projection


@dataclass(frozen=True, slots=True)
class _Rounded:
    """The quantities of the rule in its order, each rounded as it says."""

    share: Fraction
    naive: Fraction
    value: Fraction
    weight: Fraction
    correction: Fraction


def value_of_each_signature(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Project from a sample: raw x valid/sample - duplicates x A(A - 1), A = raw/sample.

    Source: 2 California Code of Regulations 20530 to 20532. The weight A(A - 1) is right when
    the second copy of a pair is already left out of ``valid`` and both copies are in the sample.
    ``stage`` counts from 1; ``sample`` >= 1.
    """
    found = _rounded(rules.stages[stage - 1].projection, count)
    value = Fraction(count.remaining, count.sample)
    naive_exact = value * count.valid
    exact = naive_exact - count.duplicates * value * (value - 1)
    corrected = int(found.naive - found.correction)
    steps = (*excluded_steps(rules, count), *_steps(rules, stage, count, found))
    return Projected(int(found.naive), corrected, naive_exact, exact, steps)


def _rounded(rule: Projection, count: Counted) -> _Rounded:
    share = rounded(rule.share_rounding, Fraction(count.valid, count.sample))
    value = rounded(rule.value_rounding, Fraction(count.remaining, count.sample))
    weight = rounded(rule.weight_rounding, value * (value - 1))
    return _Rounded(
        share=share,
        naive=rounded(rule.naive_rounding, count.remaining * share),
        value=value,
        weight=weight,
        correction=rounded(rule.duplicates_rounding, count.duplicates * weight),
    )


def _steps(rules: RuleSet, stage: int, count: Counted, found: _Rounded) -> Iterator[Step]:
    rule = rules.stages[stage - 1].projection

    def named(name: str, result: Fraction | int, words: str, *fields: str) -> Step:
        return projection_step(rules, stage, name, result, words, *fields)

    words = f"{count.valid:,} valid of {count.sample:,}, {rounding_words(rule.share_rounding)}"
    yield named("share valid", found.share, words, "share_rounding")
    words = f"{count.remaining:,} x {grouped(found.share)}, {rounding_words(rule.naive_rounding)}"
    yield named("naive projection", found.naive, words, "naive_rounding")
    divided = f"{count.remaining:,} divided by {count.sample:,}"
    words = f"{divided}, {rounding_words(rule.value_rounding)}"
    yield named("value of each signature", found.value, words, "value_rounding")
    value = grouped(found.value)
    words = f"{value} x ({value} - 1), {rounding_words(rule.weight_rounding)}"
    yield named("weight of each duplicate", found.weight, words, "weight_rounding")
    weighed = f"{count.duplicates:,} in the sample x {grouped(found.weight)}"
    words = f"{weighed}, {rounding_words(rule.duplicates_rounding)}"
    fields = ("duplicates_rounding", "pairs_counted")
    yield named("duplicates in the petition", found.correction, words, *fields)
    among = "" if rule.second_copy_is_valid else "not "
    words = (
        f"{grouped(found.naive)} less {grouped(found.correction)}; the second copy of a duplicate "
        f"is {among}among the valid in the sample"
    )
    corrected = found.naive - found.correction
    yield named("projected valid", corrected, words, "formula", "second_copy_is_valid")
