"""The projection by the value of each signature, with its weight for duplicates."""

from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.computation import Step, step
from rollcheck.law.rounding import Rounding, grouped
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Projected:
    """What a sample says: without and with the correction for duplicates.

    ``naive`` and ``corrected`` follow the rule's own rounding; ``exact`` is the corrected
    projection in exact fractions, ``naive_exact`` the uncorrected one.
    """

    naive: int
    corrected: int
    naive_exact: Fraction
    exact: Fraction
    steps: tuple[Step, ...]


def value_of_each_signature(
    rules: RuleSet, stage: int, raw: int, sample: int, valid: int, duplicates: int
) -> Projected:
    """Project from a sample: raw x valid/sample - duplicates x A(A - 1), A = raw/sample.

    Source: 2 California Code of Regulations 20530 to 20532. The weight A(A - 1) is right when
    the second copy of a pair is already left out of ``valid`` and both copies are in the sample.
    ``stage`` counts from 1; ``sample`` >= 1.
    """
    rule = rules.stages[stage - 1].projection
    share = _round(rule.share_rounding, Fraction(valid, sample))
    naive = _round(rule.naive_rounding, raw * share)
    value = _round(rule.value_rounding, Fraction(raw, sample))
    weight = _round(rule.weight_rounding, value * (value - 1))
    correction = _round(rule.duplicates_rounding, duplicates * weight)
    exact_value = Fraction(raw, sample)
    naive_exact = exact_value * valid
    exact = naive_exact - duplicates * exact_value * (exact_value - 1)

    def named(name: str, result: Fraction | int, words: str, *fields: str) -> Step:
        key = f"stages.{stage}.projection."
        return step(name, result, words, *(rules.fields[key + field] for field in fields))

    steps = (
        named(
            "share valid",
            share,
            f"{valid:,} valid of {sample:,}, {_words(rule.share_rounding)}",
            "share_rounding",
        ),
        named(
            "naive projection",
            naive,
            f"{raw:,} x {grouped(share)}, {_words(rule.naive_rounding)}",
            "naive_rounding",
        ),
        named(
            "value of each signature",
            value,
            f"{raw:,} divided by {sample:,}, {_words(rule.value_rounding)}",
            "value_rounding",
        ),
        named(
            "weight of each duplicate",
            weight,
            f"{grouped(value)} x ({grouped(value)} - 1), {_words(rule.weight_rounding)}",
            "weight_rounding",
        ),
        named(
            "duplicates in the petition",
            correction,
            f"{duplicates:,} in the sample x {grouped(weight)}, {_words(rule.duplicates_rounding)}",
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


def _round(rounding: Rounding | None, number: Fraction) -> Fraction:
    return rounding.apply(number) if rounding else number


def _words(rounding: Rounding | None) -> str:
    return rounding.words() if rounding else "not rounded"
