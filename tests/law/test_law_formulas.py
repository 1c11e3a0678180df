"""The formulas of every place agree with their slow definitions, and with what they must do."""

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rollcheck.law import RuleSet, forms, identifiers, project, sample
from rollcheck.law.counted import Counted
from rollcheck.law.cutoffs import compared, sample_cutoffs, zone
from rollcheck.law.formulas import PROJECTIONS
from rollcheck.law.roots import square_root

WASHINGTON = forms("us-wa/state-initiative")[-1]
OREGON = forms("us-or/state-initiative")[-1]
MICHIGAN = forms("us-mi/state-initiative")[-1]
ARIZONA = forms("us-az/state-initiative")[-1]
SAMPLED = [forms(name)[-1] for name in identifiers() if forms(name)[-1].stages]

FEW = settings(max_examples=25, deadline=None)


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.integers(1, 60))
def test_roots_are_right_to_the_last_digit(top: int, bottom: int, digits: int) -> None:
    root = square_root(Fraction(top, bottom), digits)
    scale = 10 ** (2 * digits + 40)
    exact = Fraction(isqrt(top * scale**2 // bottom), scale)
    with localcontext() as context:
        context.prec = 3 * digits + 100
        written = Decimal(root.numerator) / Decimal(root.denominator)
        close = Decimal(exact.numerator) / Decimal(exact.denominator)
        context.prec, context.rounding = digits, ROUND_HALF_EVEN
        assert +close == +written
    assert len(written.normalize().as_tuple().digits) <= digits


def test_roots_of_squares_are_whole() -> None:
    assert square_root(Fraction(10**10), 50) == 10**5
    assert square_root(Fraction(1, 4), 50) == Fraction(1, 2)
    assert square_root(Fraction(0), 50) == 0


@st.composite
def drawn(draw: st.DrawFn) -> dict[str, int]:
    """A raw count above every place's limit, a requirement and a sample with pairs."""
    raw = draw(st.integers(4001, 50_000))
    size = draw(st.integers(40, 400))
    duplicates = draw(st.integers(0, 10))
    return {
        "raw": raw,
        "required": draw(st.integers(1, raw)),
        "sample": size,
        "duplicates": duplicates,
        "valid": draw(st.integers(0, size - duplicates)),
    }


@FEW
@given(drawn())
def test_washingtons_test_is_the_rules(case: dict[str, int]) -> None:
    """WAC 434-379-010(3) to (8), in decimals of 60 digits."""
    values = project(WASHINGTON, **case).values
    with localcontext() as context:
        context.prec = 60
        ratio = Decimal(case["sample"]) / Decimal(case["raw"])
        invalid = Decimal(case["sample"] - case["valid"] - case["duplicates"])
        upper = (invalid + Decimal("1.5") * invalid.sqrt()) / ratio
        expected = ratio**2 * (case["raw"] - case["required"] - upper)
        acceptable = expected - Decimal("1.65") * expected.sqrt() if expected >= 0 else expected
    shown = values["acceptable_pairs"]
    assert isinstance(shown, Decimal)
    assert abs(shown - acceptable) <= Decimal("0.00006")
    accepted = case["duplicates"] <= acceptable
    assert values["decision"] == ("sufficient" if accepted else "full_check")


@FEW
@given(drawn())
def test_washingtons_error_rate(case: dict[str, int]) -> None:
    values = project(WASHINGTON, **case).values
    size, raw, pairs = case["sample"], case["raw"], case["duplicates"]
    invalid = size - case["valid"] - pairs
    rate = 100 * (Fraction(invalid, size) + Fraction(pairs * raw, size**2))
    shown = values["error_rate_percent"]
    assert isinstance(shown, Decimal)
    assert abs(Fraction(shown) - rate) <= Fraction(1, 200)
    assert abs(number(values["projected_valid"]) - raw * (1 - rate / 100)) <= Fraction(1, 2)


@FEW
@given(drawn())
def test_oregons_first_sample(case: dict[str, int]) -> None:
    answer = project(OREGON, stage=1, **case)
    with localcontext() as context:
        context.prec = 60
        share = Decimal(case["valid"]) / Decimal(case["sample"])
        margin = Decimal("1.645") * (share * (1 - share) / case["sample"]).sqrt()
        lower = case["raw"] * (share - margin - Decimal("0.08"))
    assert abs(number(answer.values["projected_valid"]) - lower) <= Decimal("0.51")
    assert answer.values["decision"] == (
        "sufficient" if lower >= case["required"] else "next_sample"
    )


@FEW
@given(drawn())
def test_oregons_second_sample(case: dict[str, int]) -> None:
    raw, size, pairs = case["raw"], case["sample"], case["duplicates"]
    answer = project(OREGON, stage=2, **case)
    copies = case["valid"] + pairs
    exact = Fraction(raw * copies, size) - pairs * Fraction(raw * (raw - 1), size * (size - 1))
    assert abs(number(answer.values["projected_valid"]) - exact) <= Fraction(1, 2)
    assert answer.values["decision"] == (
        "sufficient" if exact >= case["required"] else "insufficient"
    )


@FEW
@given(drawn(), st.integers(0, 3000))
def test_michigans_zone(case: dict[str, int], excluded: int) -> None:
    size, valid = case["sample"], case["valid"]
    remaining = case["raw"] - excluded
    assume(case["required"] <= remaining)
    answer = project(
        MICHIGAN,
        raw=case["raw"],
        excluded=excluded,
        sample=size,
        valid=valid,
        required=case["required"],
        stage=1,
    )
    with localcontext() as context:
        context.prec = 60
        share = Decimal(case["required"]) / Decimal(remaining)
        half = Decimal("1.2816") * (size * share * (1 - share)).sqrt()
        centre = size * share + Decimal("0.5")
    expected = "next_sample"
    if valid >= centre + half:
        expected = "sufficient"
    if valid <= centre - half:
        expected = "insufficient"
    assert answer.values["decision"] == expected


@FEW
@given(drawn(), st.integers(0, 3000))
def test_arizona_never_gives_more_than_a_plain_proportion(
    case: dict[str, int], excluded: int
) -> None:
    assume(case["sample"] <= case["raw"] - excluded)
    values = project(
        ARIZONA, raw=case["raw"], excluded=excluded, sample=case["sample"], valid=case["valid"]
    ).values
    assert number(values["projected_valid"]) <= number(values["naive_valid"])


@pytest.mark.parametrize("rules", SAMPLED, ids=lambda rules: rules.identifier)
@settings(FEW, max_examples=10)
@given(case=drawn())
def test_one_more_valid_line_never_hurts(rules: RuleSet, case: dict[str, int]) -> None:
    assume(case["valid"] + case["duplicates"] < case["sample"])
    size = max(case["sample"], 120)
    numbers = {name: case[name] for name in ("raw", "valid", "duplicates")} | {"sample": size}
    fewer = project(rules, required=case["required"], **numbers)
    more = project(rules, required=case["required"], **numbers | {"valid": case["valid"] + 1})
    # Oregon's margin shrinks a little slower than the share rises where hardly any line is valid.
    if case["valid"] > 5:
        assert number(more.values["projected_valid"]) >= number(fewer.values["projected_valid"])
    order = ["insufficient_on_raw", "insufficient", "next_sample", "full_check", "sufficient"]
    assert order.index(str(more.values["decision"])) >= order.index(str(fewer.values["decision"]))


@pytest.mark.parametrize("rules", SAMPLED, ids=lambda rules: rules.identifier)
@settings(FEW, max_examples=5)
@given(case=drawn())
def test_cut_offs_are_where_each_place_changes_its_decision(
    rules: RuleSet, case: dict[str, int]
) -> None:
    """For every valid count of a small sample, at the first stage."""
    stage = rules.stages[0]
    compute = PROJECTIONS[stage.projection.formula].compute
    arithmetic = stage.decision.arithmetic
    count = Counted(
        raw=case["raw"],
        sample=30,
        valid=0,
        duplicates=min(case["duplicates"], 3),
        required=case["required"],
    )
    found = sample_cutoffs(rules, 1, count, arithmetic)
    for valid in range(count.sample - count.duplicates + 1):
        one = replace(count, valid=valid)
        decision = zone(rules, 1, one, compared(compute(rules, 1, one), arithmetic))
        enough = found.sufficient_from is not None and valid >= found.sufficient_from
        assert (decision == "sufficient") == enough
        if found.insufficient_below is not None:
            assert (decision == "insufficient") == (valid < found.insufficient_below)


@pytest.mark.parametrize("rules", SAMPLED, ids=lambda rules: rules.identifier)
def test_every_step_says_its_source(rules: RuleSet) -> None:
    case = {"raw": 100_000, "required": 60_000, "sample": 5000}
    for answer in (
        sample(rules, **case),
        project(rules, valid=4000, duplicates=3, **case),
        project(rules, valid=1000, **case),
    ):
        for step in answer.steps:
            assert step.citation
            assert step.value
            assert step.verified == (step.mark == "R")
