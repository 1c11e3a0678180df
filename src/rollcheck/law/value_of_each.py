"""The projection by the value of each signature, with its weight for duplicates."""

from fractions import Fraction

from rollcheck.law.computation import Step
from rollcheck.law.counted import Counted
from rollcheck.law.projected import Projected, projection_step, rounded, rounding_words
from rollcheck.law.proportion import excluded_steps
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


def value_of_each_signature(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Project from a sample: raw x valid/sample - duplicates x A(A - 1), A = raw/sample.

    Source: 2 California Code of Regulations 20530 to 20532. The weight A(A - 1) is right when
    the second copy of a pair is already left out of ``valid`` and both copies are in the sample.
    ``stage`` counts from 1; ``sample`` >= 1.
    """
    rule = rules.stages[stage - 1].projection
    raw, sample, valid, duplicates = count.remaining, count.sample, count.valid, count.duplicates
    share = rounded(rule.share_rounding, Fraction(valid, sample))
    naive = rounded(rule.naive_rounding, raw * share)
    value = rounded(rule.value_rounding, Fraction(raw, sample))
    weight = rounded(rule.weight_rounding, value * (value - 1))
    correction = rounded(rule.duplicates_rounding, duplicates * weight)
    exact_value = Fraction(raw, sample)
    naive_exact = exact_value * valid
    exact = naive_exact - duplicates * exact_value * (exact_value - 1)

    def named(name: str, result: Fraction | int, words: str, *fields: str) -> Step:
        return projection_step(rules, stage, name, result, words, *fields)

    steps = (
        *excluded_steps(rules, count),
        named(
            "share valid",
            share,
            f"{valid:,} valid of {sample:,}, {rounding_words(rule.share_rounding)}",
            "share_rounding",
        ),
        named(
            "naive projection",
            naive,
            f"{raw:,} x {grouped(share)}, {rounding_words(rule.naive_rounding)}",
            "naive_rounding",
        ),
        named(
            "value of each signature",
            value,
            f"{raw:,} divided by {sample:,}, {rounding_words(rule.value_rounding)}",
            "value_rounding",
        ),
        named(
            "weight of each duplicate",
            weight,
            f"{grouped(value)} x ({grouped(value)} - 1), {rounding_words(rule.weight_rounding)}",
            "weight_rounding",
        ),
        named(
            "duplicates in the petition",
            correction,
            f"{duplicates:,} in the sample x {grouped(weight)}, "
            f"{rounding_words(rule.duplicates_rounding)}",
            "duplicates_rounding",
            "pairs_counted",
        ),
        named(
            "projected valid",
            naive - correction,
            f"{grouped(naive)} less {grouped(correction)}; the second copy of a duplicate is "
            f"{'' if rule.second_copy_is_valid else 'not '}among the valid in the sample",
            "formula",
            "second_copy_is_valid",
        ),
    )
    return Projected(int(naive), int(naive - correction), naive_exact, exact, steps)
