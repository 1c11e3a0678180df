"""The acceptance test by the number of pairs of duplicates in the sample."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from rollcheck.law.computation import Step, Value
from rollcheck.law.counted import Counted
from rollcheck.law.projected import Projected, as_decimal, projection_step, rounded, rounding_words
from rollcheck.law.proportion import excluded_steps
from rollcheck.law.roots import square_root
from rollcheck.law.rounding import grouped
from rollcheck.law.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class PairTest:
    """The quantities of the test, in the order of the rule; see ``pair_test``."""

    ratio: Fraction
    allowance: Fraction
    invalid_upper: Fraction
    max_pairs: Fraction | None
    expected: Fraction | None
    acceptable: Fraction | None


def pair_test(rules: RuleSet, stage: int, count: Counted) -> PairTest:
    """Compute how many pairs in the sample are acceptable.

    Source: Washington Administrative Code 434-379-010(3) to (7). With r = sample/raw: allowance =
    factor x root of the invalid; upper limit of the invalid U = (invalid + allowance)/r;
    most pairs P = raw - required - U; expected E = r^2 P; acceptable E - factor x root of E.
    Where P is below 0 there is no root: nothing is acceptable and E itself, below 0, is returned.
    """
    rule = rules.stages[stage - 1].projection
    digits = rule.root_digits or 0
    ratio = Fraction(count.sample, count.remaining)
    allowance = (rule.allowance_factor or 0) * square_root(Fraction(count.invalid), digits)
    upper = (count.invalid + allowance) / ratio
    if count.required is None:
        return PairTest(ratio, allowance, upper, None, None, None)
    most = count.remaining - count.required - upper
    expected = ratio**2 * most
    acceptable = expected
    if expected >= 0:
        acceptable -= (rule.pairs_factor or 0) * square_root(expected, digits)
    return PairTest(ratio, allowance, upper, most, expected, acceptable)


def acceptable_pairs(rules: RuleSet, stage: int, count: Counted) -> Projected:
    """Project with the weight A(A - 1) for each pair, and test the pairs of the sample.

    The projection is that of the error rate which Washington publishes, invalid/n + pairs x N/n^2;
    the decision does not rest on it but on the test of ``pair_test``.
    """
    rule = rules.stages[stage - 1].projection
    value = Fraction(count.remaining, count.sample)
    naive_exact = value * count.valid
    exact = naive_exact - count.duplicates * value * (value - 1)
    naive = rounded(rule.naive_rounding, naive_exact)
    corrected = rounded(rule.naive_rounding, exact)
    error_rate = (1 - exact / count.remaining) * 100
    test = pair_test(rules, stage, count)
    further: dict[str, Value] = {
        "error_rate_percent": as_decimal(error_rate, 2),
        "ratio": as_decimal(test.ratio, 7),
        "allowance": as_decimal(test.allowance, 4),
        "invalid_upper": as_decimal(test.invalid_upper, 4),
        "max_pairs": _shown(test.max_pairs),
        "expected_pairs": _shown(test.expected),
        "acceptable_pairs": _shown(test.acceptable),
    }
    projection = projection_step(
        rules,
        stage,
        "projected valid",
        corrected,
        f"{count.remaining:,} less an error rate of {grouped(error_rate, decimals=2)} %: "
        f"{count.invalid:,} invalid of {count.sample:,}, and {count.duplicates:,} pairs with the "
        f"weight {grouped(value * (value - 1), decimals=2)}; "
        f"{rounding_words(rule.naive_rounding)}",
        "naive_rounding",
    )
    steps = (*excluded_steps(rules, count), *_test_steps(rules, stage, count, test), projection)
    return Projected(int(naive), int(corrected), naive_exact, exact, steps, further)


def _test_steps(rules: RuleSet, stage: int, count: Counted, test: PairTest) -> Iterator[Step]:
    def named(name: str, value: Fraction | int, words: str, *fields: str) -> Step:
        return projection_step(rules, stage, name, value, words, *fields)

    rule = rules.stages[stage - 1].projection
    root = f"{rule.root_digits} digits, to the nearest"
    yield named("ratio", test.ratio, f"{count.sample:,} of {count.remaining:,}", "formula")
    words = f"{count.sample:,} less {count.valid:,} valid and {count.duplicates:,} second copies"
    fields = ("formula", "second_copy_is_valid")
    yield named("invalid in the sample", count.invalid, words, *fields)
    words = f"{grouped(rule.allowance_factor or 0)} x the root of {count.invalid:,} ({root})"
    fields = ("allowance_factor", "root_digits")
    yield named("allowance for chance", test.allowance, words, *fields)
    words = "invalid and allowance together, divided by the ratio"
    yield named("upper limit of the invalid", test.invalid_upper, words, "formula")
    if test.max_pairs is None or test.expected is None or test.acceptable is None:
        return
    left = f"{count.remaining:,} less {count.required:,} required"
    words = f"{left} and the upper limit of the invalid"
    yield named("most pairs allowed", test.max_pairs, words, "formula")
    words = "the square of the ratio x the most pairs allowed"
    yield named("pairs expected in the sample", test.expected, words, "formula")
    words = f"the expected less {grouped(rule.pairs_factor or 0)} x their root ({root})"
    rests_on = ("pairs_factor", "root_digits", "pairs_counted")
    yield named("acceptable pairs in the sample", test.acceptable, words, *rests_on)


def _shown(number: Fraction | None) -> Value:
    return None if number is None else as_decimal(number, 4)
