"""Cut-offs, projections and roundings agree with their slow definitions."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from rollcheck.law import decide, project, required, rule_set, sample
from rollcheck.law.rounding import Rounding, grouped, plain

RULES = rule_set("us-ca/county-recall", date(2022, 7, 6))

raws = st.integers(501, 20_000)


@st.composite
def drawn(draw: st.DrawFn) -> tuple[int, int, int]:
    """Draw a raw count, a requirement not above it and a sample of it."""
    raw = draw(raws)
    return raw, draw(st.integers(1, raw)), draw(st.integers(1, min(raw, 300)))


def slow_rounded(raw: int, size: int, valid: int) -> int:
    """Project as 2 CCR 20530 is worded, in decimals: percent to two places, then up."""
    percent = (Decimal(100 * valid) / Decimal(size)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int((raw * percent / 100).to_integral_value(ROUND_CEILING))


def first(numbers: list[bool]) -> int | None:
    return numbers.index(True) if True in numbers else None


@given(drawn())
def test_cut_offs_are_where_the_decision_changes(case: tuple[int, int, int]) -> None:
    raw, needed, size = case
    values = sample(RULES, raw=raw, required=needed, sample=size).values
    exact = [Fraction(raw * valid, size) for valid in range(size + 1)]
    rounded = [slow_rounded(raw, size, valid) for valid in range(size + 1)]
    low, high = Fraction(90, 100) * needed, Fraction(110, 100) * needed
    assert values["insufficient_below"] == first([one >= low for one in exact])
    assert values["sufficient_from"] == first([one > high for one in exact])
    assert values["rounded_insufficient_below"] == first([one >= low for one in rounded])
    assert values["rounded_sufficient_from"] == first([one > high for one in rounded])
    totals = range(raw + 1)
    assert values["total_insufficient_below"] == first([10 * one >= 9 * needed for one in totals])
    assert values["total_sufficient_from"] == first([10 * one > 11 * needed for one in totals])


@given(drawn(), st.integers(0, 300), st.integers(0, 20))
def test_a_decision_agrees_with_the_cut_offs(
    case: tuple[int, int, int], valid: int, duplicates: int
) -> None:
    raw, needed, size = case
    assume(valid + duplicates <= size)
    values = project(
        RULES, raw=raw, sample=size, valid=valid, duplicates=duplicates, required=needed
    ).values
    suffix = "_with_duplicates" if duplicates else ""
    low, high = values[f"insufficient_below{suffix}"], values[f"sufficient_from{suffix}"]
    if low is None or (isinstance(low, int) and valid < low):
        expected = "insufficient"
    elif isinstance(high, int) and valid >= high:
        expected = "sufficient"
    else:
        expected = "full_check"
    assert values["decision"] == expected


@given(drawn(), st.integers(0, 300), st.integers(0, 20))
def test_projection_is_the_regulations(
    case: tuple[int, int, int], valid: int, duplicates: int
) -> None:
    raw, _, size = case
    assume(valid + duplicates <= size)
    values = project(RULES, raw=raw, sample=size, valid=valid, duplicates=duplicates).values
    each = (Decimal(raw) / Decimal(size)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    correction = (duplicates * each * (each - 1)).to_integral_value(ROUND_CEILING)
    assert values["naive_valid"] == slow_rounded(raw, size, valid)
    assert values["projected_valid"] == slow_rounded(raw, size, valid) - int(correction)


@given(drawn(), st.integers(0, 299), st.integers(0, 20))
def test_one_more_valid_never_projects_less_and_one_more_duplicate_never_more(
    case: tuple[int, int, int], valid: int, duplicates: int
) -> None:
    raw, _, size = case
    assume(valid + duplicates + 1 <= size)

    def projected(valid: int, duplicates: int) -> int:
        values = project(RULES, raw=raw, sample=size, valid=valid, duplicates=duplicates).values
        answer = values["projected_valid"]
        assert isinstance(answer, int)
        return answer

    assert projected(valid + 1, duplicates) >= projected(valid, duplicates)
    assert projected(valid, duplicates + 1) <= projected(valid, duplicates)


@given(st.integers(1, 10**8))
def test_the_requirement_is_the_least_number_that_is_not_less(registered: int) -> None:
    needed = required(RULES, registered=registered).values["required"]
    assert isinstance(needed, int)
    percent = next(
        share
        for limit, share in [(1e3, 30), (1e4, 25), (5e4, 20), (1e5, 15), (1e99, 10)]
        if registered < limit
    )
    assert 100 * needed >= percent * registered > 100 * (needed - 1)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_decision_and_its_shortfall(raw: int, needed: int, valid: int) -> None:
    assume(valid <= raw)
    values = decide(RULES, raw=raw, required=needed, valid=valid).values
    assert (values["decision"] == "sufficient") == (valid >= needed)
    assert (values["decision"] == "insufficient_on_raw") == (raw < needed)
    assert (values["short_by"] == 0) == (valid >= needed)


@given(st.integers(0, 10**9), st.integers(0, 6), st.integers(0, 4))
def test_rounding_is_that_of_decimals(digits: int, scale: int, decimals: int) -> None:
    number = Decimal(digits).scaleb(-scale)
    unit = Decimal(1).scaleb(-decimals)
    for mode, python in (("up", ROUND_CEILING), ("down", ROUND_FLOOR), ("nearest", ROUND_HALF_UP)):
        rounded = Rounding(mode, decimals).apply(Fraction(number))
        assert rounded == Fraction(number.quantize(unit, python))
    assert Rounding("exact").apply(Fraction(number)) == Fraction(number)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_plain_numbers_lose_nothing(digits: int, scale: int) -> None:
    number = Decimal(digits).scaleb(-scale)
    assert Decimal(plain(Fraction(number))) == number
    assert Decimal(grouped(Fraction(number)).replace(",", "")) == number


def test_endless_numbers_say_so() -> None:
    assert plain(Fraction(2, 3)) == "0.666666…"
    assert grouped(Fraction(-(10**7), 3), decimals=2) == "-3,333,333.33…"
