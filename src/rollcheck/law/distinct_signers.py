"""Projections of the distinct signers: with duplicates assumed, and with those found."""

from fractions import Fraction

from rollcheck.law.counted import Counted
from rollcheck.law.projected import Projected, as_decimal, projection_step, rounded, rounding_words
from rollcheck.law.proportion import excluded_steps, share_step
from rollcheck.law.roots import square_root
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


def assumed_duplicates(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Take a one-sided margin and an assumed percent of duplicates off the share valid.

    Source: Oregon's first sample, OAR 165-014-0030: N x (p - z x root(p(1 - p)/n) - d). ``naive``
    is the plain proportion N x p.
    """
    rule = rules.stages[stage - 1].projection
    share = rounded(rule.share_rounding, Fraction(count.valid, count.sample))
    error = square_root(share * (1 - share) / count.sample, rule.root_digits or 0)
    margin = (rule.confidence_factor or 0) * error
    assumed = (rule.assumed_duplicates_percent or Fraction(0)) / 100
    exact = count.remaining * (share - margin - assumed)
    naive_exact = count.remaining * share
    naive, whole = (rounded(rule.naive_rounding, one) for one in (naive_exact, exact))
    steps = (
        *excluded_steps(rules, count),
        share_step(rules, stage, count, share),
        projection_step(
            rules,
            stage,
            "margin, percent",
            margin * 100,
            f"{grouped(rule.confidence_factor or 0)} x the root of p(1 - p)/{count.sample:,}, in "
            f"{rule.root_digits} digits, to the nearest",
            "confidence_factor",
            "root_digits",
        ),
        projection_step(
            rules,
            stage,
            "duplicates assumed, percent",
            assumed * 100,
            "of all signatures, whatever the sample found",
            "assumed_duplicates_percent",
            "pairs_counted",
        ),
        projection_step(
            rules,
            stage,
            "projected valid",
            whole,
            f"{count.remaining:,} x the share less the margin and the duplicates, "
            f"{rounding_words(rule.naive_rounding)}",
            "formula",
            "naive_rounding",
        ),
    )
    further = {"margin_percent": as_decimal(margin * 100, 3)}
    return Projected(int(naive), int(whole), naive_exact, exact, steps, further)


def found_duplicates(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Estimate the distinct signers from the pairs that the sample holds.

    N/n x y - N(N - 1)/(n(n - 1)) x pairs, with y the valid lines, second copies too (Goodman 1949,
    for signers who sign at most twice). Oregon's second sample, OAR 165-014-0030, weighs a pair
    by about 400 where one line in twenty is drawn, as this does. ``naive`` takes nothing off.
    """
    rule = rules.stages[stage - 1].projection
    whole, drawn = count.remaining, count.sample
    weight = Fraction(whole * (whole - 1), drawn * (drawn - 1)) if drawn > 1 else Fraction(whole)
    weight = rounded(rule.weight_rounding, weight)
    copies = count.valid + count.duplicates
    naive_exact = Fraction(whole * copies, drawn)
    exact = naive_exact - count.duplicates * weight
    naive, corrected = (rounded(rule.naive_rounding, one) for one in (naive_exact, exact))
    steps = (
        *excluded_steps(rules, count),
        projection_step(
            rules,
            stage,
            "naive projection",
            naive,
            f"{whole:,} x {copies:,} valid, second copies too, of {drawn:,}, "
            f"{rounding_words(rule.naive_rounding)}",
            "naive_rounding",
            "second_copy_is_valid",
        ),
        projection_step(
            rules,
            stage,
            "weight of each duplicate",
            weight,
            f"{whole:,} x {whole - 1:,} / ({drawn:,} x {drawn - 1:,}), "
            f"{rounding_words(rule.weight_rounding)}",
            "weight_rounding",
        ),
        projection_step(
            rules,
            stage,
            "projected valid",
            corrected,
            f"{grouped(naive)} less {count.duplicates:,} pairs x {grouped(weight, decimals=2)}, "
            f"{rounding_words(rule.naive_rounding)}",
            "formula",
            "pairs_counted",
        ),
    )
    return Projected(int(naive), int(corrected), naive_exact, exact, steps)
