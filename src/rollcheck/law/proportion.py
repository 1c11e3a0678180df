"""Projections by proportion: as the sample, so the whole."""

from fractions import Fraction

from rollcheck.law.computation import Step, step
from rollcheck.law.counted import Counted
from rollcheck.law.projected import Projected, projection_step, rounded, rounding_words
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


def proportion(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Project the signatures that remain x valid/sample; duplicates are not extrapolated.

    Source: for example Nevada Revised Statutes 295.260, Colorado Revised Statutes 1-40-116(4).
    The second copy of a pair in the sample is not among the valid; no pair weighs more than that.
    """
    rule = rules.stages[stage - 1].projection
    share = rounded(rule.share_rounding, Fraction(count.valid, count.sample))
    whole = rounded(rule.naive_rounding, count.remaining * share)
    exact = Fraction(count.remaining * count.valid, count.sample)
    steps = (
        *excluded_steps(rules, count),
        share_step(rules, stage, count, share),
        projection_step(
            rules,
            stage,
            "projected valid",
            whole,
            f"{count.remaining:,} x {grouped(share)}, {rounding_words(rule.naive_rounding)}; "
            "duplicates are not extrapolated",
            "formula",
            "naive_rounding",
            "pairs_counted",
        ),
    )
    return Projected(int(whole), int(whole), exact, exact, steps)


def deduct_and_proportion(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Take off the excluded, then the ineligible, then the sample's invalid percentage.

    Source: Arizona Revised Statutes 19-121.04(A), in its order. What the sample found invalid is
    so taken off twice, by name and as a percentage (Mussi v. Hobbs, Ariz. 2023). ``naive`` is
    what a plain proportion of the signatures that remain after the excluded gives.
    """
    rule = rules.stages[stage - 1].projection
    share = rounded(rule.share_rounding, Fraction(count.valid, count.sample))
    left = max(0, count.remaining - count.struck_by_name)
    plain = rounded(rule.naive_rounding, count.remaining * share)
    whole = rounded(rule.naive_rounding, left * share)
    exact_share = Fraction(count.valid, count.sample)
    steps = (
        *excluded_steps(rules, count),
        projection_step(
            rules,
            stage,
            "left after the ineligible",
            left,
            f"{count.remaining:,} less {count.struck_by_name:,} found ineligible by name",
            "formula",
        ),
        share_step(rules, stage, count, share),
        projection_step(
            rules,
            stage,
            "naive projection",
            plain,
            f"{count.remaining:,} x {grouped(share)}, {rounding_words(rule.naive_rounding)}",
            "naive_rounding",
        ),
        projection_step(
            rules,
            stage,
            "projected valid",
            whole,
            f"{left:,} less a like percentage as was invalid in the sample, "
            f"{grouped((1 - share) * 100, decimals=2)} %; {rounding_words(rule.naive_rounding)}; "
            "duplicates are not extrapolated",
            "formula",
            "naive_rounding",
            "pairs_counted",
        ),
    )
    naive_exact, exact = count.remaining * exact_share, left * exact_share
    return Projected(int(plain), int(whole), naive_exact, exact, steps)


def share_step(rules: RuleSet, stage: int, count: Counted, share: Fraction) -> Step:
    """Explain the share valid."""
    rule = rules.stages[stage - 1].projection
    copies = "among them" if rule.second_copy_is_valid else "not among them"
    words = (
        f"{count.valid:,} valid of {count.sample:,}, second copies {copies}; "
        f"{rounding_words(rule.share_rounding)}"
    )
    fields = ("share_rounding", "second_copy_is_valid")
    return projection_step(rules, stage, "share valid", share, words, *fields)


def excluded_steps(rules: RuleSet, count: Counted) -> tuple[Step, ...]:
    """Explain what remains after the lines excluded, where there are any."""
    field = rules.fields.get("raw_count.excluded")
    if not count.excluded or field is None:
        return ()
    words = f"{count.raw:,} filed less {count.excluded:,} excluded: {field.value}"
    return (step("remaining", count.remaining, words, field),)
