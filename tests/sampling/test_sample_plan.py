"""How many to file: enough, no more than enough, and honest where more lines do not help."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollcheck.problems import RollcheckError
from rollcheck.sampling import (
    Linear,
    Prospects,
    SampleRule,
    chances,
    lines_to_file,
    pace,
    prospects_of_rates,
    prospects_of_sample,
    sample_counts,
)
from rollcheck.sampling.plan import obstacle

PRE_CHECK = sample_counts(raw=40_000, sample=2_000, valid=1_600, duplicates=4)


def test_known_rates_need_the_obvious_number_and_a_little_more() -> None:
    found = lines_to_file(prospects_of_rates(0.8, 0.05), 75_000, 0.95)
    assert found is not None
    assert 100_000 < found.filed < 100_500
    assert found.qualifies >= 0.95
    assert found.signers == pytest.approx(found.filed * 0.75, rel=0.001)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.3, 1.0), st.floats(0.0, 0.1), st.integers(500, 1_000_000), st.floats(0.5, 0.99))
def test_enough_and_one_step_less_is_not(
    valid: float, duplicate: float, required: int, probability: float
) -> None:
    prospects = prospects_of_rates(valid, duplicate)
    found = lines_to_file(prospects, required, probability)
    assert found is not None
    assert found.qualifies >= probability
    if found.filed > required:
        less = found.filed - max(1, required // 1_000_000)
        assert chances(prospects, less, required).qualifies <= found.qualifies


def test_a_surer_goal_takes_more_lines() -> None:
    prospects = prospects_of_sample(PRE_CHECK, "pool")
    filings = [lines_to_file(prospects, 50_000, p) for p in (0.5, 0.9, 0.99)]
    sizes = [one.filed for one in filings if one]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 3


def test_signers_from_one_pool_take_more_lines() -> None:
    pool = lines_to_file(prospects_of_sample(PRE_CHECK, "pool"), 60_000, 0.9)
    level = lines_to_file(prospects_of_sample(PRE_CHECK, "rate"), 60_000, 0.9)
    assert pool is not None
    assert level is not None
    assert pool.filed > level.filed


def test_a_small_pre_check_takes_more_lines_than_a_large_one() -> None:
    large = sample_counts(raw=40_000, sample=20_000, valid=16_000, duplicates=400)
    small = lines_to_file(prospects_of_sample(PRE_CHECK, "rate"), 50_000, 0.95)
    sure = lines_to_file(prospects_of_sample(large, "rate"), 50_000, 0.95)
    assert small is not None
    assert sure is not None
    assert small.filed > sure.filed


def test_a_pool_gives_the_pairs_that_were_seen_and_then_the_square_of_them() -> None:
    seen = sample_counts(raw=100_000, sample=20_000, valid=15_960, duplicates=40)
    prospects = prospects_of_sample(seen, "pool")
    now, twice = (float(np.mean(prospects.pairs(n))) for n in (100_000, 200_000))
    assert now == pytest.approx(41 * 25, rel=0.02)
    assert twice == pytest.approx(4 * now, rel=0.03)


def test_a_pool_that_is_too_small_is_told() -> None:
    many = sample_counts(raw=10_000, sample=2_000, valid=1_500, duplicates=100)
    assert lines_to_file(prospects_of_sample(many, "pool"), 100_000, 0.95) is None


def test_the_sample_decides_before_the_count() -> None:
    """A rule that qualifies on the sample from 110 % and fails it below 90 %, as California's."""

    def rule(filed: int) -> SampleRule:
        size = max(500, filed // 20)
        return SampleRule(size, Linear(filed / size, (filed / size) ** 2), 9_000.0, 11_000.0)

    prospects = prospects_of_rates(0.8, 0.0)
    plenty = chances(prospects, 20_000, 10_000, rule)
    few = chances(prospects, 10_001, 10_000, rule)
    close = chances(prospects, 12_500, 10_000, rule)
    assert plenty.on_sample == pytest.approx(1)
    assert few.fails_on_sample is not None
    assert few.fails_on_sample > 0.99
    assert close.full_check is not None
    assert close.full_check > 0.99
    for one in (plenty, few, close):
        shares = (one.on_sample or 0) + (one.full_check or 0) + (one.fails_on_sample or 0)
        assert shares == pytest.approx(1)


def test_too_few_lines_draw_no_sample() -> None:
    prospects = prospects_of_rates(0.8, 0.0)
    assert chances(prospects, 9_000, 10_000, lambda filed: None).qualifies == 0
    assert chances(prospects, 20_000, 10_000, lambda filed: None).on_sample is None


def test_a_pre_check_leans_to_more_pairs_when_it_saw_few() -> None:
    none = sample_counts(raw=40_000, sample=2_000, valid=1_600, duplicates=0)
    prospects = prospects_of_sample(none, "rate")
    assert float(np.mean(prospects.pairs(40_000))) == pytest.approx(
        40_000 * 39_999 / (2_000 * 1_999), rel=0.1
    )


@pytest.mark.parametrize(
    ("days", "collected", "week"),
    [(7, 0, 1_000), (14, 0, 500), (1, 0, 1_000), (70, 999, 1), (7, 5_000, 0)],
)
def test_pace(days: int, collected: int, week: int) -> None:
    today = date(2022, 5, 1)
    found = pace(
        to_file=1_000,
        collected=collected,
        today=today,
        deadline=date.fromordinal(today.toordinal() + days - 1),
    )
    assert (found.days, found.per_week) == (days, week)


def test_what_cannot_be_planned() -> None:
    with pytest.raises(RollcheckError) as caught:
        lines_to_file(prospects_of_rates(0.8, 0.1), 0, 1.0)
    assert {problem.column for problem in caught.value.problems} == {"required", "probability"}
    with pytest.raises(RollcheckError) as caught:
        prospects_of_rates(1.2, -0.1)
    assert {problem.column for problem in caught.value.problems} == {"valid_rate", "duplicate_rate"}
    with pytest.raises(RollcheckError):
        prospects_of_rates(0.5, 0.3)
    with pytest.raises(RollcheckError):
        pace(to_file=10, collected=-1, today=date(2022, 5, 2), deadline=date(2022, 5, 1))


@pytest.mark.parametrize(
    ("prospects", "why"),
    [
        (prospects_of_rates(0, 0), "none_valid"),
        (prospects_of_rates(0.01, 0), "few_valid"),
        (prospects_of_rates(0.06, 0.03), "few_valid"),
        (prospects_of_sample(PRE_CHECK, "pool"), "few_signers"),
        (prospects_of_rates(0.05001, 0), "not_sure_enough"),
    ],
)
def test_why_no_number_of_lines_is_enough(prospects: Prospects, why: str) -> None:
    required = 1_000_000
    assert lines_to_file(prospects, required, 0.95) is None
    assert obstacle(prospects, required) == why
